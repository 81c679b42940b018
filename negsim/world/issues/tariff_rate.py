"""The reciprocal tariff rate on Vietnamese goods."""

from dataclasses import dataclass, replace

import numpy as np

from negsim.bargaining.issue import Issue
from negsim.economy.policy import TradePolicy
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase, check_ascending


@register("issue", "tariff_rate")
@dataclass(frozen=True)
class TariffRate(IssueRule):
    """US reciprocal rate added to the ordinary duty on goods from Vietnam.

    Without a deal the rate in force holds, not the lowest level. 46 % was announced on 2 April 2025,
    20 % is in force since 7 August 2025 (Executive Order 14326).
    """

    levels: tuple[float, ...] = setting(
        (0.0, 0.10, 0.15, 0.20, 0.25, 0.46),
        ge=0,
        le=2,
        unit="fraction of customs value",
        status="design",
        help="rates on the table, ascending",
    )

    def __post_init__(self) -> None:
        """Refuse rates that are not ascending."""
        check_ascending(self.levels, "rates")

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue; its labels are rounded percentages."""
        labels = tuple(f"{100 * rate:g} %" for rate in self.levels)
        return Issue(name, labels, self.levels, "fraction", self.no_deal(base))

    def no_deal(self, base: TradeBase) -> int:
        """Return the level nearest to the rate in force."""
        return int(np.argmin(np.abs(np.array(self.levels) - base.rate_in_force)))

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the reciprocal rate."""
        return replace(policy, tariff=np.array(self.levels)[level])
