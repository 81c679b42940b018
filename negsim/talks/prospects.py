"""What would be bargained for after a ruling: what each side can expect of talks that begin then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.politics.beliefs import disagreement
from negsim.world.conditions import Conditions
from negsim.world.memory import Memory

if TYPE_CHECKING:
    from negsim.talks.scenario import Scenario

SETS_KEPT = 48
"""Feasible sets that are kept: two for each state of the world in which a ruling is awaited."""
GAINS_KEPT = 256
"""Gains that are kept: a few for each side of a run."""


@dataclass(frozen=True, eq=False)
class Problem:
    """The bargain in one state of the world: what nothing else beats for both.

    Attributes
    ----------
    no_deal : side -> utility without a deal at the rate in force and at the rate threatened
    """

    feasible: FeasibleSet
    no_deal: dict[str, tuple[float, float]]


class Prospects:
    """What the bargain would come to, by Nash's solution, under conditions that may come.

    Weights are those with which the talks began. A side knows its own belief in the threat, and of the
    other's the mean that is public. All runs of a scenario share what is worked out here.

    Parameters
    ----------
    scenario : whose bargain it is
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._problems = Memory(SETS_KEPT)
        self._gains = Memory(GAINS_KEPT)

    def gain(self, side: str, conditions: Conditions, belief: float) -> float:
        """Return what a side would gain over no deal at the rate then in force; it has this belief."""
        state = (conditions.economy, conditions.in_force, conditions.threatened)
        problem = self._problems.recall(state, lambda: self._problem(conditions))
        return self._gains.recall((*state, side, belief), lambda: self._gain(problem, side, belief))

    def _gain(self, problem: Problem, side: str, belief: float) -> float:
        beliefs = {name: self.scenario.no_deal.odds(name) for name in problem.no_deal} | {side: belief}
        expected = {name: disagreement(*rates, beliefs[name]) for name, rates in problem.no_deal.items()}
        bargain = Bargain(problem.feasible, expected)
        end = expected[side] if bargain.nash is None else float(bargain.utilities[side][bargain.nash])
        return end - problem.no_deal[side][0]

    def _problem(self, conditions: Conditions) -> Problem:
        scenario = self.scenario
        mandates = {name: scenario.mandate_under(name, conditions) for name in scenario.parties}
        values = {name: mandate.at_start.values() for name, mandate in mandates.items()}
        best = np.sort(FeasibleSet(values).frontier)  # Nash's solution is one of them, whatever the beliefs
        no_deal = {name: mandate.without_deal(mandate.weights) for name, mandate in mandates.items()}
        return Problem(FeasibleSet({name: found[best] for name, found in values.items()}), no_deal)
