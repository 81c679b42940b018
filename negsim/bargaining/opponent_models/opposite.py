"""Opposite: the other side wants whatever we do not."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate, PartyView
from negsim.registry import register


@register("opponent_model", "opposite")
@dataclass(frozen=True)
class Opposite(OpponentModel):
    """Estimate the other side's utility as 1 minus the own one on its [0, 1] scale: a fixed pie.

    References
    ----------
    Baseline in Baarslag et al. (2013), Predicting the performance of opponent models; the belief in a fixed
    pie is Bazerman & Neale's (1983).
    """

    def start(self, view: PartyView) -> Estimate | None:
        """Return the mirrored utility function."""
        return Estimate(_mirrored(view.utility), memory=view.utility)

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the same estimate, made anew only if the own utility function has changed."""
        if estimate is not None and estimate.memory is view.utility:
            return estimate
        return self.start(view)


def _mirrored(utility: UtilityFunction) -> UtilityFunction:
    low, high = utility.scale or utility.range
    factor = 1 / (high - low) if high > low else 0.0
    first, *rest = [Block(b.axes, -factor * b.table) for b in utility.blocks]
    first = first._replace(table=first.table + 1 + factor * low)
    return UtilityFunction(utility.space, (first, *rest), conditioning=utility.conditioning)
