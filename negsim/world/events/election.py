"""An election draws near: standing counts for more at home."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np

from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.effects import Watched
from negsim.world.event import (
    Calendar,
    Event,
    Happening,
    Now,
    Occasion,
    Stage,
    check_party,
    check_time,
    tick_of,
)


@register("event", "election")
@dataclass(frozen=True, kw_only=True)
class Election(Event):
    """In the ticks before an election a government's standing moves thresholds at home more than usually."""

    setting_status: ClassVar[Status] = "assumption"

    party: str = setting(help="where the election is")
    at: date | int = setting(help="day of the vote, or tick counted from 0")
    campaign: int = setting(
        26, ge=1, le=1000, unit="ticks", plausible=(13, 52), help="how long before it the campaign begins"
    )
    salience: float = setting(
        2.0, ge=0, le=100, unit="", plausible=(1, 3), help="how many times standing counts in it; 1: as usual"
    )
    example: ClassVar[dict[str, Any]] = {"party": "us", "at": 6, "campaign": 4}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the day on which the campaign begins, at the earliest that of the talks, and the vote."""
        vote = tick_of(self.at, calendar)
        return (Occasion(max(0, vote - self.campaign), "campaign"), Occasion(vote, "vote"))

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return that the campaign begins, or is over."""
        if occasion.what == "campaign":
            news = f"the campaign is on in {now.called(self.party)}: standing at home counts for more"
            return Happening(news, (Watched(self.party, factor=self.salience),))
        return Happening(f"{now.called(self.party)} has voted", (Watched(self.party, factor=1.0),))

    def check(self, stage: Stage) -> None:
        """Refuse a vote before the talks, and a country that is not at the table."""
        check_time("at", self.at, stage.calendar)
        check_party(self.party, stage)
