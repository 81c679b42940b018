"""Pictures of result tables: a module a figure, each with the sentence that reads it."""
