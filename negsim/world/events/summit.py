"""The leaders meet: it comes off, or it does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import Status, setting
from negsim.world.effects import SigningWorth, Standing
from negsim.world.event import Calendar, Effect, Happening, Now, Occasion, OneDay, Stage


@register("event", "summit")
@dataclass(frozen=True, kw_only=True)
class Summit(OneDay):
    """A meeting of leaders: if it comes off both stand higher at home, if it fails both stand lower.

    If it comes off, leaders want something to sign: a signature in the `window` from that day on is `worth`
    so much more to each. That is paid for any agreement alike, so it moves what is better than no deal and
    not which deal is better; it counts in gains and not in utilities. Nobody counts on it before the day.
    """

    setting_status: ClassVar[Status] = "assumption"

    level: ClassVar = "leaders"

    chance: float = setting(0.5, ge=0, le=1, unit="probability", help="odds that it comes off")
    rise: float = setting(
        0.2, ge=0, le=1, unit="", plausible=(0, 0.5), help="rise of standing that success would settle at"
    )
    fall: float = setting(
        0.2, ge=0, le=1, unit="", plausible=(0, 0.5), help="fall of standing that failure would settle at"
    )
    worth: Mapping[str, float] = setting(
        {},
        ge=-100,
        le=100,
        unit="party's utility",
        plausible=(-0.1, 0.5),
        help="party -> what a signature in the window brings its leader; those left out: nothing",
    )
    window: int = setting(
        4,
        ge=1,
        le=1000,
        unit="ticks",
        plausible=(1, 12),
        help="how long after it a signature counts as its fruit, that day too",
    )

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the day and how it ends, and the day after the window."""
        for day in super().occasions(calendar, chance):
            comes_off = chance.random() < self.chance
            yield replace(day, what="success" if comes_off else "failure")
            if comes_off and self.worth:
                yield Occasion(day.tick + self.window, "over")

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return how it ended, or that its moment has passed."""
        if occasion.what == "over":
            return Happening("nothing was signed in time to crown the meeting of the leaders", self._paid(-1))
        if occasion.what == "success":
            return Happening(self._success(occasion, now), (Standing(by=self.rise), *self._paid(1)))
        return Happening("the meeting of the leaders comes to nothing", (Standing(by=-self.fall),))

    def _success(self, occasion: Occasion, now: Now) -> str:
        """Return the line of a meeting that comes off, and by when a signature would crown it."""
        news, day = (
            self.news or "the leaders meet and shake hands",
            now.calendar.day(occasion.tick + self.window),
        )
        return news + (f"; a signature before {day.day} {day:%B %Y} would crown it" if self.worth else "")

    def _paid(self, sign: int) -> tuple[Effect, ...]:
        """Return that a signature brings the leaders something, or no longer (-1)."""
        return tuple(SigningWorth(party=party, by=sign * worth) for party, worth in self.worth.items())

    def check(self, stage: Stage) -> None:
        """Refuse a day before the talks, and a payment to somebody who is not at the table."""
        super().check(stage)
        for party in self.worth:
            if party not in stage.parties:
                raise ConfigError(f"worth: {unknown('party', party, stage.parties)}")
