"""Points drawn at random, each independent of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "random")
@dataclass(frozen=True)
class Random(Design):
    """Points drawn at random: even in ranges, each level equally likely."""

    setting_status: ClassVar[Status] = "design"

    example: ClassVar[dict[str, object]] = {"points": 8}
    points: int = setting(ge=1, unit="", help="number of points")

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the number of points asked for."""
        return self.points

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return independent points."""
        return Sample(spread(chance.random((self.points, len(factors))), factors))
