"""AC_rational: accept anything at least as good as no deal."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register


@register("acceptance", "ac_rational")
@dataclass(frozen=True)
class AcceptRational(AcceptanceCondition):
    """Accept any offer worth the reservation value: the responder of the ultimatum game in theory.

    References
    ----------
    Güth, Schmittberger & Schwarze (1982) for the game.
    """

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` is worth the reservation value."""
        return view.utility.value(offer) >= view.reservation
