"""Checks of the model against published examples and realised trade."""
