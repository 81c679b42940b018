"""Plug-ins: the rules of the talks."""
