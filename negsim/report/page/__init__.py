"""The page of a result folder: sections with figures, sentences and tables, in one HTML file."""
