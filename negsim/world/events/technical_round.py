"""Working groups meet: each side learns what the other could get through at home."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.effects import Clearer
from negsim.world.event import Calendar, Certain, Effect, Now, Occasion


@register("event", "technical_round")
@dataclass(frozen=True, kw_only=True)
class TechnicalRound(Certain):
    """Experts meet, once or regularly: the error about the other side's win-set shrinks."""

    setting_status: ClassVar[Status] = "assumption"

    level: ClassVar = "technical"

    factor: float = setting(
        0.85,
        ge=0,
        le=1,
        unit="",
        plausible=(0.7, 1),
        help="share of the error that is left; 1: nothing is learned",
    )
    every: int = setting(
        0,
        ge=0,
        le=1000,
        unit="ticks",
        source="four rounds from April to October 2025",
        plausible=(0, 6),
        help="time to the next round; 0: it is the only one",
    )

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the first round and those that follow it."""
        for first in super().occasions(calendar, chance):
            last = calendar.ticks if self.every else first.tick + 1
            yield from (Occasion(tick) for tick in range(first.tick, last, self.every or 1))

    def usual_news(self, now: Now) -> str:
        """Return that it took place."""
        return "working groups end a technical round; each side knows better what the other can carry at home"

    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Shrink the error on both sides."""
        return (Clearer(factor=self.factor),)
