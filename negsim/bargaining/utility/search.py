"""Exact searches in outcome spaces too large to list: half sums instead of outcomes.

A utility is a sum of tables over disjoint groups of issues. Splitting the groups in two halves, every
outcome is one entry of the first half plus one of the second, so the best outcome above a target is found
in time proportional to the halves (about the square root of the space).
"""

from math import prod

import numpy as np
from numpy.typing import NDArray

from negsim.arrays import Array
from negsim.bargaining.frontier import pareto_frontier
from negsim.bargaining.outcome import Outcome, OutcomeSpace

Index = NDArray[np.int64]
Slice = tuple[tuple[int, ...], Array]
"""Positions of some issues and a value per joint level of them."""
Sums = tuple[Array, Array, Index]
"""First utility, second utility and outcome index of a list of partial outcomes."""


def split_search(
    space: OutcomeSpace, own: list[Slice], score: list[Slice], target: float, base: Outcome
) -> tuple[float, Outcome] | None:
    """Return (score, outcome) of the best-scored outcome with own utility >= target, or None.

    Parameters
    ----------
    own, score : additive tables of the two functions; issues in neither stay at level 0
    base : index of the levels that are already fixed
    """
    left, right = _halves(joint_blocks(space, own, score))
    ua, sa, ia = left
    ub, sb, ib = right
    by_own = np.argsort(-ub, kind="stable")
    rank = np.empty(ub.size, dtype=np.int64)
    rank[np.lexsort((-ib, sb))] = np.arange(ub.size)
    best_rank = np.maximum.accumulate(rank[by_own])
    by_rank = np.argsort(rank)
    reachable = np.searchsorted(-ub[by_own], ua - target, side="right")
    ok = np.flatnonzero(reachable > 0)
    if ok.size == 0:
        return None
    partner = by_rank[best_rank[reachable[ok] - 1]]
    total = sa[ok] + sb[partner]
    index = ia[ok] + ib[partner]
    top = np.flatnonzero(total == total.max())
    return float(total.max()), base + int(index[top].min())


def merge_frontier(
    space: OutcomeSpace, first: list[Slice], second: list[Slice], base: Outcome, fixed: int | None
) -> Sums:
    """Return utilities and indices of the frontier, merging one group of issues at a time.

    Exact because a partial outcome that is beaten within its group is beaten in every completion.
    `fixed` is the issue whose level `base` already holds, or None.
    """
    points: Sums = (np.zeros(1), np.zeros(1), np.array([base], dtype=np.int64))
    free = [((i,), np.zeros(size)) for i, size in enumerate(space.shape) if i != fixed]
    for block in joint_blocks(space, [*first, *free], second):
        points = _filter(_add(points, _filter(block)))
    return points


def joint_blocks(space: OutcomeSpace, first: list[Slice], second: list[Slice]) -> list[Sums]:
    """Return, for the finest groups of issues that both functions respect, their partial sums."""
    groups: list[set[int]] = []
    for axes in [axes for axes, _ in [*first, *second] if axes]:
        touching = [g for g in groups if g & set(axes)]
        groups = [g for g in groups if not g & set(axes)] + [set(axes).union(*touching)]
    constants = [np.array([sum(float(t) for axes, t in f if not axes)]) for f in (first, second)]
    partials = [_partial(space, sorted(group), first, second) for group in groups]
    return [(constants[0], constants[1], np.zeros(1, dtype=np.int64)), *partials]


def _partial(space: OutcomeSpace, group: list[int], first: list[Slice], second: list[Slice]) -> Sums:
    shape = tuple(space.shape[i] for i in group)
    sums = []
    for slices in (first, second):
        total = np.zeros(shape)
        for axes, table in slices:
            if axes and set(axes) <= set(group):
                total = total + table.reshape([space.shape[i] if i in axes else 1 for i in group])
        sums.append(total.ravel())
    index = np.zeros(shape, dtype=np.int64)
    for position, i in enumerate(group):
        along = np.arange(space.shape[i], dtype=np.int64) * space.strides[i]
        index = index + along.reshape([-1 if p == position else 1 for p in range(len(group))])
    return sums[0], sums[1], index.ravel()


def _halves(blocks: list[Sums]) -> tuple[Sums, Sums]:
    """Distribute blocks over two halves of nearly equal size and list the sums of each half."""
    halves: list[list[Sums]] = [[], []]
    for block in sorted(blocks, key=lambda b: -b[0].size):
        sizes = [prod(b[0].size for b in half) for half in halves]
        halves[sizes.index(min(sizes))].append(block)
    empty: Sums = (np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64))
    left, right = empty, empty
    for block in halves[0]:
        left = _add(left, block)
    for block in halves[1]:
        right = _add(right, block)
    return left, right


def _add(a: Sums, b: Sums) -> Sums:
    return (
        (a[0][:, None] + b[0][None, :]).ravel(),
        (a[1][:, None] + b[1][None, :]).ravel(),
        (a[2][:, None] + b[2][None, :]).ravel(),
    )


def _filter(points: Sums) -> Sums:
    keep = pareto_frontier(points[0], points[1])
    return points[0][keep], points[1][keep], points[2][keep]
