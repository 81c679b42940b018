"""FastMiCRO: MiCRO in strides, so that the ranking is traversed by the deadline."""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from negsim.bargaining.strategies.candidates import Outcomes
from negsim.bargaining.strategies.micro import ranking, repeated
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import setting


@register("strategy", "fast_micro")
@dataclass(frozen=True)
class FastMicro(Bidding):
    """Answer each new offer with one a whole stride further down the own ranking; concede alone at the end.

    With K admissible rational outcomes and n rounds the stride is (K - 1) / (n - 1), rounded up, so a new
    offer a round reaches the bottom at the deadline. After time `late` it concedes even if the other side
    offers nothing new. Its acceptance condition is `ac_asp`. Enumerable spaces only.

    References
    ----------
    de Jonge (2022) for MiCRO; the idea of skipping ranks is NegMAS's, the stride is ours.
    """

    default_acceptance: ClassVar[str] = "ac_asp"

    late: float = setting(
        0.95,
        ge=0,
        le=1,
        unit="",
        status="design",
        help="normalised time after which it concedes without an answer",
    )

    def target(self, view: PartyView) -> float:
        """Return the utility of the next new offer, or of the lowest one made so far."""
        ranked = ranking(view)
        if ranked.size == 0:
            return view.floor
        made = len(set(view.sent))
        steps = made if self._concedes(view, made) else made - 1
        return float(view.utility.values()[ranked[_position(view, ranked, steps)]])

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome a stride further, or a random earlier offer."""
        ranked = ranking(view)
        if ranked.size == 0:
            return None
        made = len(set(view.sent))
        if not self._concedes(view, made):
            return Proposal(
                repeated(view, ranked), self.target(view), "repeats: the other side offered nothing new"
            )
        outcome = int(ranked[_position(view, ranked, made)])
        return Proposal(outcome, self.target(view), "answers a new offer with one")

    def _concedes(self, view: PartyView, made: int) -> bool:
        return view.t > self.late or made <= len(set(view.received))


def _position(view: PartyView, ranked: Outcomes, steps: int) -> int:
    """Return the position in the ranking after this many strides, at most the last."""
    stride = max(1, ceil((ranked.size - 1) / max(view.rounds - 1, 1)))
    return min(max(steps, 0) * stride, ranked.size - 1)
