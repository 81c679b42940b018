"""Logrolling: meet the own aspiration with what the other side seems to like best."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.coherence import coherent_best
from negsim.bargaining.strategies.time_dependent import ANCHOR, Anchor, aspiration, at_once, exponent
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("strategy", "logroll")
@dataclass(frozen=True)
class Logroll(Bidding):
    """Concede with time like `time_dependent`, but give where it costs little and the other gains much.

    Among outcomes worth at least the target, offers the one with the largest estimated utility of the other
    side; with no estimate, the one with the lowest own utility. Ties go to the lowest index.
    Also called trade-off with an opponent model or Pareto-seeking.

    `no_worse`, `inertia` and `closure` make successive offers cohere: an estimate jitters as it learns, and
    an offer that follows every jitter takes back what was given. With false, 0 and 0 each offer stands alone.
    In spaces too large to list it always does.

    References
    ----------
    Faratin, Sierra & Jennings (2002), Artificial Intelligence 142; on logrolling Froman &
    Cohen (1970).
    """

    setting_status: ClassVar[Status] = "assumption"

    default_opponent_model: ClassVar[str] = "smith"

    e: float = exponent(0.5)
    k: float = at_once()
    anchor: Anchor = setting("start", help=ANCHOR)
    no_worse: bool = setting(
        True, help="never offer what seems worse for the other side than the own last offer, unless news came"
    )
    inertia: float = setting(
        0.006,
        ge=0,
        le=1,
        unit="",
        plausible=(0, 0.03),
        help="cost of moving an issue, as a share of the other's spread",
    )
    closure: float = setting(
        0.01,
        ge=0,
        le=1,
        unit="",
        plausible=(0, 0.05),
        help="cost of moving an issue that both named alike twice",
    )

    def target(self, view: PartyView) -> float:
        """Return the aspiration at this moment."""
        return aspiration(view, self.e, self.k, anchor=self.anchor)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome estimated best for the other side among those that meet the target."""
        target = self.target(view)
        outcome = coherent_best(
            view, target, no_worse=self.no_worse, inertia=self.inertia, closure=self.closure
        )
        return None if outcome is None else Proposal(outcome, target, _why(view, outcome))


def _why(view: PartyView, outcome: Outcome) -> str:
    """Return why an outcome was chosen; at the own best nothing else meets the target: no choice."""
    if view.utility.value(outcome) >= view.best:
        return "its own best"
    if view.estimate is None:
        return "the least that meets its aim"
    if view.sent and view.sent[-1] == outcome:
        return "as before: no change seems to suit the other side better by enough"
    return "of what meets its aim, what seems to suit the other side best"
