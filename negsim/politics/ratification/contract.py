"""The contract of a ratification rule: what it takes at home to say yes."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array, Mask
from negsim.settings.field import setting

TOLERANCE = 1e-9
"""A majority or a threshold that is reached exactly counts as reached; rounding decides no vote."""


def reached(margin: Array | float, needed: float = 0.0) -> Mask:
    """Return where a margin is at least what is needed."""
    return np.asarray(margin >= needed - TOLERANCE)


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

    @abstractmethod
    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return whether an outcome with this margin is ratified."""


@dataclass(frozen=True)
class Contested(Ratification):
    """A rule that can refuse what a government has signed."""

    slope: float = setting(8.0, ge=0.001, le=1e6, help="steepness of the odds in the margin (assumption)")
    filters: bool = setting(
        True,
        help="governments propose only what they believe both sides will ratify; false: they do not look",
    )
