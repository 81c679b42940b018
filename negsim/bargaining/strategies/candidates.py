"""Searches the bidding rules share: which outcomes a party may offer, and the best of them for a purpose."""

import numpy as np

from negsim.arrays import Mask, Rows
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.utility.function import Block, UtilityFunction
from negsim.bargaining.view import PartyView

Outcomes = Rows
CHUNK = 256
"""Outcomes looked at together at first when the next admissible one is sought."""
SEARCHES_BEFORE_SORTING = 24
"""A sort costs about as much as this many searches without one (measured at 1e4 outcomes)."""


def reachable_target(view: PartyView, target: float) -> float | None:
    """Return `target` brought between the reservation value and the best admissible outcome.

    None if no admissible outcome reaches the reservation value.
    """
    if view.best == -np.inf or view.best < view.reservation:
        return None
    return max(view.reservation, min(target, view.best))


def worst_at_least(view: PartyView, target: float) -> Outcome | None:
    """Return the admissible rational outcome with the lowest own utility that is at least `target`.

    Ties go to the highest estimated utility of the other side, without an estimate to the lowest index;
    in spaces too large to list always to the lowest index. If nothing reaches the target, the best admissible
    outcome is returned; if that is worth less than no deal, None.
    """
    aim = reachable_target(view, target)
    if aim is None:
        return None
    if not view.space.enumerable:
        return _search(view, aim, negated(view.utility))
    tied = _lowest_tied(view, aim)
    if view.estimate is None or tied.size == 1:
        return int(tied[0])
    return int(tied[view.estimate.utility.values_of(tied).argmax()])


def best_for_other(view: PartyView, target: float) -> Outcome | None:
    """Return, among admissible rational outcomes worth at least `target`, the best for the other by estimate.

    Ties go to the lowest index. Without an estimate: `worst_at_least`.
    """
    if view.estimate is None:
        return worst_at_least(view, target)
    aim = reachable_target(view, target)
    if aim is None:
        return None
    if view.admissible is None:
        return _search(view, aim, view.estimate.utility)
    return view.utility.best_scored(view.admissible, aim, view.estimate.utility)


def allowed(view: PartyView, target: float = -np.inf) -> Outcomes:
    """Return the admissible rational outcomes worth at least `target` by index; enumerable spaces only."""
    wanted = view.utility.values() >= max(target, view.reservation)
    return np.flatnonzero(wanted if view.admissible is None else wanted & view.admissible)


def received_values(view: PartyView) -> list[float]:
    """Return the own utility of every offer received, oldest first, with today's table."""
    if view.space.enumerable:
        values: list[float] = view.utility.values()[list(view.received)].tolist()
        return values
    return [view.utility.value(outcome) for outcome in view.received]


def negated(utility: UtilityFunction) -> UtilityFunction:
    """Return the utility function with the opposite sign, for a search of the worst."""
    blocks = tuple(Block(b.axes, -b.table) for b in utility.blocks)
    return UtilityFunction(utility.space, blocks, conditioning=utility.conditioning)


def similarity(space: OutcomeSpace, outcome: Outcome, hamming: bool = False) -> UtilityFunction:
    """Return how alike every outcome is to `outcome`: the sum over issues of 1 - |difference|/(size - 1).

    With `hamming` an issue counts 1 if its level is the same, else 0.
    """
    blocks = []
    for axis, (level, size) in enumerate(zip(space.levels(outcome), space.shape, strict=True)):
        gap = np.abs(np.arange(size, dtype=float) - level)
        blocks.append(Block((axis,), 1.0 - (np.sign(gap) if hamming else gap / max(size - 1, 1))))
    return UtilityFunction(space, tuple(blocks))


def _search(view: PartyView, target: float, score: UtilityFunction) -> Outcome | None:
    found = view.utility.best_at_least(target, score)
    return view.utility.best_at_least(-np.inf) if found is None else found


def _lowest_tied(view: PartyView, target: float) -> Outcomes:
    """Return the admissible outcomes that share the lowest own utility of at least `target`; never empty."""
    if not _worth_sorting(view.utility):
        return _lowest_unsorted(view.utility, view.admissible, target)
    order, values = view.utility.order, view.utility.values()
    start = int(values.searchsorted(target, sorter=order))
    if view.admissible is None:
        stop = int(values.searchsorted(values[order[start]], side="right", sorter=order))
        return order[start:stop]
    start = _next_admissible(order, view.admissible, start)
    stop = int(values.searchsorted(values[order[start]], side="right", sorter=order))
    level = order[start:stop]
    return level[view.admissible[level]]


def _lowest_unsorted(utility: UtilityFunction, admissible: Mask | None, target: float) -> Outcomes:
    outcomes, values = (None, utility.values()) if admissible is None else utility.within(admissible)
    reached = (values >= target).nonzero()[0]
    values = values.take(reached)
    tied: Outcomes = reached.compress(values == values.min())
    return tied if outcomes is None else outcomes.take(tied)


def _worth_sorting(utility: UtilityFunction) -> bool:
    """Return whether a utility function has been searched so often that sorting it pays."""
    searched = utility.__dict__.get("_searched", 0)
    utility.__dict__["_searched"] = searched + 1
    return "order" in utility.__dict__ or searched >= SEARCHES_BEFORE_SORTING


def _next_admissible(order: Outcomes, admissible: Mask, start: int) -> int:
    """Return the first position from `start` on whose outcome is admissible, looking further each time."""
    size = CHUNK
    while not (hits := admissible[order[start : start + size]]).any():
        start, size = start + size, size * 4
    return start + int(hits.argmax())
