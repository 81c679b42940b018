"""Tournaments as numbers: payoffs from runs, and the game they make."""
