"""Tables of utility: blocks side by side, with what was listed of their sum and what was found in it."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.outcome import Outcome, OutcomeSpace, require_enumerable
from negsim.bargaining.utility.listing import Layout

GRID = 2.0**-32
"""Table entries of scenarios are multiples of this, so sums are exact in any order."""
Pledge = tuple[float, float]
"""A public promise not to settle for less, and the utility lost per unit short of it (audience cost)."""


class Block(NamedTuple):
    """A value per joint level of a small group of issues.

    Parameters
    ----------
    axes : positions of the issues, ascending
    table : one array axis an issue of `axes`, in the same order
    """

    axes: tuple[int, ...]
    table: Array


def after_pledge(values: Array, pledge: Pledge) -> Array:
    """Return utilities after the audience cost of falling short of a pledge."""
    promised, slope = pledge
    short = promised - values
    np.maximum(short, 0.0, out=short)
    short *= slope
    return np.subtract(values, short, out=short)


class Selection:
    """Some outcomes and their utilities, for searches among them.

    Parameters
    ----------
    outcomes : indices, ascending
    values : utility of each
    """

    def __init__(self, outcomes: Rows, values: Array) -> None:
        self.outcomes, self.values = outcomes, values
        self.best = float(np.maximum.reduce(values)) if values.size else -np.inf
        self._found: tuple[float, Rows] | None = None

    def lowest(self, target: float) -> Rows:
        """Return the outcomes that share the lowest utility of at least `target`; the last answer is kept."""
        if self._found is None or self._found[0] != target:
            reached = (self.values >= target).nonzero()[0]
            values = self.values.take(reached)
            tied = reached.compress(values == np.minimum.reduce(values, initial=np.inf))
            self._found = target, self.outcomes.take(tied)
        return self._found[1]

    def at_least(self, target: float) -> Rows:
        """Return the outcomes worth at least `target`, by index."""
        return self.outcomes.compress(self.values >= target)


class Table(Sequence[Block]):
    """The blocks of a utility function. Nothing changes it; it keeps what was worked out from it.

    Parameters
    ----------
    space : the outcomes
    layout : how the blocks lie in `entries`
    entries : the tables of all blocks side by side, read-only
    """

    def __init__(self, space: OutcomeSpace, layout: Layout, entries: Array) -> None:
        self.space, self.layout, self.entries = space, layout, entries
        self._within: tuple[Mask | None, Selection] | None = None

    def __len__(self) -> int:
        return len(self.layout.blocks)

    def __getitem__(self, index: Any) -> Any:
        return self._blocks[index]

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        layout, entries = self.layout, self.entries
        rows = zip(layout.blocks, layout.parts, layout.shapes, strict=True)
        return tuple([Block(axes, entries[part].reshape(shape)) for axes, part, shape in rows])

    @cached_property
    def _sums(self) -> list[Array]:
        """The sum of each half of the blocks at its joint levels; none in spaces too large to list."""
        return [half.sums(self.entries) for half in self.layout.halves] if self.space.enumerable else []

    @cached_property
    def values(self) -> Array:
        """The sum for every outcome, shape (n,), read-only; enumerable spaces only."""
        require_enumerable(self.space)
        (one, two), (left, right) = self._sums, self.layout.halves
        total: Array = one.take(left.rows)
        if right.members:
            total += two.take(right.rows)
        total.setflags(write=False)
        return total

    def values_of(self, outcomes: Rows) -> Array:
        """Return the sum for some outcomes of an enumerable space without listing the others."""
        require_enumerable(self.space)
        (one, two), (left, right) = self._sums, self.layout.halves
        total: Array = one.take(left.rows.take(outcomes))
        if right.members:
            total += two.take(right.rows.take(outcomes))
        return total

    def value(self, outcome: Outcome) -> float:
        """Return the sum for one outcome."""
        if not (self._sums and 0 <= outcome < self.space.n):
            levels = self.space.levels(outcome)
            return sum(float(block.table[tuple([levels[a] for a in block.axes])]) for block in self)
        (one, two), (left, right) = self._sums, self.layout.halves
        return one.item(left.rows.item(outcome)) + two.item(right.rows.item(outcome))

    def within(self, allowed: Mask | None) -> Selection:
        """Return the allowed outcomes (None: all) and their sums; the last answer is kept."""
        if self._within is None or self._within[0] is not allowed:
            if allowed is None:
                found = Selection(np.arange(self.space.n), self.values)
            else:
                outcomes = allowed.nonzero()[0]
                found = Selection(outcomes, self.values.take(outcomes))
            self._within = allowed, found
        return self._within[1]

    def charged(self, axis: int, costs: Array) -> "Table":
        """Return the table after a cost for each level of one issue, in the first block that has it."""
        layout, entries = self.layout, self.entries.copy()
        at = next(number for number, axes in enumerate(layout.blocks) if axis in axes)
        table = entries[layout.parts[at]].reshape(layout.shapes[at])
        table -= costs.reshape([-1 if a == axis else 1 for a in layout.blocks[at]])
        entries.setflags(write=False)
        return Table(self.space, layout, entries)

    @cached_property
    def order(self) -> Rows:
        """Outcomes by ascending utility, ties by lowest index; enumerable spaces only."""
        return np.argsort(self.values, kind="stable")

    @cached_property
    def descending(self) -> Rows:
        """Outcomes by descending utility, ties by lowest index; enumerable spaces only."""
        return np.argsort(-self.values, kind="stable")

    @cached_property
    def range(self) -> tuple[float, float]:
        """Lowest and highest sum of any outcome; enumerable spaces only."""
        return float(self.values.min()), float(self.values.max())

    @cached_property
    def spread(self) -> float:
        """Sum over blocks of highest less lowest entry: the range of the sum if no issue is in two blocks."""
        starts = [part.start for part in self.layout.parts]
        if not starts:
            return 0.0
        high, low = np.maximum.reduceat(self.entries, starts), np.minimum.reduceat(self.entries, starts)
        return float((high - low).sum())


def table_of(space: OutcomeSpace, blocks: Iterable[Block]) -> Table:
    """Return the table of these blocks."""
    given = list(blocks)
    entries = np.concatenate([block.table.ravel() for block in given]) if given else np.zeros(0)
    entries.setflags(write=False)
    return Table(space, space.layout(tuple([block.axes for block in given])), entries)
