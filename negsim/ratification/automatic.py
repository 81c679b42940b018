"""No ratification: what governments sign holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negsim.ratification.contract import Array, Ratification
from negsim.registry import register


@register("ratification", "automatic")
@dataclass(frozen=True)
class Automatic(Ratification):
    """Everything is ratified: the model without politics at home."""

    def ratifies(self, gains: Array, weights: Array, thresholds: Array, at_least: float) -> NDArray[np.bool_]:
        """Return true everywhere."""
        return np.ones(gains.shape[1], dtype=bool)

    def margin(self, gains: Array, weights: Array, thresholds: Array) -> float:
        """Return infinity."""
        return float("inf")

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return true."""
        return True
