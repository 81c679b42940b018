"""A deadline after which the threatened rate is in force, unless it is put off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.effects import RateInForce, ThreatDue, ThreatTested
from negsim.world.event import Calendar, Event, Happening, Now, Occasion, Stage, check_time, percent, tick_of


@register("event", "deadline")
@dataclass(frozen=True, kw_only=True)
class Deadline(Event):
    """Without a deal by a day the threatened rate is in force, if the threat is meant and the day holds.

    Who does not threaten learns by Beta-Bernoulli: a deadline that is kept builds the threat's credibility,
    one that is put off or passes wears it down. Where nothing higher than the rate in force is threatened any
    more, or cannot be carried out yet, nothing is at stake and nothing happens.
    """

    setting_status: ClassVar[Status] = "assumption"

    at: date | int = setting(help="day, or tick counted from 0")
    slip: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="probability",
        source="of two days one slipped and one held: 9 July and 1 August 2025",
        help="odds that the day slips though the threat is meant, each time anew",
    )
    extension: int = setting(
        4,
        ge=1,
        le=1000,
        unit="ticks",
        source="9 July 2025 was put off to 1 August",
        plausible=(2, 13),
        help="time by which it is put off",
    )
    extensions: int = setting(
        1, ge=0, le=100, unit="", plausible=(0, 3), help="how often it may be put off; then it passes"
    )
    example: ClassVar[dict[str, Any]] = {"at": 2}

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the day and those to which it may be put off.

        On one that `slips` nothing is done whatever the threat is; the first that is `due` is the last for a
        threat that is meant, and others come after it for one that is not.
        """
        due, first = False, tick_of(self.at, calendar)
        for number, slips in enumerate((chance.random(self.extensions + 1) < self.slip).tolist()):
            what = "bluffed" if due else "slips" if slips else "due"
            yield Occasion(first + number * self.extension, what)
            due = due or what == "due"

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return that the threat is carried out, or that the day is put off or passes."""
        rate, too_early = now.conditions.threatened, occasion.tick < now.conditions.threat_from
        if (
            too_early
            or rate <= now.conditions.in_force
            or (occasion.what == "bluffed" and now.threat_is_meant)
        ):
            return None
        if occasion.what == "due" and now.threat_is_meant:
            news = f"the deadline passes without a deal: a reciprocal rate of {percent(rate)} is in force"
            return Happening(news, (RateInForce(rate), ThreatDue(None, occasion.tick), ThreatTested(True)))
        effects = (ThreatDue(self._next(occasion.tick, now.calendar), occasion.tick), ThreatTested(False))
        return Happening(self._put_off(occasion.tick, now.calendar), effects)

    def expected(self, calendar: Calendar) -> tuple[ThreatDue, ...]:
        """Return when the threat is due."""
        return (ThreatDue(tick_of(self.at, calendar)),)

    def _next(self, tick: int, calendar: Calendar) -> int | None:
        """Return the tick to which a day in this tick is put off, or None after the last."""
        last = tick_of(self.at, calendar) + self.extensions * self.extension
        return None if tick == last else tick + self.extension

    def _put_off(self, tick: int, calendar: Calendar) -> str:
        """Return the line of a day on which nothing is done."""
        later = self._next(tick, calendar)
        if later is None:
            return "the deadline passes without a deal, and nothing happens"
        if later > calendar.ticks:
            return "the deadline is put off beyond the end of the talks"
        until = calendar.day(later)
        return f"the deadline is put off to {until.day} {until:%B %Y}"

    def check(self, stage: Stage) -> None:
        """Refuse a day before the talks, and a deadline that nobody sets."""
        check_time("at", self.at, stage.calendar)
        if stage.threatener is None:
            raise ConfigError(
                "at: is a deadline that nobody sets: name a party as `no_deal.threatener`, got nothing"
            )
