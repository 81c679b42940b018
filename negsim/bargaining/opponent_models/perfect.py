"""Perfect: the true utility function of the other side, to measure what better models could bring."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.view import Estimate, PartyView
from negsim.registry import register


@register("opponent_model", "perfect")
@dataclass(frozen=True)
class Perfect(OpponentModel):
    """Know the other side's utility: an oracle for evaluation that no real party has.

    References
    ----------
    Upper bound in Baarslag et al. (2013), Predicting the performance of opponent models.
    """

    reads_truth: ClassVar[bool] = True

    def start(self, view: PartyView) -> Estimate | None:
        """Return the truth that was put into the view."""
        return view.estimate

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the truth that was put into the view."""
        return view.estimate
