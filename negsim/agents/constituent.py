"""Constituents: Mesa agents that do not negotiate but judge outcomes and lobby their government."""

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from negsim.agents.law import Interests, profit_change
from negsim.agents.opinion import Opinion, judge
from negsim.bargaining.outcome import Outcome
from negsim.world.situation import Consequences

if TYPE_CHECKING:
    from negsim.agents.population import Population


def column(name: str) -> Any:
    """Return a property that reads and writes the agent's row of one shared column."""

    def read(self: "Constituent") -> Any:
        return getattr(self.population.interests, name)[self.row]

    def write(self: "Constituent", value: float) -> None:
        getattr(self.population.interests, name)[self.row] = value

    return property(read, write, doc=Interests.__doc__)


class Constituent(mesa.Agent):
    """An exporter or firm: owns a share of a sector, judges outcomes, lobbies through a group.

    Rule: gain = profit on the outcome on the table minus profit without a deal; effort = (gain / 2)^2.
    Its numbers live in one row of the population's shared columns.
    """

    side = ""
    group = ""
    pays = False
    share = column("share")
    profit = column("profit")
    gain = column("gain")
    effort = column("effort")

    def __init__(self, model: Any, name: str, population: "Population", row: int) -> None:
        super().__init__(model)
        self.name = name
        self.population = population
        self.row = row

    def parts(self, at: Consequences) -> dict[str, float]:
        """Return own utility by reason, in units of own annual profit."""
        return {name: values[self.row] for name, values in self.population.parts(at).items()}

    def utility_of(self, outcome: Outcome | None) -> float:
        """Return own utility of an outcome, or of no deal at the rate in force (None)."""
        return sum(self.parts(self.model.world.consequences(outcome)).values())

    def opinion(self, outcome: Outcome) -> Opinion:
        """Return what this agent thinks of `outcome` against no deal now, and why."""
        world = self.model.world
        return judge(self.parts(world.consequences(outcome)), self.parts(world.consequences(None)))

    def in_favour(self, outcome: Outcome) -> bool:
        """Return whether this agent is for `outcome`: it gains, or at least loses nothing."""
        return self.opinion(outcome).gain >= 0.0

    def step(self) -> None:
        """React to the outcome on the table: what it would bring, and what to spend on lobbying."""
        at = self.model.world.consequences(self.model.on_the_table)
        mine = self.population.interests.row(self.row)
        self.gain = sum(float(part) for part in profit_change(mine, at))
        self.effort = (self.gain / 2.0) ** 2

    @classmethod
    def draw(cls, name: str, settings: Any, world: Any, seed: int) -> dict[str, np.ndarray]:
        """Return column -> values that chance decides for one population of this class; none by default."""
        return {}

    @classmethod
    def step_block(cls, population: "Population", rows: np.ndarray, at: Consequences) -> None:
        """Do what `step` does for many rows at once."""
        everyone = population.interests
        economic, access = population.profit_changes(at)
        everyone.gain[rows] = (economic + access)[rows]
        everyone.effort[rows] = (everyone.gain[rows] / 2.0) ** 2
