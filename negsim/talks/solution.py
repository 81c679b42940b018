"""What a scenario's bargain comes to at home: what each side would ratify, and which bloc is pivotal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.arrays import Mask
from negsim.bargaining.bargain import Bargain
from negsim.bargaining.outcome import Outcome, OutcomeSpace, require_enumerable
from negsim.politics.home_front import HomeFront
from negsim.politics.ratification.contract import reached
from negsim.talks.model import NegotiationModel, forget_agent_counter
from negsim.talks.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Solution:
    """A scenario solved at its mean beliefs and without moods.

    Attributes
    ----------
    space : the outcomes
    countries : party -> how its country is called
    bargain : what both sides can gain
    ratified : party -> (n,) outcomes it would ratify at even odds
    pivotal : party -> bloc -> share of the zone that fails, and would pass if this bloc alone did not object
    """

    space: OutcomeSpace
    countries: Mapping[str, str]
    bargain: Bargain
    ratified: Mapping[str, Mask]
    pivotal: Mapping[str, Mapping[str, float]]

    def describe(self, outcome: Outcome | None) -> dict[str, Any] | None:
        """Return levels and utilities of an outcome, or None."""
        if outcome is None:
            return None
        utilities = self.bargain.utilities
        worth = {f"u_{party}": round(float(values[outcome]), 6) for party, values in utilities.items()}
        return {"outcome": int(outcome), "levels": self.space.describe(int(outcome)), **worth}

    def share(self, mask: Mask) -> float:
        """Return the share of the zone of agreement that lies in `mask`; nan if the zone is empty."""
        return _mean(mask[self.bargain.zone])

    @property
    def ratified_by_all(self) -> Mask:
        """Outcomes that both sides would ratify."""
        return np.asarray(np.logical_and.reduce(list(self.ratified.values())))

    def plain(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON; shares of an empty zone are None."""
        bargain = self.bargain
        ratified = {**self.ratified, "both": self.ratified_by_all}
        return {
            "outcomes": self.space.n,
            "no_deal": {party: round(value, 6) for party, value in bargain.no_deal.items()},
            "zone_of_agreement": float(bargain.zone.mean()),
            "ratifiable": {name: _known(self.share(mask)) for name, mask in ratified.items()},
            "frontier_ratifiable": {p: _known(_mean(m[bargain.frontier])) for p, m in self.ratified.items()},
            "pivotal": {p: {b: _known(x) for b, x in blocs.items()} for p, blocs in self.pivotal.items()},
            "points": {name: self.describe(point) for name, point in bargain.solutions.items()},
            "frontier": [self.describe(int(outcome)) for outcome in bargain.frontier],
        }


def solve(scenario: Scenario) -> Solution:
    """Return the solution of a scenario.

    Raises
    ------
    DomainError : if the space is too large to list.
    """
    require_enumerable(scenario.world.space)
    homes = _homes(scenario)
    zone = scenario.bargain.zone
    return Solution(
        space=scenario.world.space,
        countries={party: spec.cls.country for party, spec in scenario.parties.items()},
        bargain=scenario.bargain,
        ratified={party: home.public.reaching(0.0) for party, home in homes.items()},
        pivotal={party: _pivotal(home, zone) for party, home in homes.items()},
    )


def _homes(scenario: Scenario) -> dict[str, HomeFront]:
    """Return the politics at home of each party, its groups made of members of their usual sizes."""
    model = NegotiationModel(scenario)
    for home in model.homes.values():
        home.enter(scenario.world)
    model.population.measure(model.homes)
    model.population.hand_down(model.homes)
    forget_agent_counter(model)
    return model.homes


def _pivotal(home: HomeFront, zone: Mask) -> dict[str, float]:
    """Return for each bloc the share of the zone that fails and would pass if it alone did not object.

    A bloc does not object to gains at its threshold, or where it has none to what costs it nothing.
    """
    fails = zone & ~home.public.reaching(0.0)
    shares = {}
    for number, bloc in enumerate(home.members):
        gains = home.blocs.gains.copy()
        np.maximum(gains[number], home.thresholds[number], out=gains[number])
        passes = reached(home.rule.margins(gains, home.weights, home.thresholds))
        shares[bloc.name] = _mean((fails & passes)[zone])
    return shares


def _known(share: float) -> float | None:
    return None if np.isnan(share) else share


def _mean(mask: Mask) -> float:
    return float(mask.mean()) if mask.size else float("nan")
