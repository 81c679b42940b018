"""Plug-ins: the terms of a utility function."""
