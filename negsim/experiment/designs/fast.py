"""Search curves of the extended Fourier amplitude sensitivity test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.experiment.designs.salib import problem, salib
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "fast")
@dataclass(frozen=True)
class Fast(Design):
    """A search curve for each factor, for first-order and total indices (Saltelli et al. 1999)."""

    setting_status: ClassVar[Status] = "design"

    structured: ClassVar[bool] = True
    example: ClassVar[dict[str, object]] = {"curve_points": 65}
    curve_points: int = setting(
        ge=5, unit="", help="points on each curve N, more than 4 M^2; points are N x factors"
    )
    harmonics: int = setting(4, ge=1, le=100, unit="", help="harmonics M that count towards a factor")

    def __post_init__(self) -> None:
        if self.curve_points <= 4 * self.harmonics**2:
            raise ConfigError(
                f"curve_points: must be more than 4 x harmonics^2 = {4 * self.harmonics**2}, "
                f"got {self.curve_points}"
            )

    def adapt(self, factors: Mapping[str, Any], base: BaseValue) -> Mapping[str, Factor]:
        """Refuse a single factor: a curve has nothing to tell it from."""
        if len(factors) < 2:
            raise ConfigError(f"this design needs at least two factors, got {len(factors)}")
        return factors

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return N x factors."""
        return self.curve_points * len(factors)

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the curves one after the other."""
        sampler = salib("sample.fast_sampler")
        unit = sampler.sample(problem(factors), self.curve_points, self.harmonics, seed=chance)
        return Sample(spread(unit, factors), {"curve": np.repeat(list(factors), self.curve_points)})
