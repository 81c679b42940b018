"""Utility functions over outcomes: sums of block tables, so trade is solved once and weights are cheap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.frontier import pareto_frontier
from negsim.bargaining.outcome import Outcome, OutcomeSpace, require_enumerable
from negsim.bargaining.utility.fast import loops
from negsim.bargaining.utility.listing import Listing, listing
from negsim.bargaining.utility.search import Slice, merge_frontier, split_search

GRID = 2.0**-32
"""Table entries of scenarios are multiples of this, so sums are exact in any order."""
ROUNDING = 1e-3
"""Part of the grid by which a number may be off because a computer has rounded it."""


class Block(NamedTuple):
    """A value per joint level of a small group of issues.

    Parameters
    ----------
    axes : positions of the issues, ascending
    table : one array axis an issue of `axes`, in the same order
    """

    axes: tuple[int, ...]
    table: Array


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
    kink: tuple[float, float] | None = None

    def value(self, outcome: Outcome) -> float:
        """Return the utility of one outcome."""
        listed = self.__dict__.get("_values")
        if listed is not None and 0 <= outcome < listed.size:
            return float(listed[outcome])
        levels = self.space.levels(outcome)
        raw = sum(float(b.table[tuple(levels[a] for a in b.axes)]) for b in self.blocks)
        return self._kinked(raw)

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
        if self.kink is None or utility >= self.kink[0]:
            return utility
        pledge, slope = self.kink
        raw = (utility + slope * pledge) / (1.0 + slope)
        return float(np.ceil(raw / GRID - ROUNDING) * GRID)

    def values(self) -> Array:
        """Return the utility of every outcome, shape (n,), read-only; enumerable spaces only."""
        return self._values

    def values_of(self, outcomes: Rows) -> Array:
        """Return the utility of some outcomes of an enumerable space without listing the others."""
        if "_values" in self.__dict__:
            return self._values.take(outcomes)
        require_enumerable(self.space)
        return self._after_pledge(self._listing.values_of(self._joined, outcomes))

    @cached_property
    def _listing(self) -> Listing:
        return listing(self.space.shape, tuple([block.axes for block in self.blocks]))

    @cached_property
    def _joined(self) -> Array:
        """The entries of all blocks, one block after the other."""
        return np.concatenate([block.table.ravel() for block in self.blocks])

    def _after_pledge(self, values: Array) -> Array:
        if self.kink is not None:
            pledge, slope = self.kink
            short = pledge - values
            np.maximum(short, 0.0, out=short)
            short *= slope
            values -= short
        return values

    @cached_property
    def _values(self) -> Array:
        require_enumerable(self.space)
        total = self._listed()
        total.setflags(write=False)
        return total

    def _listed(self) -> Array:
        plan, compiled = self._listing, loops()
        if compiled is None:
            return self._after_pledge(plan.values(self._joined))
        left, right = plan.halves(self._joined)
        pledge, slope = self.kink or (-np.inf, 0.0)
        values: Array = compiled.summed(left, plan.left.rows, right, plan.right.rows, pledge, slope)
        return values

    def within(self, allowed: Mask) -> tuple[Rows, Array]:
        """Return the allowed outcomes by index and their utilities; the last answer is kept."""
        known = self.__dict__.get("_within")
        if known is None or known[0] is not allowed:
            outcomes = allowed.nonzero()[0]
            known = self.__dict__["_within"] = (allowed, (outcomes, self.values().take(outcomes)))
        found: tuple[Rows, Array] = known[1]
        return found

    def best_within(self, allowed: Mask | None) -> float:
        """Return the highest utility among allowed outcomes, -inf if there are none."""
        if allowed is None:
            return self.maximum
        if (compiled := loops()) is not None:
            return float(compiled.best_within(self.values(), allowed))
        values = self.within(allowed)[1]
        return float(np.maximum.reduce(values)) if values.size else -np.inf

    def best_scored(self, allowed: Mask, target: float, score: "UtilityFunction") -> Outcome | None:
        """Return the allowed outcome worth at least `target` with the highest `score`; None if there is none.

        Ties go to the lowest index; enumerable spaces only.
        """
        compiled, plan = loops(), score._listing
        if compiled is not None and score.kink is None and "_values" not in score.__dict__:
            halves, rows = plan.halves(score._joined), (plan.left.rows, plan.right.rows)
            found = compiled.best_scored(
                self.values(), allowed, target, halves[0], rows[0], halves[1], rows[1]
            )
            return None if found < 0 else int(found)
        outcomes, values = self.within(allowed)
        wanted = outcomes.compress(values >= target)
        return int(wanted[score.values_of(wanted).argmax()]) if wanted.size else None

    @cached_property
    def order(self) -> Rows:
        """Outcomes by ascending utility, ties by lowest index; enumerable spaces only."""
        return np.argsort(self.values(), kind="stable")

    @cached_property
    def descending(self) -> Rows:
        """Outcomes by descending utility, ties by lowest index; enumerable spaces only."""
        return np.argsort(-self.values(), kind="stable")

    @cached_property
    def range(self) -> tuple[float, float]:
        """Return (minimum, maximum) over all outcomes; spaces too large to list are not listed."""
        if self.space.enumerable:
            return float(self.values().min()), float(self.values().max())
        slices = list(self._conditioned(self.conditioning))
        low = min(sum(float(t.min()) for _, t in tables) for _, tables in slices)
        high = max(sum(float(t.max()) for _, t in tables) for _, tables in slices)
        return self._kinked(low), self._kinked(high)

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
        target = target if self.space.enumerable else self._raw(target)
        if self.space.enumerable:
            reached = np.where(self.values() >= target, score.values(), -np.inf)
            best = int(reached.argmax())
            return best if reached[best] > -np.inf else None
        found = [
            split_search(self.space, mine, theirs, target, base)
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
        twin = replace(self, reservation=reservation)
        kept = {k: v for k, v in self.__dict__.items() if k not in twin.__dict__}
        twin.__dict__.update(kept)
        return twin

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
