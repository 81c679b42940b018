"""US demand grows or falls, sector by sector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import setting
from negsim.settings.frozen import FrozenMapping
from negsim.world import effects
from negsim.world.event import Calendar, Event, Happening, Now, Occasion, Stage

DAYS_A_YEAR = 365.0


@register("event", "demand")
@dataclass(frozen=True, kw_only=True)
class Demand(Event):
    """A trend of US demand by sector: imports from all sources and home sales grow alike at given prices.

    The trend is known and certain; figures come out every so often, and the world moves with them.
    """

    growth: Mapping[str, float] = setting(
        gt=-1,
        le=10,
        unit="fraction a year",
        status="assumption",
        plausible=(-0.2, 0.6),
        help="sector -> growth of demand a year; others stand still",
    )
    every: int = setting(13, ge=1, le=1000, unit="ticks", status="design", help="time between two figures")
    news: str = setting(
        "", help="line that is printed with each figure, without a full stop; empty: the usual"
    )
    example: ClassVar[dict[str, Any]] = {"growth": FrozenMapping({"machinery": 0.3}), "every": 4}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the days on which figures come out."""
        return [
            Occasion(tick, f"{(calendar.day(tick) - calendar.day(0)).days / DAYS_A_YEAR!r}")
            for tick in range(self.every, calendar.ticks, self.every)
        ]

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return demand after the years since the talks began, from what it was then."""
        years = float(occasion.what)
        grown = {name: (1.0 + rate) ** years for name, rate in self.growth.items()}
        most = max(grown, key=lambda name: abs(grown[name] - 1.0))
        change = f"{100 * abs(grown[most] - 1.0):.0f} % {'above' if grown[most] >= 1.0 else 'below'}"
        usual = f"new figures: demand for {most.replace('_', ' ')} is {change} that at the start of the talks"
        start = now.start.economy.demand
        factors: Mapping[str, float] = FrozenMapping(
            {name: start.get(name, 1.0) * by for name, by in grown.items()}
        )
        return Happening(self.news or usual, (effects.Demand(factors),))

    def check(self, stage: Stage) -> None:
        """Refuse sectors that the tables do not have, and no sector."""
        sectors = stage.world.data.sectors
        for name in self.growth:
            if name not in sectors:
                raise ConfigError(f"growth: {unknown('sector', name, sectors)}")
        if not self.growth:
            raise ConfigError(f"growth: must name at least one sector, got none; known: {', '.join(sectors)}")
