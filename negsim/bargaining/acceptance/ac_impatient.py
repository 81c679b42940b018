"""AC_impatient: accept what is worth as much now as the own next offer would be a round later."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import setting


@register("acceptance", "ac_impatient")
@dataclass(frozen=True)
class AcceptImpatient(AcceptanceCondition):
    """Accept an offer x if u(x) - r is at least d (u(y) - r), y the own next offer.

    r is the reservation value (the worst outcome if that is higher), d what a gain is worth a round later:
    `discount` here, or else by the patience of the party. Time multiplies gains over no deal and never
    utilities, whose zero means nothing. Without impatience (1) it is `ac_next`, and with it `ac_next` with
    a = 1 / d. With nothing left to offer, every offer worth the reservation value is accepted.

    References
    ----------
    Rubinstein (1982) for the responder who compares an offer with the discounted own next one; there with
    no deal at 0.
    """

    discount: float | None = setting(
        None,
        gt=0,
        le=1,
        unit="",
        status="assumption",
        plausible=(0.8, 1),
        help="what a gain is worth a round later; null: by `patience` of the party",
    )

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` now is worth the planned one later."""
        utility = view.utility.value(offer)
        if planned is None:
            return utility >= view.reservation
        discount = view.discount if self.discount is None else self.discount
        demand = view.utility.value(planned.outcome)
        if discount == 1.0:
            return utility >= demand
        return utility - view.floor >= discount * (demand - view.floor)
