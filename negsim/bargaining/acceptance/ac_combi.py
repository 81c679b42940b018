"""AC_combi: accept what beats the own next offer, and near the deadline what beats the offers of late."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.bargaining.acceptance.ac_next import AcceptNext, addition, factor
from negsim.bargaining.move import Offer
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("acceptance", "ac_combi")
@dataclass(frozen=True)
class AcceptCombined(AcceptanceCondition):
    """Accept as `ac_next` does; from time T on also an offer as good as the best or the mean received.

    `max_window` and `average_window` look at the offers received since t - (1 - t), as much time as is
    left; `max` at all of them; `any` accepts every rational offer. The offer on the table counts among them.
    In n rounds t never exceeds n / (n + 1), so the last round always counts as late, however large T is.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013): AC_combi(T, MAX^W), AC_combi(T, AVG^W), AC_combi(T, MAX^T) and
    AC_combi(T).
    """

    setting_status: ClassVar[Status] = "literature"

    T: float = setting(
        0.98,
        ge=0,
        le=1,
        unit="",
        source="Baarslag, Hindriks and Jonker 2013",
        help="time from which offers received count; the last round always does",
    )
    rule: Literal["max_window", "max", "average_window", "any"] = setting(
        "max_window", help="what an offer must reach from T on: max_window, max, average_window or any"
    )
    a: float = factor(", as in ac_next")
    b: float = addition(", as in ac_next")

    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` beats the planned one or, late, what was received."""
        if AcceptNext(self.a, self.b).accepts(view, offer, bidding, planned):
            return True
        utility = view.utility.value(offer)
        late = view.t >= min(self.T, view.rounds / (view.rounds + 1))
        return late and utility >= max(view.reservation, self._required(view))

    def _required(self, view: PartyView) -> float:
        if self.rule == "any":
            return view.reservation
        # in rounds, so that the start of the window t - (1 - t) is exact
        since = 0 if self.rule == "max" else 2 * (view.round + 1) - (view.rounds + 1)
        recent = [view.utility.value(outcome) for begun, outcome in _received(view) if begun >= since]
        return sum(recent) / len(recent) if self.rule == "average_window" else max(recent)


def _received(view: PartyView) -> list[tuple[int, Outcome]]:
    """Return (rounds begun, outcome) of every offer of the other side."""
    return [
        (entry.round + 1, entry.move.outcome)
        for entry in view.history
        if isinstance(entry.move, Offer) and entry.party != view.party
    ]
