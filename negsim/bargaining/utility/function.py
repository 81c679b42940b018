"""Utility functions over outcomes: sums of block tables, so trade is solved once and weights are cheap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.frontier import pareto_frontier
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.utility.search import Slice, merge_frontier, split_search
from negsim.bargaining.utility.table import GRID, Block, Pledge, Table, after_pledge, table_of

ROUNDING = 1e-3
"""Part of the grid by which a number may be off because a computer has rounded it."""


@dataclass(frozen=True, eq=False)
class UtilityFunction:
    """Own utility of every outcome: the sum of its blocks. Positive means better than the zero of the scale.

    Parameters
    ----------
    space : the outcomes
    blocks : every issue belongs to at most one block, except the conditioning issue
    reservation : utility of leaving without a deal; may be -inf
    conditioning : position of the issue that all blocks may share, or None
    scale : (minimum, maximum) that `scaled` maps to [0, 1]; default: of this table
    kink : (pledge, slope) of a public pledge, or None: utility below the pledge loses `slope` per unit of
        shortfall (audience cost). Order and frontier do not change, levels do
    """

    space: OutcomeSpace
    blocks: Sequence[Block]
    reservation: float = -np.inf
    conditioning: int | None = None
    scale: tuple[float, float] | None = None
    kink: Pledge | None = None

    @property
    def table(self) -> Table:
        """The blocks with what is known of their sum, before any pledge."""
        return self.blocks if isinstance(self.blocks, Table) else self._table

    @cached_property
    def _table(self) -> Table:
        return table_of(self.space, self.blocks)

    def value(self, outcome: Outcome) -> float:
        """Return the utility of one outcome."""
        return self._kinked(self.table.value(outcome))

    def _kinked(self, raw: float) -> float:
        """Return utility after the audience cost of falling short of the pledge."""
        if self.kink is None:
            return raw
        pledge, slope = self.kink
        return raw - slope * max(0.0, pledge - raw)

    def _raw(self, utility: float) -> float:
        """Return the least utility before audience cost that is still worth `utility` after it.

        Tables that can be pledged on are multiples of `GRID`; the inverse of `_kinked` is rounded up to them.
        """
        if self.kink is None or utility >= self.kink[0] or utility == -np.inf:
            return utility
        pledge, slope = self.kink
        raw = (utility + slope * pledge) / (1.0 + slope)
        return ceil(raw / GRID - ROUNDING) * GRID

    def values(self) -> Array:
        """Return the utility of every outcome, shape (n,), read-only; enumerable spaces only."""
        return self.table.values if self.kink is None else self._after_pledge

    @cached_property
    def _after_pledge(self) -> Array:
        assert self.kink is not None
        values = after_pledge(self.table.values, self.kink)
        values.setflags(write=False)
        return values

    def values_of(self, outcomes: Rows) -> Array:
        """Return the utility of some outcomes of an enumerable space without listing the others."""
        values = self.table.values_of(outcomes)
        return values if self.kink is None else after_pledge(values, self.kink)

    def best_within(self, allowed: Mask | None) -> float:
        """Return the highest utility among allowed outcomes, -inf if there are none."""
        return self.maximum if allowed is None else self._kinked(self.table.within(allowed).best)

    def at_least(self, target: float, allowed: Mask | None) -> Rows:
        """Return the allowed outcomes (None: all) worth at least `target`; enumerable spaces only."""
        return self.table.within(allowed).at_least(self._raw(target))

    def lowest_at_least(self, target: float, allowed: Mask | None) -> Rows:
        """Return the allowed outcomes that share the lowest utility of at least `target`."""
        return self.table.within(allowed).lowest(self._raw(target))

    def best_scored(self, allowed: Mask | None, target: float, score: "UtilityFunction") -> Outcome | None:
        """Return the allowed outcome worth at least `target` with the highest `score`; None if there is none.

        Ties go to the lowest index; enumerable spaces only.
        """
        wanted = self.at_least(target, allowed)
        return int(wanted[score.values_of(wanted).argmax()]) if wanted.size else None

    @property
    def order(self) -> Rows:
        """Outcomes by ascending utility, ties by lowest index; enumerable spaces only."""
        return self.table.order

    @property
    def descending(self) -> Rows:
        """Outcomes by descending utility, ties by lowest index; enumerable spaces only."""
        return self.table.descending

    @cached_property
    def range(self) -> tuple[float, float]:
        """Return (minimum, maximum) over all outcomes; spaces too large to list are not listed."""
        if self.space.enumerable:
            low, high = self.table.range
        else:
            slices = [tables for _, tables in self._conditioned(self.conditioning)]
            low = min(sum(float(t.min()) for _, t in tables) for tables in slices)
            high = max(sum(float(t.max()) for _, t in tables) for tables in slices)
        return self._kinked(low), self._kinked(high)

    @cached_property
    def floor(self) -> float:
        """Lowest utility worth aiming at: the reservation value, but never below the worst outcome."""
        return max(self.reservation, self.minimum)

    @property
    def minimum(self) -> float:
        """Lowest utility of any outcome."""
        return self.range[0]

    @property
    def maximum(self) -> float:
        """Highest utility of any outcome."""
        return self.range[1]

    def best_at_least(self, target: float, score: "UtilityFunction | None" = None) -> Outcome | None:
        """Return the outcome with the highest `score` among those worth at least `target`, exactly.

        Without a score the outcome with the highest own utility is returned. Ties go to the lowest index.
        Spaces too large to list are split in two halves. None if no outcome reaches the target.
        """
        score = score or self
        if self.space.enumerable:
            return self.best_scored(None, target, score)
        found = [
            split_search(self.space, mine, theirs, self._raw(target), base)
            for base, mine, theirs in self._joint_slices(score)
        ]
        reachable = [f for f in found if f is not None]
        return min(reachable, key=lambda f: (-f[0], f[1]))[1] if reachable else None

    def frontier(self, other: "UtilityFunction") -> list[Outcome]:
        """Return the outcomes no other outcome beats for both sides, best for this side first."""
        if self.space.enumerable:
            return [int(o) for o in pareto_frontier(self.values(), other.values())]
        c = self._shared_condition(other)
        points = [merge_frontier(self.space, m, t, b, c) for b, m, t in self._joint_slices(other)]
        u, v, outcomes = (np.concatenate([p[i] for p in points]) for i in range(3))
        by_index = np.argsort(outcomes, kind="stable")
        frontier = pareto_frontier(u[by_index], v[by_index])
        return [int(o) for o in outcomes[by_index][frontier]]

    def _shared_condition(self, other: "UtilityFunction") -> int | None:
        return self.conditioning if self.conditioning is not None else other.conditioning

    def _joint_slices(self, other: "UtilityFunction") -> Iterator[tuple[Outcome, list[Slice], list[Slice]]]:
        """Yield (index offset, own tables, other's tables) for each level of the conditioning issue."""
        c = self._shared_condition(other)
        stride = self.space.strides[c] if c is not None else 0
        theirs = dict(other._conditioned(c))
        for level, mine in self._conditioned(c):
            yield level * stride, mine, theirs[level]

    def marginals(self) -> list[Array]:
        """Return for each issue the mean utility at each of its levels, up to a constant, without listing."""
        found = []
        for issue, size in enumerate(self.space.shape):
            total = np.zeros(size)
            for block in self.blocks:
                if issue in block.axes:
                    others = tuple(a for a, axis in enumerate(block.axes) if axis != issue)
                    total += block.table.mean(axis=others)
            found.append(total)
        return found

    def with_reservation(self, reservation: float) -> "UtilityFunction":
        """Return the same function with another reservation value; what was listed stays listed."""
        return UtilityFunction(self.space, self.table, reservation, self.conditioning, self.scale, self.kink)

    def pledged(self, pledge: float, slope: float) -> "UtilityFunction":
        """Return the same function seen after a public pledge, on its old scale; nothing is listed again."""
        return replace(self, blocks=self.table, scale=self.scale or self.range, kink=(pledge, slope))

    def charged(self, axis: int, costs: Array) -> "UtilityFunction":
        """Return the same function after a cost for each level of one issue, on its old scale."""
        return replace(self, blocks=self.table.charged(axis, costs), scale=self.scale or self.range)

    def scaled(self, utility: Array | float) -> Array | float:
        """Map raw utility to the [0, 1] scale of the initial table."""
        low, high = self.scale or self.range
        return (utility - low) / (high - low) if high > low else utility * 0.0

    def _conditioned(self, c: int | None) -> Iterator[tuple[int, list[Slice]]]:
        """Yield (level, [(axes, table)]) with the issue at position `c` fixed at each of its levels."""
        if c is None:
            yield 0, [(b.axes, b.table) for b in self.blocks]
            return
        for level in range(self.space.shape[c]):
            yield level, [_fix(block, c, level) for block in self.blocks]


def _fix(block: Block, c: int, level: int) -> Slice:
    if c not in block.axes:
        return block.axes, block.table
    table = np.take(block.table, level, axis=block.axes.index(c))
    return tuple(a for a in block.axes if a != c), table


def from_values(
    space: OutcomeSpace, values: Sequence[float] | Array, reservation: float = -np.inf
) -> UtilityFunction:
    """Return a utility function with one block over all issues: the enumerated form, values as given."""
    table = np.array(values, dtype=float).reshape(space.shape)
    table.setflags(write=False)
    return UtilityFunction(space, (Block(tuple(range(len(space.shape))), table),), reservation)
