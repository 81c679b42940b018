"""What a plug-in of each kind promises, as laws that are tried on it."""
