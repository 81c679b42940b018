"""Plug-ins: acceptance conditions."""
