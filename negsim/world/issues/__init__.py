"""Plug-ins: what is negotiated, and what each level does to trade policy."""
