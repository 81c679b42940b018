"""Pages, commands and streams of the classroom."""
