"""The contract of an event: what may happen when, what it comes to, and the line that is printed of it.

An event never touches the talks. It answers with data, a `Happening` with its effects, and the model applies
them; so the same event in the same state always means the same.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Protocol

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.errors import ConfigError
from negsim.registry import unknown
from negsim.settings.field import setting
from negsim.world.conditions import Conditions
from negsim.world.world import World


class Calendar(Protocol):
    """The calendar of the talks."""

    @property
    def ticks(self) -> int:
        """Number of ticks."""

    def day(self, tick: int) -> date:
        """Return the date on which a tick begins."""

    def tick_of(self, day: date) -> int:
        """Return the first tick that begins on a day or after it."""


class Now(Protocol):
    """What an event may ask about the talks when it happens."""

    @property
    def calendar(self) -> Calendar:
        """The calendar of the talks."""

    @property
    def conditions(self) -> Conditions:
        """What holds without a deal."""

    @property
    def start(self) -> Conditions:
        """What held when the talks began."""

    @property
    def world(self) -> World:
        """Consequences of every outcome under these conditions."""

    def worth(self, party: str, outcome: Outcome) -> float:
        """Return what an outcome is worth to a party today."""

    def called(self, party: str) -> str:
        """Return how the country of a party is called within a sentence."""

    @property
    def threat_is_meant(self) -> bool:
        """Whether the side that threatens would carry out its threat; False where nobody threatens."""


class Affected(Protocol):
    """A party as events may move it."""

    name: str

    def see_threat_tested(self, carried_out: bool) -> None:
        """Learn from a deadline that was kept or put off."""

    def rise(self, by: float) -> None:
        """Let standing move to where it would settle, so much higher than it is."""

    def harden(self, by: float) -> None:
        """Let everybody at home ask for so much more utility."""

    def become_clearer(self, factor: float) -> None:
        """Let the other side's error about this side's ratification shrink to this share of it."""

    def be_paid_for_signing(self, worth: float) -> None:
        """Let a signature be worth so much more utility than it was, whatever is signed."""

    def be_watched(self, factor: float) -> None:
        """Let standing count so many times what it counts at home."""

    def lose_figures(self, lost: bool) -> None:
        """Stop judging outcomes by their figures, or begin again."""


class Effect:
    """What a happening does: a frozen value that changes conditions, parties, or both."""

    def on(self, now: Conditions) -> Conditions:
        """Return the conditions after it; unchanged by default."""
        return now

    def felt_by(self, party: Affected) -> None:
        """Move a party; not at all by default."""
        return None


@dataclass(frozen=True)
class Happening:
    """What happens: the line that a newspaper prints, without a full stop, and what follows from it."""

    news: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Rewrite:
    """Another text that a party puts in the place of an agreement, and the line that is printed of it.

    Attributes
    ----------
    final : whether it is a last word: the other side takes it or leaves it, and nobody rewrites it again
    if_refused : what it comes to if the other side does not accept that text; None: nothing
    """

    news: str
    party: str
    outcome: Outcome
    final: bool = False
    if_refused: Happening | None = None


@dataclass(frozen=True)
class Occasion:
    """Something that may happen in a tick; `what` is a word of the event's own."""

    tick: int
    what: str = ""


@dataclass(frozen=True)
class Stage:
    """What an event may be checked against when a scenario is read."""

    calendar: Calendar
    parties: tuple[str, ...]
    threatener: str | None
    world: World


class Event(ABC):
    """Something that may happen to the talks from outside: a frozen dataclass with luck of its own."""

    only_one: ClassVar[bool] = False
    """Whether a scenario may have no second event of this kind."""
    level: ClassVar[Literal["", "technical", "leaders"]] = ""
    """Who of the parties meets or acts in it: experts, or leaders; nobody of theirs, as here."""

    @abstractmethod
    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return what may happen when in one run; all luck is drawn here."""

    @abstractmethod
    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return what an occasion comes to in the state of that day, or None if it comes to nothing."""

    def before_signing(self, agreement: Outcome, now: Now, chance: np.random.Generator) -> Rewrite | None:
        """Return what takes the place of an agreement before it is voted on; nothing by default.

        Parameters
        ----------
        chance : luck of its own for this agreement
        """
        return None

    def expected(self, calendar: Calendar) -> tuple[Effect, ...]:
        """Return what is known of it from the start on; nothing by default."""
        return ()

    def check(self, stage: Stage) -> None:
        """Refuse settings that mean nothing in these talks; the sentence begins with the setting."""
        return None


When = date | int
"""A day, or a tick counted from 0."""


def tick_of(when: When, calendar: Calendar) -> int:
    """Return the tick itself, or the first one that begins on a day or after it."""
    return when if isinstance(when, int) else calendar.tick_of(when)


def check_time(name: str, when: When, calendar: Calendar) -> None:
    """Refuse a time before the talks begin."""
    first = calendar.day(0)
    if (when < 0) if isinstance(when, int) else (when < first):
        raise ConfigError(f"{name}: must not lie before the talks, which begin on {first}, got {when}")


def check_party(party: str, stage: Stage) -> None:
    """Refuse a party that is not at the table, as the setting `party`."""
    if party not in stage.parties:
        raise ConfigError(f"party: {unknown('party', party, stage.parties)}")


@dataclass(frozen=True, kw_only=True)
class OneDay(Event):
    """An event that happens once: on a given day or tick, or by hazard.

    What lies beyond the end of the talks never happens.
    """

    at: date | int | None = setting(None, help="day, or tick counted from 0; null: by hazard")
    hazard: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="probability a tick",
        status="assumption",
        help="chance in each tick until it happens; where `at` is null",
    )
    news: str = setting("", help="line that is printed of it, without a full stop; empty: the usual one")
    example: ClassVar[dict[str, Any]] = {"at": 1}

    def __post_init__(self) -> None:
        """Refuse what is neither dated nor by hazard, or both."""
        if (self.at is None) == (self.hazard == 0.0):
            raise ConfigError(
                "at: must be a day or tick, or null beside a hazard above 0, "
                f"got {self.at or 'nothing'} and a hazard of {self.hazard:g}"
            )

    def occasions(self, calendar: Calendar, chance: np.random.Generator) -> Iterable[Occasion]:
        """Return the one occasion, if it comes before the talks end."""
        tick = self._tick(calendar, chance)
        return () if tick is None else (Occasion(tick),)

    def check(self, stage: Stage) -> None:
        """Refuse a day before the talks."""
        if self.at is not None:
            check_time("at", self.at, stage.calendar)

    def _tick(self, calendar: Calendar, chance: np.random.Generator) -> int | None:
        if self.at is not None:
            tick = tick_of(self.at, calendar)
            return tick if tick < calendar.ticks else None
        struck = np.flatnonzero(chance.random(calendar.ticks) < self.hazard)
        return int(struck[0]) if struck.size else None


@dataclass(frozen=True, kw_only=True)
class Certain(OneDay):
    """An event of one day that always comes to the same: only its day is luck."""

    def happen(self, occasion: Occasion, now: Now) -> Happening | None:
        """Return what happens, with the line of the scenario if it has one."""
        return Happening(self.news or self.usual_news(now), self.effects(now))

    @abstractmethod
    def usual_news(self, now: Now) -> str:
        """Return the line that is printed unless the scenario has another."""

    @abstractmethod
    def effects(self, now: Now) -> tuple[Effect, ...]:
        """Return what follows."""


def percent(rate: float) -> str:
    """Return a rate as a newspaper prints it."""
    return f"{100 * rate:g} %"
