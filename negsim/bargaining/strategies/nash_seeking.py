"""Nash seeking: of what is good enough, offer what maximises the product of both sides' gains."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.bargaining.frontier import TOLERANCE
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import reachable_target, worst_at_least
from negsim.bargaining.strategies.time_dependent import ANCHOR, Anchor, aspiration, at_once, exponent
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("strategy", "nash_seeking")
@dataclass(frozen=True)
class NashSeeking(Bidding):
    """Among outcomes worth at least the target, offer the one with the largest estimated Nash product.

    The product is (u - r)(v - q), with u own utility, v the estimated utility of the other side and r and q
    the reservation values, or the worst outcome of a side that has none (an estimate usually has none).
    Ties go to the lowest index. Without an estimate: the worst outcome that meets the target.

    References
    ----------
    Nash (1950), The Bargaining Problem, for the product.
    """

    setting_status: ClassVar[Status] = "assumption"

    default_opponent_model: ClassVar[str] = "smith"

    e: float = exponent(0.5, of_the_target=True)
    k: float = at_once()
    anchor: Anchor = setting("start", help=ANCHOR)

    def target(self, view: PartyView) -> float:
        """Return the aspiration at this moment."""
        return aspiration(view, self.e, self.k, anchor=self.anchor)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome with the largest estimated product among those that meet the target."""
        target = self.target(view)
        aim = reachable_target(view, target)
        if aim is None:
            return None
        found = None if view.estimate is None else nash_outcome(view, view.estimate.utility, aim)
        outcome = worst_at_least(view, target) if found is None else found
        return None if outcome is None else Proposal(outcome, target, "the fairest that meets the aspiration")


def nash_outcome(view: PartyView, other: UtilityFunction, aim: float) -> Outcome | None:
    """Return the admissible outcome worth at least `aim` with the largest product of gains; None if none.

    Gains count from the reservation value, or from the worst outcome of a side that has none. Ties go to
    the lowest index.
    """
    if view.space.enumerable:
        outcomes, own, theirs = None, view.utility.values(), other.values()
    else:
        outcomes = sorted(view.utility.frontier(other))
        own = np.array([view.utility.value(outcome) for outcome in outcomes])
        theirs = np.array([other.value(outcome) for outcome in outcomes])
    wanted = own >= aim if view.admissible is None else (own >= aim) & view.admissible
    if not wanted.any():
        return None
    gains = np.maximum(own - view.floor, 0.0) * np.maximum(theirs - other.floor, 0.0)
    product = np.where(wanted, gains, -np.inf)
    best = int(np.argmax(product >= product.max() * (1.0 - TOLERANCE)))
    return best if outcomes is None else outcomes[best]
