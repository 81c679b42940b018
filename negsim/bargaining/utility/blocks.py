"""Making utility functions of blocks: of addends that broadcast over the space, or of a vector of levels."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.function import GRID, Block, UtilityFunction
from negsim.bargaining.utility.listing import Listing, listing


class _LevelBlocks(Sequence[Block]):
    """One block an issue, cut from one vector when somebody looks at it."""

    def __init__(self, space: OutcomeSpace, entries: Array) -> None:
        self.space, self.entries = space, entries

    def __len__(self) -> int:
        return len(self.space.parts)

    def __getitem__(self, axis: Any) -> Any:
        if isinstance(axis, slice):
            return tuple(self)[axis]
        return Block((range(len(self))[axis],), self.entries[self.space.parts[axis]])


@lru_cache(maxsize=64)
def _level_listing(shape: tuple[int, ...]) -> Listing:
    return listing(shape, tuple((axis,) for axis in range(len(shape))))


def additive(space: OutcomeSpace, entries: Array) -> UtilityFunction:
    """Return a utility function of one block an issue from one vector over the levels of all issues."""
    utility = UtilityFunction(space, _LevelBlocks(space, entries))
    utility.__dict__["_joined"] = entries
    utility.__dict__["_listing"] = _level_listing(space.shape)
    return utility


def from_addends(
    space: OutcomeSpace,
    addends: Iterable[Array],
    *,
    reservation: float = -np.inf,
    conditioning: int | None = None,
    scale: tuple[float, float] | None = None,
) -> UtilityFunction:
    """Sum arrays that broadcast over the space into the smallest blocks that hold them, rounded to `GRID`.

    Parameters
    ----------
    addends : arrays with one axis an issue, of length 1 where the value does not depend on that issue
    conditioning : issue that does not by itself join two blocks
    """
    arrays = [np.asarray(a, dtype=float) for a in addends]
    groups = _connected([_axes_of(a, conditioning) for a in arrays]) or [set()]
    blocks = []
    for axes in groups:
        members = [a for a in arrays if _axes_of(a, conditioning) <= axes]
        arrays = [a for a in arrays if not _axes_of(a, conditioning) <= axes]
        blocks.append(_block(space, axes, members, conditioning))
    return UtilityFunction(space, tuple(blocks), reservation, conditioning, scale)


def _axes_of(array: Array, conditioning: int | None) -> set[int]:
    return {i for i, size in enumerate(array.shape) if size > 1 and i != conditioning}


def _connected(axis_sets: list[set[int]]) -> list[set[int]]:
    """Merge sets that share an element; the result is ordered by smallest element."""
    groups: list[set[int]] = []
    for axes in axis_sets:
        if not axes:
            continue
        touching = [g for g in groups if g & axes]
        merged = set(axes).union(*touching)
        groups = [g for g in groups if not g & axes] + [merged]
    return sorted(groups, key=min)


def _block(space: OutcomeSpace, axes: set[int], members: list[Array], conditioning: int | None) -> Block:
    uses_condition = conditioning is not None and any(a.shape[conditioning] > 1 for a in members)
    kept = tuple(sorted(axes | ({conditioning} if uses_condition and conditioning is not None else set())))
    if not kept:
        kept = (0,)
    shape = tuple(space.shape[i] if i in kept else 1 for i in range(len(space.shape)))
    total = np.zeros(shape)
    for member in members:
        total = total + member
    table = np.round(total.reshape(tuple(space.shape[i] for i in kept)) / GRID) * GRID
    table.setflags(write=False)
    return Block(kept, table)
