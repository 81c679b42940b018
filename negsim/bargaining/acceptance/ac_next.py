"""AC_next: accept what is at least as good as the own next offer."""

from dataclasses import dataclass
from typing import Any, ClassVar

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting

SOURCE = "Baarslag, Hindriks and Jonker 2013"


def factor(like: str = "") -> Any:
    """Declare the setting a of `ac_next`; `like` ends its help."""
    return setting(
        1.0, ge=0, unit="", source=SOURCE, help=f"factor on the gain of the offer over no deal{like}"
    )


def addition(like: str = "") -> Any:
    """Declare the setting b of `ac_next`; `like` ends its help."""
    said = f"own utility added to that of the offer{like}"
    return setting(0.0, ge=-1000000.0, le=1000000.0, unit="utility", source=SOURCE, help=said)


@register("acceptance", "ac_next")
@dataclass(frozen=True)
class AcceptNext(AcceptanceCondition):
    """Accept an offer x if r + a (u(x) - r) + b is at least the own utility of what would be offered instead.

    r is the reservation value (the worst outcome if that is higher), so that the factor acts on the gain over
    no deal and not on a utility whose zero means nothing. With nothing left to
    offer, every offer worth the reservation value is accepted.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013), Effective acceptance conditions in real-time automated negotiation,
    there on utilities in [0, 1] with no deal at 0.
    """

    setting_status: ClassVar[Status] = "literature"

    a: float = factor()
    b: float = addition()

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` matches the planned one."""
        utility = view.utility.value(offer)
        if planned is None:
            return utility >= view.reservation
        return weighted(view, utility, self.a) + self.b >= view.utility.value(planned.outcome)


def weighted(view: PartyView, utility: float, factor: float) -> float:
    """Return own utility with its gain over no deal multiplied; with a factor of 1 exactly what it was."""
    return utility + (factor - 1.0) * (utility - view.floor)
