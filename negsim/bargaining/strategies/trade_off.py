"""Trade-off: keep the own utility and move towards what the other side asked for."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import allowed, similarity, worst_at_least
from negsim.bargaining.strategies.time_dependent import ANCHOR, Anchor, aspiration, at_once, exponent
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("strategy", "trade_off")
@dataclass(frozen=True)
class TradeOff(Bidding):
    """Among outcomes about as good as the target, offer the one most like the other side's last offer.

    The band is |u - target| <= band (best - floor), rational outcomes only. Alike is the sum over issues of
    1 - |level difference| / (levels - 1), or with `hamming` the number of equal levels; ties go to the
    lowest index. Nothing received or nothing in the band: the worst outcome that meets the target.
    In spaces too large to list the band has no upper end.

    References
    ----------
    Faratin, Sierra & Jennings (2002), Using Similarity Criteria to Make Issue Trade-offs in Automated
    Negotiations, Artificial Intelligence 142.
    """

    setting_status: ClassVar[Status] = "assumption"

    e: float = exponent(0.5, of_the_target=True)
    k: float = at_once()
    anchor: Anchor = setting("start", help=ANCHOR)
    band: float = setting(
        0.02,
        ge=0,
        le=1,
        unit="",
        plausible=(0, 0.1),
        help="half width of the band, as a share of the own range",
    )
    hamming: bool = setting(False, help="count equal levels instead of measuring how far apart they are")

    def target(self, view: PartyView) -> float:
        """Return the aspiration at this moment."""
        return aspiration(view, self.e, self.k, anchor=self.anchor)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome of the band nearest to the last offer received."""
        target = self.target(view)
        nearest = self._nearest(view, target) if view.received else None
        outcome = worst_at_least(view, target) if nearest is None else nearest
        return (
            None if outcome is None else Proposal(outcome, target, "as good, and nearer to your last offer")
        )

    def _nearest(self, view: PartyView, target: float) -> Outcome | None:
        alike = similarity(view.space, view.received[-1], self.hamming)
        if not view.space.enumerable:
            return view.utility.best_at_least(max(target, view.reservation), alike)
        width = self.band * (view.best - view.floor)
        band = allowed(view, target - width)
        band = band[view.utility.values()[band] <= target + width]
        return int(band[np.argmax(alike.values_of(band))]) if band.size else None
