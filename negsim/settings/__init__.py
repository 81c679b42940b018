"""Reading settings: declared fields, one reader of plain data, YAML files, and where names lead."""
