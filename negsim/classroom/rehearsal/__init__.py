"""A class without students."""
