"""The scenario as it is, then each factor moved through its levels while the others stay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import BaseValue, Design, Sample
from negsim.experiment.designs.factor import Factor, Levels, level_key
from negsim.registry import register, show


@register("design", "one_at_a_time")
@dataclass(frozen=True)
class OneAtATime(Design):
    """The scenario as it is, then each factor through its levels or to the ends of its range."""

    def adapt(self, factors: Mapping[str, Any], base: BaseValue) -> Mapping[str, Factor]:
        """Add the scenario's own value to the levels of each factor."""
        super().adapt(factors, base)
        adapted: dict[str, Factor] = {}
        for path, factor in factors.items():
            value = base(path)
            if isinstance(factor, Levels):
                known = {level_key(level) for level in factor.levels}
                more = () if level_key(value) in known else (value,)
                factor = replace(factor, levels=(*factor.levels, *more))
            elif not isinstance(value, int | float) or isinstance(value, bool):
                raise ConfigError(f"{path}: has a range, but the scenario's value is {show(value)}")
            adapted[path] = factor
        return adapted

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the most points there can be: those that equal the scenario are made once."""
        return 1 + sum(len(factor.levels) if isinstance(factor, Levels) else 2 for factor in factors.values())

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the scenario's own point, then one factor after the other."""
        start = {path: _code(factor, base(path)) for path, factor in factors.items()}
        points, moved = [start], [""]
        for path, factor in factors.items():
            ends = range(len(factor.levels)) if isinstance(factor, Levels) else factor.ends
            for code in ends:
                if code != start[path]:
                    points.append({**start, path: code})
                    moved.append(path)
        codes = {path: np.array([point[path] for point in points]) for path in factors}
        return Sample(codes, {"moved": np.array(moved, dtype=object)})


def _code(factor: Factor, value: Any) -> Any:
    if isinstance(factor, Levels):
        return [level_key(level) for level in factor.levels].index(level_key(value))
    return factor.value(value)
