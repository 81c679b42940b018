"""A tournament to read: on the terminal, and as a picture."""
