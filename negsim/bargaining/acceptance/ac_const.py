"""AC_const: accept what reaches a fixed share of the possible gain."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import setting


@register("acceptance", "ac_const")
@dataclass(frozen=True)
class AcceptConstant(AcceptanceCondition):
    """Accept an offer worth at least r + alpha (max - r), whatever the time.

    r is the reservation value (the worst outcome if that is higher), max the best admissible outcome today.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013), there with alpha on utilities in [0, 1].
    """

    alpha: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="",
        status="literature",
        source="Baarslag, Hindriks and Jonker 2013",
        help="share of the possible gain over no deal that is enough",
    )

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` reaches the share."""
        return view.utility.value(offer) >= view.floor + self.alpha * (view.best - view.floor)
