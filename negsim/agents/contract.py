"""What agents must offer: whoever judges outcomes, constituents that lobby, and countries that negotiate."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import mesa

from negsim.agents.law import Interests, profit_gain
from negsim.agents.opinion import Opinion, judge
from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome
from negsim.world.situation import Consequences
from negsim.world.world import World


class Stakeholder(mesa.Agent, ABC):
    """Whoever judges outcomes: a government, an interest group, an exporter or a firm."""

    name: str
    side: str
    group: str

    @abstractmethod
    def parts(self, outcome: Outcome | None) -> Mapping[str, float]:
        """Return own utility by reason, of an outcome or of no deal at the rate in force (None)."""

    @abstractmethod
    def in_favour(self, outcome: Outcome) -> bool:
        """Return whether this agent is for `outcome`."""

    def utility_of(self, outcome: Outcome | None) -> float:
        """Return own utility of an outcome, or of no deal at the rate in force (None)."""
        return sum(self.parts(outcome).values())

    def opinion(self, outcome: Outcome) -> Opinion:
        """Return what this agent thinks of `outcome` against no deal now, and why."""
        return judge(self.parts(outcome), self.parts(None))


class Country:
    """What the class of a government says of its country; each line has a default."""

    side: str = ""
    """The only party whose seat this government may take; empty for any."""
    country: ClassVar[str] = "the other side"
    """How the country is called within a sentence."""
    unit: ClassVar[str] = "one unit of its terms"
    """What a utility of 1 is worth to it."""
    default_ratification: ClassVar[str] = "automatic"
    default_standing: ClassVar[float] = 0.5
    initial_standing: float

    @classmethod
    def default_terms(cls) -> dict[str, dict[str, Any]]:
        """Return the terms that hold unless a scenario changes them."""
        return {}

    def standing_target(self, at: Consequences) -> float:
        """Return the standing that news of an outcome would settle at; by default the old one."""
        return self.initial_standing


@dataclass(frozen=True)
class ConstituentRow:
    """A constituent to be made: who it is, and its numbers that chance does not touch, by column."""

    name: str
    side: str
    group: str
    numbers: Mapping[str, float]
    labels: Mapping[str, str] = field(default_factory=dict)


class Columns(Protocol):
    """Where the numbers of all constituents of a model stand, one row each."""

    interests: Interests

    def parts(self, outcome: Outcome | None) -> Mapping[str, Sequence[float]]:
        """Return the utility of every constituent by reason, in units of its own annual profit."""


def column(name: str) -> Any:
    """Return a property that reads and writes the agent's row of one shared column."""

    def read(self: "Constituent") -> Any:
        return getattr(self.columns.interests, name)[self.row]

    def write(self: "Constituent", value: float) -> None:
        getattr(self.columns.interests, name)[self.row] = value

    return property(read, write, doc=Interests.__doc__)


Law = Callable[[Interests, Consequences], Array]
"""The profit that an outcome brings to every row, against no deal now, $bn a year."""


class Constituent(Stakeholder):
    """A stakeholder that does not negotiate: it earns, judges outcomes and lobbies through a group.

    A class offers `seats`, what chance decides (`draw`), and one law over arrays: the profit that an outcome
    brings to every row. A class with a `step` of its own works too, but slower.
    """

    pays: ClassVar[bool] = False
    """Whether it pays for lobbying itself; associations without firms of their sector are only a fringe."""
    law: ClassVar[Law] = staticmethod(profit_gain)
    share = column("share")
    profit = column("profit")
    gain = column("gain")

    def __init__(self, model: Any, seat: ConstituentRow, columns: Columns, row: int) -> None:
        super().__init__(model)
        self.name, self.side, self.group = seat.name, seat.side, seat.group
        self.labels = seat.labels
        self.columns = columns
        self.row = row

    @classmethod
    @abstractmethod
    def seats(cls, settings: Any, world: World) -> list[ConstituentRow]:
        """Return the constituents of one population of this class."""

    @classmethod
    def draw(cls, name: str, settings: Any, world: World, seed: int) -> Mapping[str, Array]:
        """Return column -> values that chance decides for one population of this class; none by default."""
        return {}

    @classmethod
    def usual(cls, name: str, settings: Any, world: World) -> Mapping[str, Array]:
        """Return what `draw` draws as anybody may take it to be before a run; by default that of one seed."""
        return cls.draw(name, settings, world, 0)

    def step(self) -> None:
        """Change what the law made of `gain`, if this constituent reacts to the outcome in its own way."""

    def parts(self, outcome: Outcome | None) -> dict[str, float]:
        """Return own utility by reason, in units of own annual profit."""
        return {name: values[self.row] for name, values in self.columns.parts(outcome).items()}

    def in_favour(self, outcome: Outcome) -> bool:
        """Return whether this agent is for `outcome`: it gains, or at least loses nothing."""
        return self.opinion(outcome).gain >= 0.0
