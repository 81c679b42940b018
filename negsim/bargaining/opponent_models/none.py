"""No opponent model: nothing is learned from the other side's offers."""

from dataclasses import dataclass

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.view import Estimate, PartyView
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
