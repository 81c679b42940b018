"""Expected gain: offer what is worth most when it counts how likely the other side ratifies it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.bargaining.frontier import TOLERANCE
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError
from negsim.registry import register


@register("strategy", "expected_gain")
@dataclass(frozen=True)
class ExpectedGain(Bidding):
    """Offer the admissible outcome with the largest own gain times the believed odds that the other ratifies.

    Gains count from the reservation value, or from the worst outcome if that is higher. It never concedes: it
    is what a side does that makes one offer, to be taken or left. Its own ratification is no gamble to it:
    what its own side would not ratify is not admissible. Ties go to the lowest index.

    References
    ----------
    The proposer before an uncertain ratifier, see the rule of ratification `uniform`.
    """

    weighs_ratification: ClassVar = True

    def check(self, space: OutcomeSpace) -> None:
        """Refuse spaces too large to be weighed outcome by outcome."""
        if not space.enumerable:
            raise ConfigError("expected_gain needs outcomes that can be listed one by one")

    def target(self, view: PartyView) -> float:
        """Return the own utility of what it offers."""
        proposal = self.propose(view)
        return view.floor if proposal is None else proposal.target

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome with the largest expected gain; None if none is worth the reservation value."""
        own = view.utility.values()
        allowed = own >= view.floor
        if view.admissible is not None:
            allowed = allowed & view.admissible
        if not allowed.any():
            return None
        odds = 1.0 if view.abroad is None else view.abroad
        expected = np.where(allowed, (own - view.floor) * odds, -np.inf)
        best = int(np.argmax(expected >= expected.max() - TOLERANCE))
        return Proposal(best, float(own[best]), "the largest gain, by the odds that the other side ratifies")
