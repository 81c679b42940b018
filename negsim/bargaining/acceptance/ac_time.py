"""AC_time: accept anything better than no deal when time is nearly up."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import setting


@register("acceptance", "ac_time")
@dataclass(frozen=True)
class AcceptTime(AcceptanceCondition):
    """Accept any offer worth the reservation value once normalised time has reached T, nothing before.

    Time is (s + 1) / (n + 1) in round s of n, counted from 0, and never exceeds n / (n + 1), so the last
    round always counts as late, however large T is.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013), who accept at T without looking at the reservation value.
    """

    T: float = setting(
        0.99,
        ge=0,
        le=1,
        unit="",
        status="literature",
        source="Baarslag, Hindriks and Jonker 2013",
        help="time from which any rational offer is accepted; the last round always counts",
    )

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether it is late enough and `offer` is worth the reservation value."""
        late = view.t >= min(self.T, view.rounds / (view.rounds + 1))
        return late and view.utility.value(offer) >= view.reservation
