"""Stylised facts of bargaining, of which only the direction is expected, and how talks proceed."""
