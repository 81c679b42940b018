"""Vietnamese purchases of US goods: aircraft, energy, farm goods."""

from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.errors import ConfigError
from negsim.registry import register, show
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase


@register("issue", "purchases")
@dataclass(frozen=True)
class Purchases(IssueRule):
    """Announced purchases a year. Part would have happened anyway and part is not carried out.

    Phase One with China delivered 57-58 % of what was promised (Bown 2022).
    """

    levels: tuple[float, ...] = setting(
        (0.0, 5.0, 15.0), help="announced purchases, ascending", unit="usd_bn_per_year", ge=0, le=1000
    )
    unit: Literal["usd_bn_per_year"] = setting("usd_bn_per_year", help="unit of the levels")
    additionality: float = setting(
        0.5, ge=0, le=1, unit="fraction", help="share that would not have been bought anyway (assumption)"
    )
    compliance: float = setting(
        0.58, ge=0, le=1, unit="fraction", help="share of the announcement carried out (Bown 2022)"
    )
    provides: ClassVar = {
        "announced_purchases": "announced purchases, billion US dollars a year",
        "added_purchases": "purchases that add to US exports, billion US dollars a year",
    }

    def __post_init__(self) -> None:
        """Refuse amounts that are not ascending."""
        if not self.levels or any(a >= b for a, b in pairwise(self.levels)):
            raise ConfigError(f"levels: must be ascending amounts, got {show(list(self.levels))}")

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue."""
        labels = tuple(f"${amount:g} bn" if amount else "none" for amount in self.levels)
        return Issue(name, labels, self.levels, self.unit)

    def features(self, level: Levels) -> dict[str, Array]:
        """Return announced and additional purchases."""
        announced = np.array(self.levels)[level]
        return {
            "announced_purchases": announced,
            "added_purchases": announced * (self.additionality * self.compliance),
        }
