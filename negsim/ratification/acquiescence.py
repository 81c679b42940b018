"""Ratification by acquiescence: no vote, but opposition can stop it."""

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from negsim.fields import setting
from negsim.ratification.contract import Array, Ratification
from negsim.registry import register


@register("ratification", "acquiescence")
@dataclass(frozen=True)
class Acquiescence(Ratification):
    """The weighted sum of what groups gain must exceed a threshold; near it the outcome is a matter of luck.

    An executive agreement of the US needs no vote of Congress; groups decide whether it is let pass.
    Odds are logistic(slope * (index - threshold)).
    """

    threshold: float = setting(
        0.30, help="weighted gain at which the odds are even: opponents are louder than winners (assumption)"
    )

    def ratifies(self, gains: Array, weights: Array, thresholds: Array, at_least: float) -> NDArray[np.bool_]:
        """Return where the index is high enough."""
        index = (weights[:, None] * gains).sum(axis=0)
        return np.asarray(index - self._needed(weights, thresholds) >= at_least)

    def margin(self, gains: Array, weights: Array, thresholds: Array) -> float:
        """Return the index minus the threshold."""
        return float((weights * gains).sum() - self._needed(weights, thresholds))

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Draw: the odds are logistic in the margin."""
        return bool(chance.random() < 1.0 / (1.0 + exp(-max(-700.0, min(700.0, self.slope * margin)))))

    def _needed(self, weights: Array, thresholds: Array) -> float:
        """Return the threshold, raised by the weighted shift of the blocs' moods."""
        return self.threshold + float((weights * np.nan_to_num(thresholds)).sum())
