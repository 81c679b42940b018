"""Random points of which each factor's n slices hold exactly one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "latin_hypercube")
@dataclass(frozen=True)
class LatinHypercube(Design):
    """Each of n equal slices of every factor holds exactly one of the n points (McKay et al. 1979)."""

    setting_status: ClassVar[Status] = "design"

    example: ClassVar[dict[str, object]] = {"points": 8}
    points: int = setting(ge=1, unit="", help="number of points")

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the number of points asked for."""
        return self.points

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return one point a slice, the slices of each factor in an order of their own."""
        slices = np.stack([chance.permutation(self.points) for _ in factors], axis=1)
        unit = (slices + chance.random(slices.shape)) / self.points
        return Sample(spread(unit, factors))
