"""Vietnam's tariffs on US goods."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.economy.policy import TradePolicy
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase

Opening = Literal["none", "selective", "all"]


@register("issue", "market_access")
@dataclass(frozen=True)
class MarketAccess(IssueRule):
    """Zero Vietnamese duty on no, some or all groups of US goods.

    selective : the groups marked in `groups.csv` (vehicles, food, meat, feed grains, energy), where the
    remaining rates are high; base is the rate after Decree 73 of 31 March 2025.
    """

    levels: tuple[Opening, ...] = setting(
        ("none", "selective", "all"), help="openings on the table, ascending"
    )
    provides: ClassVar = {"access": "0 none, 0.5 selective, 1 all: political weight of the opening"}

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the share of the Vietnamese duty that is removed, last axis product group."""
        groups = base.data.export_groups
        selective = np.array([float(group in base.data.selective_groups) for group in groups])
        removed = {"none": np.zeros(len(groups)), "selective": selective, "all": np.ones(len(groups))}
        return replace(policy, access=np.stack([removed[name] for name in self.levels])[level])

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far the market opens."""
        opening = {"none": 0.0, "selective": 0.5, "all": 1.0}
        return {"access": np.array([opening[name] for name in self.levels])[level]}
