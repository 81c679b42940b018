"""A court rules on whether the reciprocal tariffs are lawful."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import Status, setting
from negsim.world.conditions import Ruling
from negsim.world.effects import RateInForce, RateThreatened, RulingAwaited, TariffsStruck, ThreatNotBefore
from negsim.world.event import Calendar, Event, Happening, Now, Occasion, Stage, check_time, percent, tick_of


@register("event", "court")
@dataclass(frozen=True, kw_only=True)
class Court(Event):
    """A court lets the reciprocal tariffs stand or strikes them; each side has its own odds until it rules.

    The day is drawn evenly from the window, or is one that nobody knows beforehand. Until then a side
    expects, without a deal, a mix of what it expected anyhow and of the fallback, by its odds. After a strike
    the fallback is in force at once, as in February 2026, and only `threat` can still be threatened, which
    other laws let nobody carry out before `lag` is over. A strike moves whatever is negotiated on: all
    outcomes are valued anew against the rate in force.
    """

    setting_status: ClassVar[Status] = "assumption"

    window: tuple[date | int, date | int] = setting(
        help="first and last day on which the ruling may come, or ticks counted from 0"
    )
    day: date | int | None = setting(
        None, help="day of the ruling, which no side knows beforehand; null: drawn from the window"
    )
    chance: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="probability",
        source="betting markets gave .5 to .6 before the argument of 5 November 2025",
        help="odds that the tariffs are struck",
    )
    odds: Mapping[str, float] = setting(
        {},
        ge=0,
        le=1,
        unit="probability",
        help="party -> the odds it gives to a strike; those left out: the true odds, `chance`",
    )
    fallback: float = setting(
        0.10,
        ge=0,
        le=2,
        unit="fraction",
        source="Section 122 of the Trade Act of 1974 allows 15 %",
        plausible=(0, 0.15),
        help="rate under other laws after a strike",
    )
    threat: float = setting(
        0.15,
        ge=0,
        le=2,
        unit="fraction",
        source="Section 122 of the Trade Act of 1974 allows 15 %",
        plausible=(0.1, 0.46),
        help="rate that can still be threatened after a strike",
    )
    lag: int = setting(
        0,
        ge=0,
        le=1000,
        unit="ticks",
        plausible=(0, 26),
        help="time after a strike before more than the fallback can be in force",
    )
    only_one: ClassVar = True
    example: ClassVar[dict[str, Any]] = {"window": (1, 3)}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the ruling."""
        first, last = (tick_of(when, calendar) for when in self.window)
        drawn = int(chance.integers(first, last + 1))
        day = drawn if self.day is None else tick_of(self.day, calendar)
        return (Occasion(day, "struck" if chance.random() < self.chance else "upheld"),)

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return the ruling, and what a strike puts in the place of the tariffs."""
        if occasion.what == "upheld":
            return Happening("the court lets the reciprocal tariffs stand", (RulingAwaited(None),))
        follows = f"{percent(self.fallback)} under other laws is in force"
        return Happening(
            f"the court strikes the reciprocal tariffs down; {follows}",
            (
                RulingAwaited(None),
                RateInForce(self.fallback),
                RateThreatened(self.threat),
                ThreatNotBefore(occasion.tick + self.lag),
                TariffsStruck(),
            ),
        )

    def expected(self, calendar: Calendar) -> tuple[RulingAwaited, ...]:
        """Return that a ruling is awaited, with the odds that each side gives to a strike."""
        first, last = (tick_of(when, calendar) for when in self.window)
        begins, ends = (when if isinstance(when, date) else calendar.day(when) for when in self.window)
        window, dates = (first, last), (begins, ends)
        ruling = Ruling(window, self.chance, self.odds, self.fallback, self.threat, dates)
        return (RulingAwaited(ruling),)

    def check(self, stage: Stage) -> None:
        """Refuse a window before the talks or the wrong way round, and odds of somebody not at the table."""
        first, last = self.window
        check_time("window", first, stage.calendar)
        if tick_of(last, stage.calendar) < tick_of(first, stage.calendar):
            raise ConfigError(f"window: must end no earlier than it begins, got {first} to {last}")
        if self.day is not None:
            check_time("day", self.day, stage.calendar)
            ticks = [tick_of(when, stage.calendar) for when in (first, self.day, last)]
            if ticks != sorted(ticks):
                raise ConfigError(f"day: must lie within the window, {first} to {last}, got {self.day}")
        for party in self.odds:
            if party not in stage.parties:
                raise ConfigError(f"odds: {unknown('party', party, stage.parties)}")
