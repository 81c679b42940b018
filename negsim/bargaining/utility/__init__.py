"""Utility functions as sums of small tables, and exact searches over them."""
