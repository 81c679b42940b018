"""Bridges to other negotiation platforms."""
