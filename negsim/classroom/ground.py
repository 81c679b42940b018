"""The bargain of a class's scenario on one scale for all groups: frontier, bargaining points, value left."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Rows
from negsim.bargaining.frontier import BargainingPoints, bargaining_points, pareto_frontier
from negsim.bargaining.outcome import Outcome
from negsim.politics.beliefs import disagreement
from negsim.politics.mandate import make_mandate
from negsim.talks.scenario import SIDES, Scenario
from negsim.world.world import World


@dataclass(frozen=True, eq=False)
class Ground:
    """Values in points for every outcome: no deal at the mean belief in the threat = 0, best outcome = 100.

    Attributes
    ----------
    us, vietnam : (n,) points of every outcome, in the tables at the start
    """

    world: World
    us: Array
    vietnam: Array

    @cached_property
    def frontier(self) -> Rows:
        """Outcomes that both prefer to no deal and that no outcome beats for both, best for the US first."""
        inside = np.flatnonzero((self.us >= 0) & (self.vietnam >= 0))
        return np.asarray(inside[pareto_frontier(self.us[inside], self.vietnam[inside])])

    @cached_property
    def points(self) -> BargainingPoints:
        """Nash, Kalai-Smorodinsky and the other classical points."""
        return bargaining_points(self.us, self.vietnam, (0.0, 0.0))

    def at(self, outcome: Outcome | None) -> tuple[float, float]:
        """Return the points of both sides; (0, 0) without a deal."""
        return (0.0, 0.0) if outcome is None else (float(self.us[outcome]), float(self.vietnam[outcome]))

    def better(self, outcome: Outcome | None) -> Outcome | None:
        """Return the outcome with the largest sum of points that is no worse for either side, or None."""
        us, vietnam = self.at(outcome)
        gain = np.where(
            (self.us >= us - 1e-9) & (self.vietnam >= vietnam - 1e-9), self.us + self.vietnam, -np.inf
        )
        best = int(gain.argmax())
        return best if gain[best] > us + vietnam + 1e-9 else None

    def left(self, outcome: Outcome | None) -> float:
        """Return the points left on the table: what both could have gained without hurting either."""
        better = self.better(outcome)
        if better is None:
            return 0.0
        return sum(self.at(better)) - sum(self.at(outcome))


def ground_of(scenario: Scenario) -> Ground:
    """Return the ground of a scenario; computed once per world and scenario."""
    world = scenario.world
    key = ("ground", repr([(side, scenario.parties[side].settings.terms) for side in SIDES]))
    return world.remember(key, lambda: _make(scenario))


def _make(scenario: Scenario) -> Ground:
    values: dict[str, Array] = {}
    for side in SIDES:
        mandate = make_mandate(scenario.parties[side].settings.terms, scenario.blocs(side), scenario.world)
        reserve = disagreement(*mandate.without_deal(mandate.weights), scenario.world.no_deal.credibility)
        utility = mandate.utility(mandate.weights, reserve)
        values[side] = 100.0 * (utility.values() - reserve) / max(utility.maximum - reserve, 1e-12)
    return Ground(scenario.world, values["us"], values["vietnam"])
