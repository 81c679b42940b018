"""The leaders meet: it comes off, or it does not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.effects import Standing
from negsim.world.event import Calendar, Happening, Now, Occasion, OneDay


@register("event", "summit")
@dataclass(frozen=True, kw_only=True)
class Summit(OneDay):
    """A meeting of leaders: if it comes off both stand higher at home, if it fails both stand lower."""

    chance: float = setting(
        0.5, ge=0, le=1, unit="probability", help="odds that it comes off (assumption, 0 to 1)"
    )
    rise: float = setting(
        0.2, ge=0, le=1, help="rise of standing that success would settle at (assumption, 0 to 0.5)"
    )
    fall: float = setting(
        0.2, ge=0, le=1, help="fall of standing that failure would settle at (assumption, 0 to 0.5)"
    )

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the day, and how it ends."""
        for day in super().occasions(calendar, chance):
            yield replace(day, what="success" if chance.random() < self.chance else "failure")

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return how it ended."""
        if occasion.what == "success":
            return Happening(self.news or "the leaders meet and shake hands", (Standing(by=self.rise),))
        return Happening("the meeting of the leaders comes to nothing", (Standing(by=-self.fall),))
