"""The calendar of the talks, and which of its moves are written down."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal

from negsim.settings.field import Status, setting


@dataclass(frozen=True)
class TimeSettings:
    """How long the talks last: ticks of the calendar, rounds of offers within each."""

    setting_status: ClassVar[Status] = "design"

    start: date = setting(date(2025, 10, 27), help="first day of the talks")
    ticks: int = setting(35, ge=1, le=100_000, unit="ticks", help="calendar steps until the deadline")
    weeks_per_tick: int = setting(1, ge=1, le=52, unit="weeks", help="length of a tick")
    rounds_per_tick: int = setting(1, ge=1, le=100_000, unit="rounds", help="rounds of offers within a tick")

    @property
    def rounds(self) -> int:
        """Rounds until the deadline."""
        return self.ticks * self.rounds_per_tick

    @property
    def eve(self) -> date:
        """The day before the talks begin."""
        return self.start - timedelta(days=1)

    def day(self, tick: int) -> date:
        """Return the date on which a tick begins."""
        return self.start + timedelta(weeks=self.weeks_per_tick * tick)

    def tick_of(self, day: date) -> int:
        """Return the first tick that begins on a day or after it: nothing is known before it happens."""
        return -((self.start - day).days // (7 * self.weeks_per_tick))


@dataclass(frozen=True)
class LogSettings:
    """Which runs keep their moves in `offers.parquet` and the agents' verdicts in `agents.parquet`."""

    offers: Literal["none", "first", "all"] = setting(
        "first", help="runs whose moves are kept: none, the first replication of each point, or all"
    )
    agents: Literal["none", "first", "all"] = setting(
        "first", help="runs of which every agent's verdict on the end is kept"
    )
