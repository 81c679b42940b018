"""Listing the sums of block tables over a whole outcome space, quickly: two half sums and one gather each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np

from negsim.arrays import Array, Rows

Axes = tuple[int, ...]
NOTHING = np.full(1, -0.0)


@dataclass(frozen=True, eq=False)
class Half:
    """Some blocks, the issues they span, and where each outcome finds its half sum.

    Attributes
    ----------
    members : positions of the blocks
    cells : (members, joint levels) position of each member's entry in all tables side by side
    rows : (n,) index of each outcome's entry in the half sum
    """

    members: tuple[int, ...]
    cells: Rows
    rows: Rows


@dataclass(frozen=True)
class Listing:
    """How to list a sum of blocks over all outcomes."""

    left: Half
    right: Half

    def values(self, joined: Array) -> Array:
        """Return the sum for every outcome, shape (n,); `joined` holds the tables of the blocks in order."""
        values: Array = _sums(joined, self.left).take(self.left.rows)
        if self.right.members:
            values += _sums(joined, self.right).take(self.right.rows)
        return values

    def values_of(self, joined: Array, outcomes: Rows) -> Array:
        """Return the sum for some outcomes, in their order."""
        values: Array = _sums(joined, self.left).take(self.left.rows.take(outcomes))
        if self.right.members:
            values += _sums(joined, self.right).take(self.right.rows.take(outcomes))
        return values

    def halves(self, joined: Array) -> tuple[Array, Array]:
        """Return the two half sums; where there is one half only, the other adds nothing, not even to -0."""
        return _sums(joined, self.left), _sums(joined, self.right) if self.right.members else NOTHING


def _sums(joined: Array, half: Half) -> Array:
    """Return the sum of a half's blocks at each of their joint levels."""
    total: Array = np.add.reduce(joined.take(half.cells))
    return total


@lru_cache(maxsize=64)
def listing(shape: tuple[int, ...], blocks: tuple[Axes, ...]) -> Listing:
    """Return the listing for blocks over these issues of a space of this shape."""
    halves: tuple[list[int], list[int]] = ([], [])
    by_size = sorted(range(len(blocks)), key=lambda b: (-_size(shape, blocks[b]), b))
    for block in by_size:
        grown = [_size(shape, _union(blocks, [*half, block])) for half in halves]
        halves[grown.index(min(grown))].append(block)
    left, right = (_half(shape, blocks, tuple(half)) for half in halves)
    return Listing(left, right)


def _half(shape: tuple[int, ...], blocks: tuple[Axes, ...], members: tuple[int, ...]) -> Half:
    axes = _union(blocks, members)
    starts = np.cumsum([0, *(_size(shape, block) for block in blocks)])
    cells = [int(starts[m]) + _index(shape, axes, blocks[m]) for m in members]
    rows = _index(shape, tuple(range(len(shape))), axes)
    return Half(members, np.array(cells, dtype=np.intp), rows)


def _index(shape: tuple[int, ...], over: Axes, axes: Axes) -> Rows:
    """Return, for every joint level of the issues `over`, its position in a table on the issues `axes`."""
    index = np.arange(_size(shape, axes)).reshape([shape[i] if i in axes else 1 for i in over])
    full = np.broadcast_to(index, [shape[i] for i in over])
    return np.ascontiguousarray(full.ravel())


def _union(blocks: tuple[Axes, ...], members: Sequence[int]) -> Axes:
    return tuple(sorted({axis for m in members for axis in blocks[m]}))


def _size(shape: tuple[int, ...], axes: Axes) -> int:
    return prod(shape[i] for i in axes)
