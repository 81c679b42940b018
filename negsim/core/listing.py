"""Listing the sums of block tables over a whole outcome space, quickly: two half sums and one gather each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Axes = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Half:
    """Some blocks, the issues they span, and where each outcome finds its half sum.

    Attributes
    ----------
    members : positions of the blocks
    shapes : shape of each member's table on the issues of this half
    rows : (n,) index of each outcome's entry in the flattened half sum
    """

    members: tuple[int, ...]
    shapes: tuple[tuple[int, ...], ...]
    rows: NDArray[np.intp]

    def sums(self, tables: Sequence[Array]) -> Array:
        """Return the half sum of every joint level, flattened."""
        total = np.zeros(())
        for member, shape in zip(self.members, self.shapes, strict=True):
            total = total + tables[member].reshape(shape)
        return total.ravel()


@dataclass(frozen=True)
class Listing:
    """How to list a sum of blocks over all outcomes."""

    left: Half
    right: Half

    def values(self, tables: Sequence[Array]) -> Array:
        """Return the sum for every outcome, shape (n,); one table a block, in the order of the blocks."""
        values: Array = self.left.sums(tables).take(self.left.rows)
        if self.right.members:
            values += self.right.sums(tables).take(self.right.rows)
        return values


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
    shapes = tuple(tuple(shape[i] if i in blocks[m] else 1 for i in axes) for m in members)
    index = np.arange(_size(shape, axes)).reshape([shape[i] if i in axes else 1 for i in range(len(shape))])
    rows = np.ascontiguousarray(np.broadcast_to(index, shape).ravel())
    return Half(members, shapes, rows)


def _union(blocks: tuple[Axes, ...], members: Sequence[int]) -> Axes:
    return tuple(sorted({axis for m in members for axis in blocks[m]}))


def _size(shape: tuple[int, ...], axes: Axes) -> int:
    return prod(shape[i] for i in axes)
