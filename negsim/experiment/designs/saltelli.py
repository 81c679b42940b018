"""Saltelli's design, from which Sobol's first-order and total indices are estimated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.experiment.designs.salib import problem, salib
from negsim.experiment.designs.sobol import power_of_two
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "saltelli")
@dataclass(frozen=True)
class Saltelli(Design):
    """Pairs of base points that exchange one factor at a time, for Sobol indices (Saltelli et al. 2010)."""

    setting_status: ClassVar[Status] = "design"

    structured: ClassVar[bool] = True
    example: ClassVar[dict[str, object]] = {"base_points": 8}
    base_points: int = setting(
        ge=2, unit="", help="base points N, a power of 2; points are N x (factors + 2)"
    )

    def __post_init__(self) -> None:
        power_of_two("base_points", self.base_points)

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return N x (factors + 2)."""
        return self.base_points * (len(factors) + 2)

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return, for each base point: A, A with one factor from B for each factor, B."""
        sampler = salib("sample.sobol")
        unit = sampler.sample(problem(factors), self.base_points, calc_second_order=False, seed=chance)
        blocks = np.array(["A", *factors, "B"])
        extra = {
            "base_point": np.repeat(np.arange(self.base_points), len(blocks)),
            "block": np.tile(blocks, self.base_points),
        }
        return Sample(spread(unit, factors), extra)
