"""Utility tables of many terms side by side, so that changing a weight never repeats the trade model."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from negsim.arrays import Array, Rows
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.utility.blocks import from_addends
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.listing import Layout
from negsim.bargaining.utility.table import GRID, Table


@dataclass(frozen=True, eq=False)
class WeightedTables:
    """The value of every term in every block: a weight vector turns it into a utility function.

    Parameters
    ----------
    space : the outcomes
    names : the terms, in the order of the weight vector
    axes : issues of each block
    tables : for each block, shape (terms, joint levels)
    conditioning : position of the issue that blocks may share, or None
    """

    space: OutcomeSpace
    names: tuple[str, ...]
    axes: tuple[tuple[int, ...], ...]
    tables: tuple[Array, ...]
    conditioning: int | None = None

    def utility(
        self, weights: Array, reservation: float, scale: tuple[float, float] | None = None
    ) -> UtilityFunction:
        """Return the weighted sum of the terms, entries rounded to `GRID`.

        Parameters
        ----------
        weights : shape (terms,)
        """
        entries = np.rint(np.einsum("t,tc->c", weights, self._joined) / GRID) * GRID
        entries.setflags(write=False)
        table = Table(self.space, self._layout, entries)
        return UtilityFunction(self.space, table, reservation, self.conditioning, scale)

    def utilities(self, vectors: Array) -> list[UtilityFunction]:
        """Return the weighted sums under many weight vectors, shape (vectors, terms), entries rounded."""
        entries = np.rint(vectors @ self._joined / GRID) * GRID
        entries.setflags(write=False)
        tables = [Table(self.space, self._layout, row) for row in entries]
        return [UtilityFunction(self.space, table, -np.inf, self.conditioning) for table in tables]

    @cached_property
    def _joined(self) -> Array:
        """All tables side by side, shape (terms, cells of all blocks)."""
        return np.concatenate(self.tables, axis=1)

    @cached_property
    def _layout(self) -> Layout:
        return self.space.layout(self.axes)

    def under(self, vectors: Array) -> Callable[[Rows], Array]:
        """Return what values outcomes under many weight vectors at once; it works when it is first asked.

        Parameters
        ----------
        vectors : shape (vectors, terms)

        Returns
        -------
        outcomes -> values, shape (outcomes, vectors)
        """
        if not self.space.enumerable:
            return lambda outcomes: np.einsum("ty,vt->yv", self.at_each(outcomes), vectors)
        left, right = self._layout.halves

        @cache
        def sums() -> tuple[Array, Array]:
            entries = np.einsum("tv,tc->cv", np.ascontiguousarray(vectors.T), self._joined)
            return left.sums(entries), right.sums(entries)

        def worth(outcomes: Rows) -> Array:
            one, two = sums()
            return one.take(left.rows.take(outcomes), axis=0) + two.take(right.rows.take(outcomes), axis=0)

        return worth

    def at_each(self, outcomes: Rows) -> Array:
        """Return the value of every term at some outcomes, shape (terms, outcomes), at weight one."""
        levels = np.unravel_index(outcomes, self.space.shape)
        total = np.zeros((len(self.names), len(outcomes)))
        for axes, table in zip(self.axes, self.tables, strict=True):
            shape = [self.space.shape[i] for i in axes]
            total += table[:, np.ravel_multi_index([levels[i] for i in axes], shape)]
        return total

    def at(self, outcome: Outcome) -> Array:
        """Return the value of every term at one outcome, shape (terms,), at weight one."""
        levels = self.space.levels(outcome)
        total = np.zeros(len(self.names))
        for axes, table in zip(self.axes, self.tables, strict=True):
            shape = [self.space.shape[i] for i in axes]
            total += table[:, np.ravel_multi_index([levels[i] for i in axes], shape)]
        return total


@dataclass(frozen=True, eq=False)
class PublicType:
    """One type that a side may be: what everybody thinks of it before any offer.

    Parameters
    ----------
    prior : how likely it is thought; of no unit but against the other types
    weights : (terms,) weights that a side of this type has
    """

    name: str
    prior: float
    weights: Array


@dataclass(frozen=True, eq=False)
class PublicTerms:
    """What everybody knows of a side's interests: its terms, and the range in which each weight lies.

    Parameters
    ----------
    tables : value of every term for every outcome, at weight one
    low, high : (terms,) lowest and highest weight, >= 0
    types : what the side may be, if there is talk of types
    """

    tables: WeightedTables
    low: Array
    high: Array
    types: tuple[PublicType, ...] = ()


def weighted_tables(
    space: OutcomeSpace, terms: Mapping[str, Iterable[Array]], conditioning: int | None
) -> WeightedTables:
    """Return tables of the smallest blocks that hold every addend of every term."""
    addends = {name: list(arrays) for name, arrays in terms.items()}
    layout = from_addends(
        space, [a for arrays in addends.values() for a in arrays], conditioning=conditioning
    )
    tables = [np.zeros((len(addends), block.table.size)) for block in layout.blocks]
    for row, arrays in enumerate(addends.values()):
        for array in arrays:
            depends = {i for i, size in enumerate(array.shape) if size > 1}
            home = next(i for i, block in enumerate(layout.blocks) if depends <= set(block.axes))
            axes = layout.blocks[home].axes
            shape = [space.shape[i] if i in axes else 1 for i in range(len(space.shape))]
            tables[home][row] += np.broadcast_to(array, shape).ravel()
    axes_of_blocks = tuple(block.axes for block in layout.blocks)
    return WeightedTables(space, tuple(addends), axes_of_blocks, tuple(tables), conditioning)
