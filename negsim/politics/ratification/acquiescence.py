"""Ratification by acquiescence: no vote, but opposition can stop it."""

from dataclasses import dataclass
from math import exp

import numpy as np

from negsim.arrays import Array
from negsim.politics.ratification.contract import Contested, weighed
from negsim.registry import register
from negsim.settings.field import setting


@register("ratification", "acquiescence")
@dataclass(frozen=True)
class Acquiescence(Contested):
    """The weighted sum of what groups gain must exceed a threshold; near it the outcome is a matter of luck.

    An executive agreement of the US needs no vote of Congress; groups decide whether it is let pass.
    Odds are logistic(slope * (index - threshold)).
    """

    threshold: float = setting(
        0.30,
        ge=-1000,
        le=1000,
        unit="weighted gain",
        status="assumption",
        source="weights.csv",
        plausible=(0.1, 0.6),
        help="weighted gain at which the odds are even: opponents are louder than winners",
    )

    def margins(self, gains: Array, weights: Array, thresholds: Array) -> Array:
        """Return the index over the threshold, which blocs' bad moods raise in proportion to their weight."""
        index, mood = weighed(gains, weights, thresholds)
        return index - (self.threshold + mood)

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Draw: the odds are logistic in the margin."""
        return bool(chance.random() < 1.0 / (1.0 + exp(-max(-700.0, min(700.0, self.slope * margin)))))
