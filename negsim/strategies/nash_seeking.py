"""Nash seeking: of what is good enough, offer what maximises the product of both sides' gains."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.core.issue import Outcome
from negsim.core.strategy import Bidding, PartyView, Proposal
from negsim.core.utility import UtilityFunction
from negsim.fields import setting
from negsim.registry import register
from negsim.strategies.candidates import reachable_target, worst_at_least
from negsim.strategies.time_dependent import aspiration


@register("strategy", "nash_seeking")
@dataclass(frozen=True)
class NashSeeking(Bidding):
    """Among outcomes worth at least the target, offer the one with the largest estimated Nash product.

    The product is (u - r)(v - v_min), u own utility, r own reservation value (the worst outcome if that is
    higher), v the estimated utility of the other side, v_min its reservation value if the estimate has one,
    else its worst outcome. Ties go to the lowest index. Without an estimate: the worst outcome that meets
    the target.

    References
    ----------
    Nash (1950), The Bargaining Problem, for the product.
    """

    default_opponent_model: ClassVar[str] = "smith"

    e: float = setting(0.5, ge=0, help="concession exponent of the target: < 1 late, > 1 early, 0 never")
    k: float = setting(0.0, ge=0, le=1, help="share of the range conceded at once")

    def target(self, view: PartyView) -> float:
        """Return the aspiration at this moment."""
        return aspiration(view, self.e, self.k)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome with the largest estimated product among those that meet the target."""
        target = self.target(view)
        aim = reachable_target(view, target)
        if aim is None:
            return None
        found = None if view.estimate is None else _largest_product(view, view.estimate.utility, aim)
        outcome = worst_at_least(view, target) if found is None else found
        return None if outcome is None else Proposal(outcome, target, "the fairest that meets the aspiration")


def _largest_product(view: PartyView, other: UtilityFunction, aim: float) -> Outcome | None:
    lowest = max(other.reservation, other.minimum)
    if view.space.enumerable:
        own, theirs = view.utility.values(), other.values()
        wanted = own >= aim if view.admissible is None else (own >= aim) & view.admissible
        product = np.where(wanted, (own - view.floor) * np.maximum(theirs - lowest, 0.0), -np.inf)
        return int(product.argmax())
    frontier = [o for o in sorted(view.utility.frontier(other)) if view.utility.value(o) >= aim]
    products = [(view.utility.value(o) - view.floor) * max(other.value(o) - lowest, 0.0) for o in frontier]
    return frontier[int(np.argmax(products))] if frontier else None
