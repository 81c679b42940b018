"""The bargain of a scenario before anybody bargains: frontier, bargaining points, zone, pivotal blocs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.frontier import BargainingPoints, bargaining_points, pareto_frontier
from negsim.bargaining.outcome import Outcome, OutcomeSpace, require_enumerable
from negsim.politics.beliefs import disagreement
from negsim.politics.home_front import bloc_tables
from negsim.politics.mandate import make_mandate
from negsim.politics.ratification.contract import reached
from negsim.talks.scenario import Scenario

SIDES = ("us", "vietnam")


@dataclass(frozen=True, eq=False)
class Solution:
    """A scenario solved at its mean beliefs and without moods.

    Attributes
    ----------
    space : the outcomes
    utilities : party -> utility of every outcome, shape (n,)
    no_deal : party -> utility expected without a deal
    zone : (n,) outcomes that both sides prefer to no deal: the zone of agreement
    frontier : outcomes of the zone that no other outcome beats for both, best for the US first
    points : bargaining points
    ratified : party -> (n,) outcomes it would ratify at even odds
    pivotal : party -> bloc -> share of the zone that fails, and would pass if this bloc alone did not object
    """

    space: OutcomeSpace
    utilities: Mapping[str, Array]
    no_deal: Mapping[str, float]
    zone: Mask
    frontier: Rows
    points: BargainingPoints
    ratified: Mapping[str, Mask]
    pivotal: Mapping[str, Mapping[str, float]]

    def describe(self, outcome: Outcome | None) -> dict[str, Any] | None:
        """Return levels and utilities of an outcome, or None."""
        if outcome is None:
            return None
        worth = {f"u_{party}": round(float(self.utilities[party][outcome]), 6) for party in SIDES}
        return {"outcome": int(outcome), "levels": self.space.describe(int(outcome)), **worth}

    def share(self, mask: Mask) -> float:
        """Return the share of the zone of agreement that lies in `mask`; nan if the zone is empty."""
        return float(mask[self.zone].mean()) if self.zone.any() else float("nan")

    def plain(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON; shares of an empty zone are None."""
        both = self.ratified["us"] & self.ratified["vietnam"]
        names = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
        return {
            "outcomes": self.space.n,
            "no_deal": {party: round(value, 6) for party, value in self.no_deal.items()},
            "zone_of_agreement": float(self.zone.mean()),
            "ratifiable": {
                name: _known(self.share(mask)) for name, mask in {**self.ratified, "both": both}.items()
            },
            "frontier_ratifiable": {p: _known(_mean(m[self.frontier])) for p, m in self.ratified.items()},
            "pivotal": {p: {b: _known(x) for b, x in blocs.items()} for p, blocs in self.pivotal.items()},
            "points": {name: self.describe(getattr(self.points, name)) for name in names},
            "frontier": [self.describe(int(outcome)) for outcome in self.frontier],
        }


def solve(scenario: Scenario) -> Solution:
    """Return the solution of a scenario.

    Raises
    ------
    DomainError : if the space is too large to list.
    """
    world = scenario.world
    require_enumerable(world.space)
    utilities: dict[str, Array] = {}
    no_deal: dict[str, float] = {}
    ratified: dict[str, Mask] = {}
    for party in SIDES:
        spec = scenario.parties[party]
        mandate = make_mandate(spec.settings.terms, scenario.blocs(party), world)
        no_deal[party] = disagreement(*mandate.without_deal(mandate.weights), world.no_deal.credibility)
        utilities[party] = mandate.utility(mandate.weights, no_deal[party]).values()
        ratified[party] = _ratified(scenario, party)
    us, vietnam = (utilities[party] for party in SIDES)
    zone = (us >= no_deal["us"]) & (vietnam >= no_deal["vietnam"])
    inside = np.flatnonzero(zone)
    return Solution(
        space=world.space,
        utilities=utilities,
        no_deal=no_deal,
        zone=zone,
        frontier=inside[pareto_frontier(us[inside], vietnam[inside])],
        points=bargaining_points(us, vietnam, (no_deal["us"], no_deal["vietnam"])),
        ratified=ratified,
        pivotal={party: _pivotal(scenario, party, zone, ratified[party]) for party in SIDES},
    )


def _ratified(scenario: Scenario, party: str, yes: int | None = None) -> Mask:
    """Return the outcomes a side ratifies at even odds; bloc number `yes` does not object to any."""
    members = scenario.blocs(party)
    rule = scenario.parties[party].settings.ratification
    gains = bloc_tables(members, scenario.world).gains
    weights = np.array([bloc.weight for bloc in members])
    thresholds = np.nan_to_num(np.array([bloc.threshold for bloc in members]))
    if yes is not None:
        gains = gains.copy()
        gains[yes] = np.maximum(gains[yes], _contentment(scenario, party, yes))
    return reached(rule.margins(gains, weights, thresholds))


def _contentment(scenario: Scenario, party: str, number: int) -> float:
    """Return the gain at which a bloc no longer objects: its threshold, or no loss where it has none."""
    threshold = scenario.blocs(party)[number].threshold
    return 0.0 if np.isnan(threshold) else threshold


def _pivotal(scenario: Scenario, party: str, zone: Mask, ratified: Mask) -> dict[str, float]:
    """Return for each bloc the share of the zone that fails and would pass if it alone did not object."""
    shares = {}
    for number, bloc in enumerate(scenario.blocs(party)):
        gained = _ratified(scenario, party, yes=number) & ~ratified & zone
        shares[bloc.name] = float(gained.sum() / zone.sum()) if zone.any() else float("nan")
    return shares


def _known(share: float) -> float | None:
    return None if np.isnan(share) else share


def _mean(mask: Mask) -> float:
    return float(mask.mean()) if mask.size else float("nan")
