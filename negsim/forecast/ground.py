"""What a vector of weights makes of a world before anybody bargains.

A `Ground` holds a world without weights: what every term is worth in every outcome. `Facts` puts weights on
it. Nothing here plays talks. Utilities are gains over no deal at the rate in force; "struck" is the world
with 10 % in force, as after a ruling.

F is the framework of October 2025: 20 %, annex, full access, $5 bn a year, digital audits, reform, process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.outcome import OutcomeSpace
from negsim.politics.blocs import Key, weight_table
from negsim.politics.group_features import bloc_tables
from negsim.politics.mandate import Mandate
from negsim.politics.ratification.acquiescence import Acquiescence
from negsim.politics.ratification.contract import reached
from negsim.politics.ratification.quorum import Quorum
from negsim.talks.scenario import Scenario
from negsim.world.conditions import Conditions

US, VIETNAM = "us", "vietnam"
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
STRUCK = 0.10
"""Rate that a court would leave in force."""
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
    """A world without weights, with its rate in force and with 10 %.

    Attributes
    ----------
    sides, struck : party -> its terms, with the rate in force and with 10 %; nothing struck without a court
    without : (terms, rates) of the US without a deal at `RATES`, over no deal at the rate in force
    cut : (terms,) of Vietnam without a deal at 10 %, over no deal at the rate in force
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


def ground_of(talks: Scenario, *, court: bool = True) -> Ground:
    """Return the ground of a scenario at its start; solves trade twice.

    Parameters
    ----------
    court : whether anybody thinks of a ruling; otherwise nothing is asked of the world after one
    """
    now = Conditions(talks.economy, talks.no_deal.in_force, talks.no_deal.threatened)
    struck = replace(now, in_force=STRUCK)
    without = [_threatened(talks.mandate_under(US, replace(now, threatened=rate))) for rate in RATES]
    return Ground(
        space=talks.world.space,
        sides={party: _side(talks, party, now) for party in (US, VIETNAM)},
        struck={party: _side(talks, party, struck) for party in (US, VIETNAM) if court},
        without=np.stack(without, axis=1),
        cut=_threatened(talks.mandate_under(VIETNAM, replace(now, threatened=STRUCK))),
        blocs={party: _blocs(talks, party) for party in (US, VIETNAM)},
    )


def _side(talks: Scenario, party: str, conditions: Conditions) -> Side:
    mandate = talks.mandate_under(party, conditions)
    rows = np.eye(len(mandate.weights))
    deals = np.stack([mandate.utility(row, 0.0).values() for row in rows]) - mandate.no_deal[0][:, None]
    names = tuple(dict.fromkeys(_terms(mandate)))
    return Side(names, _by_term(mandate, deals), _threatened(mandate))


def _threatened(mandate: Mandate) -> Array:
    """Return what no deal at the rate threatened is worth over no deal at the rate in force, by term."""
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
        """Return what an outcome gains a party over no deal."""
        values = self.ground.sides[party].values[:, self.ground.outcome(**labels)]
        return float(self.weights(party) @ values)

    def framework(self, party: str, **labels: str) -> float:
        """Return what F, or F with other labels, gains a party over no deal."""
        return self.worth(party, **{**FRAMEWORK, **labels})

    def threat(self, party: str) -> float:
        """Return what carrying out the threat of 46 % gains a party over no deal."""
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
        """The bargain without belief in the threat."""
        return self._bargain(self.ground.sides)

    @cached_property
    def threatened(self) -> Bargain:
        """The bargain when the threat is believed with .6."""
        return self.believing(0.6)

    def believing(self, odds: float) -> Bargain:
        """Return the bargain when both sides give these odds to the threat."""
        return Bargain(self.calm.feasible, {party: odds * self.threat(party) for party in (US, VIETNAM)})

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
        """Return the share of the zone that a side ratifies."""
        zone = self.calm.zone.nonzero()[0]
        return float(reached(self.margins(party, zone)).mean()) if zone.size else float("nan")

    def odds(self, party: str) -> float:
        """Return the odds, by the slope of its rule, that F is ratified."""
        at = np.array([self.ground.outcome(**FRAMEWORK)])
        rule = {US: "acquiescence", VIETNAM: "quorum"}[party]
        margin = float(self.margins(party, at)[0])
        return 1.0 / (1.0 + exp(-self.vector[party, rule, "slope"] * margin))

    def commonest(self) -> float:
        """Return the largest share of points of the frontiers that one level of an issue has."""
        bargains = (self.calm, *([self.struck] if self.ground.struck else []), self.threatened)
        points = np.concatenate([b.frontier for b in bargains])
        levels = np.unravel_index(points, self.ground.space.shape)
        return (
            max(float(np.bincount(column).max()) / len(points) for column in levels) if len(points) else 1.0
        )

    def share(self, mask: Mask) -> float:
        """Return the share of outcomes in a mask."""
        return float(mask.mean())

    def nash_rate(self) -> str:
        """Return the rate of the Nash point; empty without one."""
        nash = self.calm.nash
        return "" if nash is None else self.ground.space.describe(nash)["tariff"]

    def solutions(self) -> int:
        """Return how many of the four bargaining points differ."""
        return len(set(self.calm.solutions.values()))
