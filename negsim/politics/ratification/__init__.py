"""Plug-ins: how an agreement is approved at home."""
