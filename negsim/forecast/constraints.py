"""What a vector of weights must make of the world before anybody bargains, and when that could be known.

Every constraint is a sentence about facts, at the rate in force of the world that is asked about. Most speak
of the framework of October 2025 or of a ruling, so nobody could have asked them earlier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from negsim.forecast.ground import US, VIETNAM, ZERO_FOR_ZERO, Facts

ALWAYS = date.min
PRESIDENT = date(2025, 7, 2)
"""The day on which 20 % was announced."""
STATEMENT = date(2025, 10, 26)
"""The day of the joint statement on the framework."""


@dataclass(frozen=True)
class Constraint:
    """A sentence about facts.

    Attributes
    ----------
    value : the numbers it is about, for people to read
    known_from : first day on which it could have been asked; until then nobody may
    required : whether a vector must meet it, or it is only reported
    """

    name: str
    text: str
    value: Callable[[Facts], tuple[float | str, ...]]
    holds: Callable[..., bool]
    known_from: date = STATEMENT
    required: bool = True

    def met(self, facts: Facts) -> bool:
        """Return whether these facts meet it."""
        return self.holds(*self.value(facts))


def _both(ask: Callable[[str], float]) -> tuple[float, float]:
    return ask(US), ask(VIETNAM)


CONSTRAINTS: tuple[Constraint, ...] = (
    Constraint(
        "a1",
        "without a deal the US likes a rate of 19 to 26 % best",
        lambda f: (f.bliss,),
        lambda rate: 0.19 <= rate <= 0.26,
        known_from=PRESIDENT,
    ),
    Constraint(
        "a2",
        "carrying out the threat of 46 % costs the US .3 to 1.5",
        lambda f: (-f.threat(US),),
        lambda cost: 0.3 <= cost <= 1.5,
        known_from=ALWAYS,
    ),
    Constraint(
        "a3",
        "it costs Vietnam at least twice that",
        lambda f: _both(lambda party: -f.threat(party)),
        lambda us, vietnam: vietnam >= 2 * us,
        known_from=ALWAYS,
    ),
    Constraint(
        "b1",
        "F gains Vietnam .1 to .6 over no deal at 20 %",
        lambda f: (f.framework(VIETNAM),),
        lambda gain: 0.1 <= gain <= 0.6,
    ),
    Constraint(
        "b2",
        "F gains Vietnam at least 2 over no deal at 46 %",
        lambda f: (f.framework(VIETNAM) - f.threat(VIETNAM),),
        lambda gain: gain >= 2,
    ),
    Constraint(
        "b3",
        "F is worse for Vietnam than no deal at 10 %",
        lambda f: (f.framework(VIETNAM), f.cut),
        lambda framework, cut: framework < cut,
    ),
    Constraint(
        "c",
        "F gains the US .3 to 2 over no deal at 20 %",
        lambda f: (f.framework(US),),
        lambda gain: 0.3 <= gain <= 2,
    ),
    Constraint(
        "cp",
        "F phased in still gains for both",
        lambda f: _both(lambda party: f.framework(party, phasing="phased")),
        lambda us, vietnam: us > 0 and vietnam > 0,
    ),
    Constraint(
        "d",
        "zero for zero costs the US at least .8 and gains Vietnam at least 1.5",
        lambda f: _both(lambda party: f.worth(party, **ZERO_FOR_ZERO)),
        lambda us, vietnam: us <= -0.8 and vietnam >= 1.5,
        known_from=ALWAYS,
    ),
    Constraint(
        "h",
        "F at 10 % is worse for the US than no deal at 20 %",
        lambda f: (f.framework(US, tariff="10 %"),),
        lambda gain: gain < 0,
    ),
    Constraint(
        "r2",
        "F passes in both capitals at odds of at least .5",
        lambda f: _both(f.odds),
        lambda us, vietnam: min(us, vietnam) >= 0.5,
    ),
    Constraint(
        "f1",
        "the zone of agreement at 20 % holds 5 to 40 % of outcomes",
        lambda f: (f.share(f.calm.zone),),
        lambda share: 0.05 <= share <= 0.40,
        known_from=ALWAYS,
    ),
    Constraint(
        "r1",
        "each side ratifies 40 to 90 % of that zone",
        lambda f: _both(f.ratified),
        lambda us, vietnam: 0.4 <= us <= 0.9 and 0.4 <= vietnam <= 0.9,
    ),
    Constraint(
        "f2",
        "its frontier has at least 30 points",
        lambda f: (len(f.calm.frontier),),
        lambda points: points >= 30,
        known_from=ALWAYS,
    ),
    Constraint(
        "g",
        "the Nash point at 20 % has a rate of 15 or 20 %",
        lambda f: (f.nash_rate(),),
        lambda rate: rate in ("15 %", "20 %"),
    ),
    Constraint(
        "e",
        "with 10 % in force the zone is less than .8 times as large",
        lambda f: (f.share(f.calm.zone), f.share(f.struck.zone)),
        lambda at_20, at_10: at_10 < 0.8 * at_20,
    ),
    Constraint(
        "f3",
        "no issue has one level on over 95 % of the frontiers' points at 20 %, 10 % and a belief of .6",
        lambda f: (f.commonest(),),
        lambda share: share <= 0.95,
        known_from=ALWAYS,
    ),
    Constraint(
        "f4",
        "the four bargaining points at 20 % all differ",
        lambda f: (f.solutions(),),
        lambda points: points == 4,
        known_from=ALWAYS,
        required=False,
    ),
)
"""Cheapest first: a vector is dropped at the first that it fails."""


def failed(facts: Facts, constraints: Sequence[Constraint] = CONSTRAINTS) -> list[str]:
    """Return the names of all constraints, required or not, that these facts fail."""
    return [constraint.name for constraint in constraints if not constraint.met(facts)]


def known_by(day: date) -> tuple[Constraint, ...]:
    """Return the required constraints that could be asked on a day."""
    return tuple(c for c in CONSTRAINTS if c.required and c.known_from <= day)


def accepts(facts: Facts, constraints: Sequence[Constraint] = CONSTRAINTS) -> bool:
    """Return whether these facts meet every required constraint."""
    return all(constraint.met(facts) for constraint in constraints if constraint.required)
