"""No trade figures come out for a while."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import NoFigures
from negsim.world.event import Calendar, Happening, Now, Occasion, OneDay, Stage, check_party


@register("event", "data_blackout")
@dataclass(frozen=True, kw_only=True)
class DataBlackout(OneDay):
    """A country publishes no figures: nobody there can tell what a leaked offer would do."""

    party: str = setting(help="whose figures are missing")
    length: int = setting(
        6,
        ge=1,
        le=1000,
        unit="ticks",
        status="data",
        source="shutdown of 1 October to 12 November 2025: six weeks",
        help="how long",
    )
    example: ClassVar[dict[str, Any]] = {"at": 1, "party": "us", "length": 3}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return its beginning and its end."""
        for first in super().occasions(calendar, chance):
            yield from (Occasion(first.tick, "begins"), Occasion(first.tick + self.length, "ends"))

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return that figures are missing, or come out again."""
        if occasion.what == "begins":
            news = self.news or f"no trade figures come out in {now.called(self.party)} until further notice"
            return Happening(news, (NoFigures(self.party, lost=True),))
        return Happening(
            f"trade figures come out in {now.called(self.party)} again", (NoFigures(self.party, lost=False),)
        )

    def check(self, stage: Stage) -> None:
        """Refuse a country that is not at the table."""
        super().check(stage)
        check_party(self.party, stage)
