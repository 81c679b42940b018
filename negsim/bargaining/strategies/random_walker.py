"""Random walker: any rational outcome, all with the same chance."""

from dataclasses import dataclass

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import allowed
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register

TRIES = 10_000
"""Outcomes drawn in a space too large to list before the best one is offered instead."""


@register("strategy", "random_walker")
@dataclass(frozen=True)
class RandomWalker(Bidding):
    """Offer an admissible rational outcome at random: the baseline of zero intelligence.

    With `ac_next` it accepts what beats this round's draw, with `ac_asp` anything rational.

    References
    ----------
    Gode & Sunder (1993) for zero-intelligence traders; the random walker of Genius.
    """

    def target(self, view: PartyView) -> float:
        """Return the reservation value, or the worst outcome if that is higher."""
        return view.floor

    def propose(self, view: PartyView) -> Proposal | None:
        """Return a random outcome worth the reservation value."""
        outcome = _listed(view) if view.space.enumerable else _unlisted(view)
        return None if outcome is None else Proposal(outcome, view.floor, "drawn at random")


def _listed(view: PartyView) -> Outcome | None:
    rational = allowed(view)
    return int(rational[view.draw("offer").integers(rational.size)]) if rational.size else None


def _unlisted(view: PartyView) -> Outcome | None:
    """Draw until an outcome is rational; rejection keeps the chances equal."""
    best = view.utility.best_at_least(max(view.reservation, -np.finfo(float).max))
    if best is None:
        return None
    chance = view.draw("offer")
    for _ in range(TRIES):
        outcome = view.space.index([int(level) for level in chance.integers(view.space.shape)])
        if view.utility.value(outcome) >= view.reservation:
            return outcome
    return best
