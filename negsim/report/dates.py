"""Dates as they are written in sentences; tables have them as 2025-10-27."""

from datetime import date


def in_words(day: date) -> str:
    """Return a date as ``27 October 2025``."""
    return f"{day.day} {day:%B %Y}"
