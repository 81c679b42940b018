"""Forecasts of what is known by now, from what was known on a day, and how good they were."""
