"""Plug-ins: bidding rules."""
