"""Every combination of the factors' levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from negsim.experiment.designs.contract import BaseValue, Design, Sample, only_levels
from negsim.experiment.designs.factor import Factor
from negsim.registry import register


@register("design", "grid")
@dataclass(frozen=True)
class Grid(Design):
    """Every combination of the factors' levels; the last factor runs fastest."""

    def adapt(self, factors: Mapping[str, Any], base: BaseValue) -> Mapping[str, Factor]:
        """Refuse ranges; without factors the grid is one point."""
        return only_levels(factors)

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the product of the numbers of levels."""
        return prod(len(factor.levels) for factor in only_levels(factors).values())

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return all combinations."""
        size, inner, codes = self.size(factors), self.size(factors), {}
        for path, factor in only_levels(factors).items():
            inner //= len(factor.levels)
            once = np.repeat(np.arange(len(factor.levels), dtype=factor.dtype), inner)
            codes[path] = np.tile(once, size // once.size)
        return Sample(codes)
