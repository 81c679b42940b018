"""What each page of a class shows."""
