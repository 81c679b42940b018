"""Plug-ins: what a party learns of the other side."""
