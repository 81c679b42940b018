"""The contract of a design: from factors to the points that are run."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from negsim.errors import ConfigError
from negsim.experiment.designs.factor import Array, Factor, Levels

BaseValue = Callable[[str], Any]
"""Dotted path -> what the scenario says there before any factor is applied."""


@dataclass(frozen=True)
class Sample:
    """The points of a design, column by column.

    Attributes
    ----------
    codes : dotted path -> code of the factor's level at each point
    extra : further columns of `design.parquet` that say what a point is for
    """

    codes: Mapping[str, Array]
    extra: Mapping[str, Array] = field(default_factory=dict)


class Design(ABC):
    """How points are chosen.

    `structured` designs are read as a whole afterwards: no point may be left out of them.
    """

    structured: ClassVar[bool] = False

    def located(self, folder: Path) -> "Design":
        """Return the design with the files it names read; they may be relative to `folder`."""
        return self

    def adapt(self, factors: Mapping[str, Any], base: BaseValue) -> Mapping[str, Factor]:
        """Return the factors as this design uses them.

        Raises
        ------
        ConfigError : if it cannot use them; the message starts with the factor's path.
        """
        if not factors:
            raise ConfigError("there are no factors; this design needs at least one")
        return factors

    @abstractmethod
    def size(self, factors: Mapping[str, Factor]) -> int:
        """Return the number of points."""

    @abstractmethod
    def sample(self, factors: Mapping[str, Factor], base: BaseValue, chance: np.random.Generator) -> Sample:
        """Return the points; the same chance gives the same points."""


def spread(unit: Array, factors: Mapping[str, Factor]) -> dict[str, Array]:
    """Return codes from positions in the unit cube, one column a factor."""
    return {path: factor.at(unit[:, k]) for k, (path, factor) in enumerate(factors.items())}


def only_levels(factors: Mapping[str, Factor]) -> Mapping[str, Levels]:
    """Return the factors if all of them have levels.

    Raises
    ------
    ConfigError : for the first range.
    """
    levels = {}
    for path, factor in factors.items():
        if not isinstance(factor, Levels):
            raise ConfigError(
                f"{path}: a grid needs levels, got the range {factor.low:g} to {factor.high:g}; "
                "list levels, or choose a design that samples, e.g. sobol"
            )
        levels[path] = factor
    return levels
