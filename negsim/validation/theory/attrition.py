"""Who gives in first: T14 and T15.

Two sides insist on what they demand until one concedes. Payoffs of conceding on any day against any day
of the other are played; the rate at which the other must concede follows from indifference between one day
and the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

from negsim.bargaining.play import play, utility_function
from negsim.bargaining.strategies.scripted import Scripted
from negsim.validation.check import Check, Got

DELAY = 0.002
"""Time that a round takes, in the unit of the rates."""
DAYS = (1, 2, 5, 20)


@dataclass(frozen=True)
class Standoff:
    """Two demands that do not go together, on a scale on which having nothing is 0.

    Parameters
    ----------
    won, conceded : what the first has if the other concedes, and if it concedes itself
    rate : its rate of impatience
    """

    won: float
    conceded: float
    rate: float

    def payoff(self, mine: int, theirs: int) -> float:
        """Return what the first gets that concedes after so many demands, the other after so many."""
        first = utility_function([self.won, self.conceded, 0.0], reservation=0.0)
        second = utility_function([self.conceded, self.won, 0.0], reservation=0.0)
        scripts = [Scripted((*[at] * days, "accept")) for at, days in ((0, mine), (1, theirs))]
        played = play({"first": first, "second": second}, scripts, max(mine, theirs) + 1)
        factor = exp(-self.rate * DELAY / 2.0)
        return played.discounted({"first": factor, "second": factor})["first"]

    def hazard(self, day: int) -> float:
        """Return the rate at which the other concedes that day if the first does not care whether to wait."""
        now, won, later = self.payoff(day, day), self.payoff(day + 1, day), self.payoff(day + 1, day + 1)
        return -log(1.0 - (now - later) / (won - later)) / DELAY


def reputation() -> Mapping[str, Got]:
    """Return rates of concession before demands of .6 each."""
    return {f"rate, round {day}": Standoff(0.6, 0.4, 0.1).hazard(day) for day in DAYS}


def attrition() -> Mapping[str, Got]:
    """Return rates of concession before a prize of 10 and a cost of 1, and how long it lasts.

    A cost of time is impatience over something large: what conceding brings is 1 / r, and r is small.
    """
    rate = 1e-4
    standoff = Standoff(1 / rate + 10.0, 1 / rate, rate)
    rates = {f"rate, round {day}": standoff.hazard(day) for day in DAYS}
    both = 2.0 * sum(rates.values()) / len(rates)
    return {**rates, "duration": DELAY / (1.0 - exp(-both * DELAY))}


CHECKS = (
    Check(
        "T14",
        "Abreu and Gul's rate of concession",
        "engine",
        {f"rate, round {day}": 0.2 for day in DAYS},
        1e-3,
        "Abreu & Gul (2000): r (1 - a) / (a1 + a2 - 1), a = .6, r = .1",
        reputation,
    ),
    Check(
        "T15",
        "war of attrition",
        "engine",
        {**{f"rate, round {day}": 0.1 for day in DAYS}, "duration": 5.0},
        {**{f"rate, round {day}": 1e-3 for day in DAYS}, "duration": 0.05},
        "Maynard Smith (1974): each concedes at the rate c / v, v = 10, c = 1",
        attrition,
    ),
)
