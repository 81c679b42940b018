"""Plug-ins: Mesa agents with identity and behaviour."""
