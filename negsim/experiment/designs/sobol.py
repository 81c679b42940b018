"""A scrambled Sobol sequence: points that fill the space more evenly than chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "sobol")
@dataclass(frozen=True)
class Sobol(Design):
    """A scrambled Sobol sequence (Sobol 1967, Owen 1998): even in every factor and between them."""

    setting_status: ClassVar[Status] = "design"

    example: ClassVar[dict[str, object]] = {"points": 8}
    points: int = setting(ge=1, unit="", help="number of points, a power of 2")

    def __post_init__(self) -> None:
        power_of_two("points", self.points)

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the number of points asked for."""
        return self.points

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the first points of the sequence."""
        from scipy.stats import qmc

        unit = qmc.Sobol(len(factors), scramble=True, seed=chance).random(self.points)
        return Sample(spread(unit, factors))


def power_of_two(name: str, number: int) -> None:
    """Refuse a number that is no power of 2, telling the nearest ones."""
    if number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        raise ConfigError(
            f"{name}: must be a power of 2, or the sequence loses its balance, got {number}; "
            f"nearest are {below} and {2 * below}"
        )
