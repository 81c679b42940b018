"""Runs at scale: chunks, parts, workers, and what becomes of them when something fails."""
