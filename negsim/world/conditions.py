"""What holds on a day without a deal: the economy, the rates in force and threatened, a ruling awaited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from negsim.settings.frozen import FrozenMapping
from negsim.world.settings import EconomySettings


@dataclass(frozen=True)
class Ruling:
    """A ruling on the tariffs that is awaited, as the public knows it.

    Attributes
    ----------
    window : first and last tick in which it may come
    chance : odds that the tariffs are struck
    odds : party -> the odds it gives to that; those left out know the true ones
    fallback : rate that holds if they are, fraction
    threat : rate that can still be threatened then, fraction
    dates : first and last day on which it may come, as people say them
    """

    window: tuple[int, int]
    chance: float
    odds: Mapping[str, float]
    fallback: float
    threat: float
    dates: tuple[date, date]

    def believed_by(self, party: str) -> float:
        """Return the odds a party gives to the tariffs being struck."""
        return self.odds.get(party, self.chance)

    def wait(self, tick: int) -> float:
        """Return how many ticks it takes on average from an opened tick in which it has not come."""
        first, last = self.window
        return max(0.0, (max(first, min(tick + 1, last)) + last) / 2 - tick)


@dataclass(frozen=True)
class Conditions:
    """What holds today without a deal; events change it.

    Attributes
    ----------
    economy : the economy on which the world is solved
    in_force : reciprocal rate in force, fraction
    threatened : reciprocal rate threatened, fraction
    ruling : the ruling that is awaited, or None
    struck : whether a court has struck the tariffs down
    threat_from : first tick in which the threat may be carried out
    deadlines : ticks in which the threat is due, ascending; without one it may be carried out at any time
    salience : party -> how many times its terms about the deficit count what they did at the start
    attention : (party, topic) -> how many times its terms about that count, by what firms do
    """

    economy: EconomySettings
    in_force: float
    threatened: float
    ruling: Ruling | None = None
    deadlines: tuple[int, ...] = ()
    salience: Mapping[str, float] = FrozenMapping()
    attention: Mapping[tuple[str, str], float] = FrozenMapping()
    struck: bool = False
    threat_from: int = 0

    def weighed(self, party: str) -> Mapping[str, float]:
        """Return topic -> how many times a party's terms about it count what they did at the start."""
        found = {topic: factor for (who, topic), factor in self.attention.items() if who == party}
        if party in self.salience:
            found["deficit"] = self.salience[party] * found.get("deficit", 1.0)
        return FrozenMapping(found)

    def unsettled(self, tick: int) -> bool:
        """Return whether a day is known on which what holds without a deal may change."""
        threat = self.threatened > self.in_force and any(deadline > tick for deadline in self.deadlines)
        return self.ruling is not None or self.threat_from > tick or threat

    def due_in(self, tick: int) -> int:
        """Return how many ticks the threat is off; 0 if it may be carried out at any time."""
        due = next((deadline for deadline in self.deadlines if deadline >= tick), tick)
        return max(due, self.threat_from) - tick
