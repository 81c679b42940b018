"""AC_asp: accept what meets the own aspiration."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register


@register("acceptance", "ac_asp")
@dataclass(frozen=True)
class AcceptAspiration(AcceptanceCondition):
    """Accept an offer worth at least the target of the own bidding rule in this round.

    References
    ----------
    The condition of NegMAS's time-based negotiators (Mohammad et al. 2021).
    """

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` reaches the target."""
        target = bidding.target(view) if planned is None else planned.target
        return view.utility.value(offer) >= target
