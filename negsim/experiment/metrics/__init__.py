"""Plug-ins: what is measured of a finished run."""
