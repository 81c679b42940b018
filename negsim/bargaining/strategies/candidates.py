"""Searches the bidding rules share: which outcomes a party may offer, and the best of them for a purpose."""

import numpy as np

from negsim.arrays import Rows
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import PartyView

Outcomes = Rows


def reachable_target(view: PartyView, target: float) -> float | None:
    """Return `target` brought between the reservation value and the best admissible outcome.

    None if no admissible outcome reaches the reservation value.
    """
    best, reservation = view.best, view.reservation
    if best == -np.inf or best < reservation:
        return None
    return max(reservation, min(target, best))


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
    tied = view.utility.lowest_at_least(aim, view.admissible)
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
    if not view.space.enumerable:
        return _search(view, aim, view.estimate.utility)
    return view.utility.best_scored(view.admissible, aim, view.estimate.utility)


def allowed(view: PartyView, target: float = -np.inf) -> Outcomes:
    """Return the admissible rational outcomes worth at least `target` by index; enumerable spaces only."""
    return view.utility.at_least(max(target, view.reservation), view.admissible)


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
