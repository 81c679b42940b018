"""The contract of a ratification rule: what it takes at home to say yes."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import log

import numpy as np

from negsim.arrays import Array, Mask
from negsim.settings.field import setting

FILTERS = "governments propose only what they believe both sides will ratify; false: they do not look"
TOLERANCE = 1e-9
"""A majority or a threshold that is reached exactly counts as reached; rounding decides no vote."""


def reached(margin: Array | float, needed: float = 0.0) -> Mask:
    """Return where a margin is at least what is needed."""
    return np.asarray(margin >= needed - TOLERANCE)


def weighed(gains: Array, weights: Array, thresholds: Array) -> tuple[Array, float]:
    """Return what blocs gain and what they demand, each weighed by their say: shape (n,) and one number."""
    index = np.zeros(gains.shape[1:])
    for weight, gain in zip(weights, gains, strict=True):
        index += weight * gain
    return index, float((weights * thresholds).sum() / weights.sum()) if weights.sum() else 0.0


class Ratification(ABC):
    """A rule that turns what the blocs of one side gain into a margin: ratified where it is not negative."""

    slope: float = 1.0
    """Odds of ratification, as others believe them, are logistic(slope * margin)."""
    filters: bool = False
    """Whether governments propose only what they believe this side will ratify."""

    @abstractmethod
    def margins(self, gains: Array, weights: Array, thresholds: Array) -> Array:
        """Return the margin of every outcome, shape (n,); raising all thresholds by d lowers it by d.

        Parameters
        ----------
        gains : (blocs, n) gain of each bloc over no deal now
        weights, thresholds : (blocs,)
        """

    def odds(self, margins: Array) -> Array:
        """Return the odds of ratification at these margins, as others believe them: here logistic."""
        steep = np.clip(self.slope * np.asarray(margins, dtype=float), -700.0, 700.0)
        return np.asarray(1.0 / (1.0 + np.exp(-steep)))

    def margin_at(self, odds: float) -> float:
        """Return the margin at which the odds are these, in (0, 1)."""
        return log(odds / (1.0 - odds)) / self.slope

    @abstractmethod
    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return whether an outcome with this margin is ratified."""


@dataclass(frozen=True)
class Contested(Ratification):
    """A rule that can refuse what a government has signed."""

    slope: float = setting(
        8.0,
        ge=0.001,
        le=1e6,
        unit="",
        status="assumption",
        source="weights.csv",
        plausible=(4, 16),
        help="steepness of the odds in the margin",
    )
    filters: bool = setting(True, help=FILTERS)
