"""Ratification by a quorum of factions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.fields import setting
from negsim.ratification.contract import TOLERANCE, Array, Ratification
from negsim.registry import register


@register("ratification", "quorum")
@dataclass(frozen=True)
class Quorum(Ratification):
    """Factions that hold a quorum of the weight must each gain at least their threshold.

    Stands for consensus in a single-party regime: a faction may lose, but not lose badly. The margin is the
    slack of the pivotal faction, the one whose consent completes the quorum.

    References
    ----------
    Tsebelis (2002), Veto Players; Malesky, Abrami & Zheng (2011) on Vietnam's winning coalition.
    """

    quorum: float = setting(
        0.8, gt=0, le=1, unit="fraction", help="share of the weight that must agree (assumption)"
    )

    def ratifies(self, gains: Array, weights: Array, thresholds: Array, at_least: float) -> NDArray[np.bool_]:
        """Return where factions with enough slack hold the quorum."""
        consent = gains >= (thresholds + at_least)[:, None]
        held = (weights[:, None] * consent).sum(axis=0)
        return np.asarray(held >= self.quorum * weights.sum() - TOLERANCE)

    def margin(self, gains: Array, weights: Array, thresholds: Array) -> float:
        """Return the largest slack that factions holding the quorum all have."""
        slack = gains - thresholds
        order = np.argsort(-slack, kind="stable")
        held = np.cumsum(weights[order])
        pivotal = int(np.argmax(held >= self.quorum * weights.sum() - TOLERANCE))
        return float(slack[order][pivotal])

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return whether the quorum is reached; luck lies in the factions' moods, not in the count."""
        return margin >= 0.0
