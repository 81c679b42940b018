"""No opponent model: nothing is learned from the other side's offers."""

from dataclasses import dataclass

from negsim.bargaining.issue import Outcome
from negsim.bargaining.strategy import Estimate, OpponentModel, PartyView
from negsim.registry import register


@register("opponent_model", "none")
@dataclass(frozen=True)
class NoModel(OpponentModel):
    """Learn nothing: there never is an estimate."""

    def start(self, view: PartyView) -> Estimate | None:
        """Return no estimate."""
        return None

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return no estimate."""
        return None
