"""The calendar: ticks begin on days, and what happens on a day is known in the first tick after it."""

from datetime import date

import pytest

from negsim.talks.calendar import TimeSettings

FORTNIGHTS = TimeSettings(start=date(2025, 10, 27), ticks=10, weeks_per_tick=2)


@pytest.mark.parametrize("tick", range(10))
def test_a_tick_is_that_of_the_day_on_which_it_begins(tick):
    assert FORTNIGHTS.tick_of(FORTNIGHTS.day(tick)) == tick


@pytest.mark.parametrize(
    ("day", "tick"),
    [(date(2025, 10, 28), 1), (date(2025, 11, 9), 1), (date(2025, 11, 11), 2), (date(2026, 3, 20), 11)],
)
def test_nothing_is_known_before_it_happens(day, tick):
    assert FORTNIGHTS.tick_of(day) == tick
    assert FORTNIGHTS.day(tick) >= day > FORTNIGHTS.day(tick - 1)
