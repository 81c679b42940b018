"""Plug-ins: events."""
