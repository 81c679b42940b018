"""Coherent offers: the next offer is read beside the last, as people across a table would read it."""

import numpy as np

from negsim.bargaining.move import Offer, WorldEvent
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import best_for_other, reachable_target
from negsim.bargaining.view import PartyView

SETTLED_AFTER = 2
"""Offers in a row in which both sides name the same level before an issue counts as settled."""


def coherent_best(
    view: PartyView, target: float, *, no_worse: bool = False, inertia: float = 0.0, closure: float = 0.0
) -> Outcome | None:
    """Return the outcome that `best_for_other` returns, or another that goes better with the own last offer.

    Parameters
    ----------
    no_worse : leave out what the estimate calls worse for the other side than the own last offer, unless news
        came since or nothing else reaches the target
    inertia : cost of moving an issue away from the own last offer, as a share of the estimate's spread, >= 0
    closure : cost of moving an issue on which both sides have named the same level twice, same unit, >= 0

    Notes
    -----
    With False, 0 and 0 it is `best_for_other`; so it is before the first own offer, without an estimate and
    in spaces too large to list. Ties go to the lowest index. While the own last offer meets the target, what
    the estimate calls worse for the other side never wins, since staying costs nothing: `no_worse` binds only
    where it has ceased to, beside inertia or closure. A party that has no idea what the other side likes (all
    scores equal) does not move at all under inertia.
    """
    aim = reachable_target(view, target)
    asked = no_worse or inertia or closure
    if not (asked and view.sent and view.space.enumerable) or view.estimate is None or aim is None:
        return best_for_other(view, target)
    other, last = view.estimate.utility, view.sent[-1]
    outcomes = view.utility.at_least(aim, view.admissible)
    scores = other.values_of(outcomes)
    top = int(scores.argmax())
    if (best := int(outcomes[top])) == last:
        return best
    here = view.space.levels(last)
    cost = [other.table.spread * (inertia + closure * done) for done in settled(view)]
    moved = zip(view.space.levels(best), here, cost, strict=True)
    least = scores[top] - sum(price for new, old, price in moved if new != old)  # less cannot win
    if no_worse and scores[top] >= (worth := other.value(last)) > least and not news_since_own_offer(view):
        least = worth
    rivals = (scores >= least).nonzero()[0]
    if rivals.size == 1:
        return best
    outcomes = outcomes.take(rivals)
    levels = np.array(np.unravel_index(outcomes, view.space.shape))
    moving = np.einsum("io,i->o", levels != np.array(here)[:, None], cost)
    return int(outcomes[(scores.take(rivals) - moving).argmax()])


def news_since_own_offer(view: PartyView) -> bool:
    """Return whether something public happened since this party last made an offer; a pause is no news."""
    for entry in reversed(view.history):
        if isinstance(entry.move, WorldEvent) and entry.move.kind != "suspended":
            return True
        if isinstance(entry.move, Offer) and entry.party == view.party:
            return False
    return False


def settled(view: PartyView) -> list[bool]:
    """Return for every issue whether the last two offers of both sides name one level."""
    named = [*view.sent[-SETTLED_AFTER:], *view.received[-SETTLED_AFTER:]]
    if len(named) < 2 * SETTLED_AFTER:
        return [False] * len(view.space.shape)
    return [len(set(levels)) == 1 for levels in zip(*map(view.space.levels, named), strict=True)]
