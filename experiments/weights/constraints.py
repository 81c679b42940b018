"""What every vector of weights must make of the default world before anybody bargains.

A `Ground` holds the world without weights: what every term is worth in every outcome. `facts` puts weights on
it, and every constraint is a sentence about facts. Nothing here plays talks.

F is the framework of October 2025: 20 %, annex, full access, $5 bn a year, digital audits, reform, process.
Utilities are gains over no deal at 20 %; "struck" is the world with 10 % in force.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.outcome import OutcomeSpace
from negsim.politics.blocs import Key, weight_table
from negsim.politics.home_front import bloc_tables
from negsim.politics.mandate import Mandate
from negsim.politics.ratification.acquiescence import Acquiescence
from negsim.politics.ratification.contract import reached
from negsim.politics.ratification.quorum import Quorum
from negsim.talks.scenario import Scenario, load_scenario

US, VIETNAM = "us", "vietnam"
WORLD = "quiet"
FRAMEWORK = {
    "tariff": "20 %",
    "exemptions": "annex",
    "access": "all",
    "purchases": "$5 bn",
    "origin": "digital audits",
    "reform": "binding",
    "strategic": "process",
}
ZERO_FOR_ZERO = {"tariff": "0 %", "access": "all"}
DECIMALS = 8
"""Gains are rounded to so many, so that a deal that changes nothing is worth exactly nothing."""
RATES = tuple(percent / 100 for percent in range(10, 47))
"""Rates at which no deal is asked for."""


@dataclass(frozen=True, eq=False)
class Side:
    """What one side's terms are worth at weight one, in the order of `terms`.

    Attributes
    ----------
    values : (terms, outcomes) of a deal less those of no deal at the rate in force
    threat : (terms,) of no deal at the rate threatened, counted alike
    """

    terms: tuple[str, ...]
    values: Array
    threat: Array


@dataclass(frozen=True, eq=False)
class Ground:
    """The default world without weights, with 20 % in force and with 10 %.

    Attributes
    ----------
    sides, struck : party -> its terms, with 20 % in force and with 10 %
    without : (terms, rates) of the US without a deal at `RATES`, over no deal at 20 %
    cut : (terms,) of Vietnam without a deal at 10 %, over no deal at 20 %
    blocs : party -> names, say and (blocs, outcomes) gains of its groups
    """

    space: OutcomeSpace
    sides: Mapping[str, Side]
    struck: Mapping[str, Side]
    without: Array
    cut: Array
    blocs: Mapping[str, tuple[tuple[str, ...], Array, Array]]

    def outcome(self, **labels: str) -> int:
        """Return the outcome with these labels; the others stand as without a deal."""
        return int(self.space.outcome(labels))


@cache
def ground() -> Ground:
    """Return the ground of the default world; solves trade twice."""
    calm = "no_deal={in_force: 0.20, threatened: 0.46, credibility: 0}"
    talks = load_scenario(WORLD, (calm,))
    struck = load_scenario(WORLD, (calm, "no_deal.in_force=0.10"))
    us = [_without(load_scenario(WORLD, (calm, f"no_deal.threatened={rate}")), US) for rate in RATES]
    ten = load_scenario(WORLD, (calm, "no_deal.threatened=0.10"))
    return Ground(
        space=talks.world.space,
        sides={party: _side(talks, party) for party in (US, VIETNAM)},
        struck={party: _side(struck, party) for party in (US, VIETNAM)},
        without=np.stack(us, axis=1),
        cut=_without(ten, VIETNAM),
        blocs={party: _blocs(talks, party) for party in (US, VIETNAM)},
    )


def _side(talks: Scenario, party: str) -> Side:
    mandate = talks.mandate(party)
    rows = np.eye(len(mandate.weights))
    deals = np.stack([mandate.utility(row, 0.0).values() for row in rows]) - mandate.no_deal[0][:, None]
    names = tuple(dict.fromkeys(_terms(mandate)))
    return Side(names, _by_term(mandate, deals), _by_term(mandate, mandate.no_deal[1] - mandate.no_deal[0]))


def _without(talks: Scenario, party: str) -> Array:
    mandate = talks.mandate(party)
    return _by_term(mandate, mandate.no_deal[1] - mandate.no_deal[0])


def _terms(mandate: Mandate) -> list[str]:
    """Return the term of every entry: one that speaks for blocs has an entry a bloc."""
    return [entry.partition(": ")[0] for entry in mandate.tables.names]


def _by_term(mandate: Mandate, entries: Array) -> Array:
    """Add the entries of a term up, each with its bloc's say."""
    table = {name: w.value for (_, kind, name), w in weight_table().items() if kind == "term"}
    names, say = _terms(mandate), np.ones(len(mandate.weights))
    for row, (name, bloc) in enumerate(zip(names, mandate.blocs, strict=True)):
        if bloc:
            say[row] = mandate.weights[row] / table[name]
    order = list(dict.fromkeys(names))
    total = np.zeros((len(order), *entries.shape[1:]))
    for row, name in enumerate(names):
        total[order.index(name)] += say[row] * entries[row]
    return total


def _blocs(talks: Scenario, party: str) -> tuple[tuple[str, ...], Array, Array]:
    members = talks.blocs(party)
    gains = bloc_tables(members, talks.world).gains
    return tuple(bloc.name for bloc in members), np.array([bloc.weight for bloc in members]), gains


