"""Morris's trajectories: each step moves one factor, for screening many factors cheaply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.contract import BaseValue, Design, Sample, spread
from negsim.experiment.designs.factor import Factor
from negsim.experiment.designs.salib import problem, salib
from negsim.registry import register
from negsim.settings.field import Status, setting


@register("design", "morris")
@dataclass(frozen=True)
class Morris(Design):
    """Random trajectories on which each step moves one factor (Morris 1991)."""

    setting_status: ClassVar[Status] = "design"

    structured: ClassVar[bool] = True
    trajectories: int = setting(20, ge=2, unit="", help="trajectories r; points are r x (factors + 1)")
    levels: int = setting(
        4, ge=2, le=1000, unit="", help="steps into which each factor is cut, an even number"
    )

    def __post_init__(self) -> None:
        if self.levels % 2:
            raise ConfigError(f"levels: must be an even number, got {self.levels}")

    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return r x (factors + 1)."""
        return self.trajectories * (len(factors) + 1)

    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the trajectories one after the other."""
        sampler = salib("sample.morris")
        unit = sampler.sample(problem(factors), self.trajectories, self.levels, seed=chance)
        long = len(factors) + 1
        change = np.diff(unit.reshape(self.trajectories, long, -1), axis=1)
        moved = np.abs(change).argmax(axis=2)
        step = np.take_along_axis(change, moved[..., None], axis=2)[..., 0]
        names = np.array(["", *factors], dtype=object)
        extra = {
            "trajectory": np.repeat(np.arange(self.trajectories), long),
            "moved": names[np.pad(moved + 1, ((0, 0), (1, 0))).ravel()],
            "step": np.pad(step, ((0, 0), (1, 0)), constant_values=np.nan).ravel(),
        }
        return Sample(spread(unit, factors), extra)
