"""AC_prev: accept what is at least as good as the own previous offer."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.acceptance.ac_next import addition, factor, weighted
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status


@register("acceptance", "ac_prev")
@dataclass(frozen=True)
class AcceptPrevious(AcceptanceCondition):
    """Accept an offer x if r + a (u(x) - r) + b is at least the own utility, today, of the last own offer.

    r is the reservation value, as in `ac_next`. Nothing is accepted before the first own offer.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013), Effective acceptance conditions in real-time automated negotiation.
    """

    setting_status: ClassVar[Status] = "literature"

    a: float = factor()
    b: float = addition()

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` matches the last own one."""
        if not view.sent:
            return False
        return weighted(view, view.utility.value(offer), self.a) + self.b >= view.utility.value(view.sent[-1])
