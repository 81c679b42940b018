"""What holds day by day if nobody talks: the dated events of a scenario, with no party at the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from negsim.bargaining.outcome import Outcome
from negsim.errors import DomainError
from negsim.rng import stream
from negsim.talks.scenario import Scenario
from negsim.world.conditions import Conditions
from negsim.world.event import Calendar
from negsim.world.world import World


@dataclass
class Bystander:
    """What an event is told of talks without parties: a threat is nobody's, so it is never carried out."""

    scenario: Scenario
    start: Conditions
    conditions: Conditions

    @property
    def calendar(self) -> Calendar:
        """The calendar of the scenario."""
        return self.scenario.time

    @property
    def world(self) -> World:
        """Consequences of every outcome under these conditions."""
        return self.scenario.world_under(self.conditions)

    @property
    def threat_is_meant(self) -> bool:
        """False: nobody threatens."""
        return False

    def called(self, party: str) -> str:
        """Return the name of a party."""
        return party

    def worth(self, party: str, outcome: Outcome) -> float:
        """Refuse to say what an outcome is worth: no party is there.

        Raises
        ------
        DomainError : always.
        """
        raise DomainError(f"{party} is not at the table: the events alone are followed.")


def conditions_by_day(scenario: Scenario, seed: int = 1) -> Iterator[tuple[date, Conditions]]:
    """Yield the first day of every tick with what holds from then on without a deal.

    Parameters
    ----------
    seed : luck of events that have any
    """
    now = Bystander(scenario, scenario.conditions, scenario.conditions)
    planned = [
        (occasion, event)
        for name, event in scenario.events.items()
        for occasion in event.occasions(scenario.time, stream(seed, "event", name))
    ]
    for tick in range(scenario.time.ticks):
        for occasion, event in planned:
            happening = event.happen(occasion, now) if occasion.tick == tick else None
            for effect in happening.effects if happening is not None else ():
                now.conditions = effect.on(now.conditions)
        yield scenario.time.day(tick), now.conditions
