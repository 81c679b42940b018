"""Vietnamese purchases of US goods: aircraft, energy, farm goods."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.economy.policy import TradePolicy
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase, check_ascending


@register("issue", "purchases")
@dataclass(frozen=True)
class Purchases(IssueRule):
    """Announced purchases a year. Part is not carried out and part would have happened anyway.

    Phase One with China delivered 57-58 % of what was promised (Bown 2022). What is carried out fills the
    products of `purchase_capacity.csv`, most additional first, up to what Vietnam can take and the US
    deliver in `capacity_year` (`negsim.economy.purchases`).
    """

    levels: tuple[float, ...] = setting(
        (0.0, 5.0, 15.0),
        ge=0,
        le=1000,
        unit="usd_bn_per_year",
        status="design",
        help="announced purchases, ascending",
    )
    unit: Literal["usd_bn_per_year"] = setting("usd_bn_per_year", help="unit of the levels")
    additionality: float = setting(
        0.5,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        help="share not bought anyway: 0 the low, 1 the high end of each product's range",
    )
    compliance: float = setting(
        0.58,
        ge=0,
        le=1,
        unit="fraction",
        status="literature",
        source="Bown 2022: Phase One with China",
        help="share of the announcement carried out",
    )
    capacity_year: int = setting(
        2027,
        ge=2025,
        le=2030,
        unit="year",
        status="design",
        help="year whose capacity holds: 2027 goes with the short run",
    )
    provides: ClassVar = {"announced_purchases": "announced purchases, billion US dollars a year"}

    def __post_init__(self) -> None:
        """Refuse amounts that are not ascending."""
        check_ascending(self.levels, "amounts")

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue."""
        labels = tuple(f"${amount:g} bn" if amount else "none" for amount in self.levels)
        return Issue(name, labels, self.levels, self.unit)

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the purchases that add to US exports, and what switching suppliers costs."""
        capacity = base.data.purchases
        carried_out = self.compliance * np.array(self.levels)
        added = capacity.added(carried_out, self.capacity_year, self.additionality)
        cost = capacity.switching_cost(added)
        return replace(policy, added_purchases=added.sum(axis=-1)[level], switching_cost=cost[level])

    @property
    def expected_compliance(self) -> float:
        """Share of the announcement that is expected to be carried out."""
        return self.compliance

    def carried_out(self, share: float) -> "Purchases":
        """Return the rule if this share of the announcement is carried out."""
        return replace(self, compliance=share)

    def features(self, level: Levels) -> dict[str, Array]:
        """Return what is announced."""
        return {"announced_purchases": np.array(self.levels)[level]}
