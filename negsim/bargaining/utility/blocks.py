"""Making utility functions of blocks: of addends that broadcast over the space, or of a vector of levels."""

from collections.abc import Iterable

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import GRID, Block, Table


def additive(space: OutcomeSpace, entries: Array) -> UtilityFunction:
    """Return a utility function of one block an issue from one vector over the levels of all issues."""
    return UtilityFunction(space, Table(space, space.by_issue, entries))


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
