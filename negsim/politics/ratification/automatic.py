"""No ratification: what governments sign holds."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.arrays import Array
from negsim.politics.ratification.contract import Ratification
from negsim.registry import register


@register("ratification", "automatic")
@dataclass(frozen=True)
class Automatic(Ratification):
    """Everything is ratified: the model without politics at home."""

    removed: ClassVar = dict.fromkeys(("slope", "filters"), "what cannot fail has no odds to look at")

    def margins(self, gains: Array, weights: Array, thresholds: Array) -> Array:
        """Return infinity everywhere."""
        return np.full(gains.shape[1:], np.inf)

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return true."""
        return True