class Facts:
    """What a vector of weights makes of the ground; nothing is worked out before it is read.

    Parameters
    ----------
    vector : number -> value; numbers that it lacks have the value of the table
    """

    def __init__(self, here: Ground, vector: Mapping[Key, float]) -> None:
        self.ground = here
        self.vector = {key: weight.value for key, weight in weight_table().items()} | dict(vector)

    def weights(self, party: str) -> Array:
        """Return the weights of the terms of a party."""
        return np.array([self.vector[party, "term", name] for name in self.ground.sides[party].terms])

    def worth(self, party: str, **labels: str) -> float:
        """Return what an outcome gains a party over no deal at 20 %."""
        values = self.ground.sides[party].values[:, self.ground.outcome(**labels)]
        return float(self.weights(party) @ values)

    def framework(self, party: str, **labels: str) -> float:
        """Return what F, or F with other labels, gains a party over no deal at 20 %."""
        return self.worth(party, **{**FRAMEWORK, **labels})

    def threat(self, party: str) -> float:
        """Return what carrying out the threat of 46 % gains a party over no deal at 20 %."""
        return float(self.weights(party) @ self.ground.sides[party].threat)

    @property
    def bliss(self) -> float:
        """The rate that the US likes best without a deal."""
        return RATES[int((self.weights(US) @ self.ground.without).argmax())]

    @property
    def cut(self) -> float:
        """What a court that cuts the rate to 10 % gains Vietnam without a deal."""
        return float(self.weights(VIETNAM) @ self.ground.cut)

    @cached_property
    def calm(self) -> Bargain:
        """The bargain against no deal at 20 %."""
        return self._bargain(self.ground.sides)

    @cached_property
    def threatened(self) -> Bargain:
        """The bargain when the threat of 46 % is believed with .6."""
        feasible = self.calm.feasible
        return Bargain(feasible, {party: 0.6 * self.threat(party) for party in (US, VIETNAM)})

    @cached_property
    def struck(self) -> Bargain:
        """The bargain with 10 % in force."""
        return self._bargain(self.ground.struck)

    def _bargain(self, sides: Mapping[str, Side]) -> Bargain:
        gains = {party: self.weights(party) @ side.values for party, side in sides.items()}
        utilities = {party: np.round(gain, DECIMALS) for party, gain in gains.items()}
        return Bargain(FeasibleSet(utilities), dict.fromkeys(utilities, 0.0))

    def margins(self, party: str, outcomes: Rows) -> Array:
        """Return the margins of ratification at home, without moods: ratified where not negative."""
        names, say, gains = self.ground.blocs[party]
        if party == US:
            rule = Acquiescence(threshold=self.vector[US, "acquiescence", "threshold"])
            return rule.margins(gains[:, outcomes], say, np.zeros(len(names)))
        demands = np.array([self.vector[VIETNAM, "faction", name] for name in names])
        quorum = Quorum(quorum=self.vector[VIETNAM, "quorum", "quorum"])
        return quorum.margins(gains[:, outcomes], say, demands)

    def ratified(self, party: str) -> float:
        """Return the share of the zone at 20 % that a side ratifies."""
        zone = self.calm.zone.nonzero()[0]
        return float(reached(self.margins(party, zone)).mean()) if zone.size else float("nan")

    def odds(self, party: str) -> float:
        """Return the odds, by the slope of its rule, that F is ratified."""
        at = np.array([self.ground.outcome(**FRAMEWORK)])
        rule = {US: "acquiescence", VIETNAM: "quorum"}[party]
        margin = float(self.margins(party, at)[0])
        return 1.0 / (1.0 + exp(-self.vector[party, rule, "slope"] * margin))

    def commonest(self) -> float:
        """Return the largest share of points of the three frontiers that one level of an issue has."""
        bargains = (self.calm, self.struck, self.threatened)
        points = np.concatenate([b.frontier for b in bargains])
        levels = np.unravel_index(points, self.ground.space.shape)
        return (
            max(float(np.bincount(column).max()) / len(points) for column in levels) if len(points) else 1.0
        )

    def share(self, mask: Mask) -> float:
        """Return the share of outcomes in a mask."""
        return float(mask.mean())

    def nash_rate(self) -> str:
        """Return the rate of the Nash point at 20 %; empty without one."""
        nash = self.calm.nash
        return "" if nash is None else self.ground.space.describe(nash)["tariff"]

    def solutions(self) -> int:
        """Return how many of the four bargaining points at 20 % differ."""
        return len(set(self.calm.solutions.values()))


@dataclass(frozen=True)
class Constraint:
    """A sentence about facts.

    Attributes
    ----------
    value : the numbers it is about, for people to read
    required : whether a vector must meet it, or it is only reported
    """

    name: str
    text: str
    value: Callable[[Facts], tuple[float | str, ...]]
    holds: Callable[..., bool]
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
    ),
    Constraint(
        "a2",
        "carrying out the threat of 46 % costs the US .3 to 1.5",
        lambda f: (-f.threat(US),),
        lambda cost: 0.3 <= cost <= 1.5,
    ),
    Constraint(
        "a3",
        "it costs Vietnam at least twice that",
        lambda f: _both(lambda party: -f.threat(party)),
        lambda us, vietnam: vietnam >= 2 * us,
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
    ),
    Constraint(
        "f4",
        "the four bargaining points at 20 % all differ",
        lambda f: (f.solutions(),),
        lambda points: points == 4,
        required=False,
    ),
)
"""Cheapest first: a vector is dropped at the first that it fails."""


def failed(facts: Facts, constraints: Sequence[Constraint] = CONSTRAINTS) -> list[str]:
    """Return the names of all constraints, required or not, that these facts fail."""
    return [constraint.name for constraint in constraints if not constraint.met(facts)]


def accepts(facts: Facts) -> bool:
    """Return whether these facts meet every required constraint."""
    return all(constraint.met(facts) for constraint in CONSTRAINTS if constraint.required)
