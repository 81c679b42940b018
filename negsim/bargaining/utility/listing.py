"""How the tables of blocks lie side by side, and where every outcome finds the two halves of its sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import prod

import numpy as np

from negsim.arrays import Array, Rows

Axes = tuple[int, ...]
NOTHING = np.full(1, -0.0)
"""What adds nothing, not even to -0."""


@dataclass(frozen=True, eq=False)
class Half:
    """Some blocks, and where each outcome finds the sum of their entries.

    Attributes
    ----------
    members : positions of the blocks
    cells : (members, joint levels) position of each member's entry in all tables side by side
    rows : (n,) index of each outcome's entry in the half sum
    """

    members: tuple[int, ...]
    cells: Rows
    rows: Rows

    def sums(self, entries: Array) -> Array:
        """Return the sum of the blocks at each of their joint levels; entries may have further axes."""
        if not self.members:
            return NOTHING.reshape((1,) * entries.ndim)
        total: Array = np.add.reduce(entries.take(self.cells, axis=0))
        return total


@dataclass(frozen=True, eq=False)
class Layout:
    """How the tables of some blocks lie side by side in one vector, and how their sum is listed.

    Parameters
    ----------
    shape : levels of each issue of the space
    blocks : issues of each block
    """

    shape: tuple[int, ...]
    blocks: tuple[Axes, ...]

    @cached_property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """Shape of each block's table."""
        return tuple(tuple(self.shape[axis] for axis in axes) for axes in self.blocks)

    @cached_property
    def parts(self) -> tuple[slice, ...]:
        """Where the table of each block lies in the vector."""
        return tuple(slice(*ends) for ends in pairwise([0, *accumulate(map(prod, self.shapes))]))

    @cached_property
    def halves(self) -> tuple[Half, Half]:
        """Two halves of the blocks, each over as few joint levels as possible; enumerable spaces only."""
        members: tuple[list[int], list[int]] = ([], [])
        for block in sorted(range(len(self.blocks)), key=lambda b: (-prod(self.shapes[b]), b)):
            grown = [self._size(self._union([*half, block])) for half in members]
            members[grown.index(min(grown))].append(block)
        left, right = (self._half(tuple(half)) for half in members)
        return left, right

    def _half(self, members: tuple[int, ...]) -> Half:
        axes = self._union(members)
        cells = [self.parts[m].start + self._index(axes, self.blocks[m]) for m in members]
        rows = self._index(tuple(range(len(self.shape))), axes)
        return Half(members, np.array(cells, dtype=np.intp), rows)

    def _index(self, over: Axes, axes: Axes) -> Rows:
        """Return for every joint level of the issues `over` its position in a table on the issues `axes`."""
        index = np.arange(self._size(axes)).reshape([self.shape[i] if i in axes else 1 for i in over])
        full = np.broadcast_to(index, [self.shape[i] for i in over])
        return np.ascontiguousarray(full.ravel())

    def _union(self, members: Sequence[int]) -> Axes:
        return tuple(sorted({axis for m in members for axis in self.blocks[m]}))

    def _size(self, axes: Axes) -> int:
        return prod(self.shape[i] for i in axes)
