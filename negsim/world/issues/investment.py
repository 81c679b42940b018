"""Investment that the partner pledges in the country that sets the tariff."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase, check_ascending


@register("issue", "investment")
@dataclass(frozen=True)
class Investment(IssueRule):
    """Pledged investment in all, of which a share is ever made: headlines count one, budgets the other.

    Public pledges of 2025: Japan $550 bn (22 July, mostly loans and guarantees), Korea $350 bn (30 July).
    What such pledges come to is not known; purchases of Phase One came to 57-58 % (Bown 2022). A pledge moves
    no trade here. Terms read `announced_investment` on one side, `realised_investment` on the other.
    """

    levels: tuple[float, ...] = setting(
        (0.0, 100.0, 350.0),
        ge=0,
        le=10_000,
        unit="usd_bn",
        status="design",
        help="pledges on the table, ascending",
    )
    unit: Literal["usd_bn"] = setting("usd_bn", help="unit of the levels")
    realised: float = setting(
        0.58,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        source="purchases of Phase One with China (Bown 2022)",
        plausible=(0.1, 0.9),
        help="share of the pledge that is made",
    )
    provides: ClassVar = {
        "announced_investment": "pledged investment, billion US dollars in all",
        "realised_investment": "investment that is made, billion US dollars in all",
    }

    def __post_init__(self) -> None:
        """Refuse amounts that are not ascending."""
        check_ascending(self.levels, "amounts")

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue."""
        labels = tuple(f"${amount:g} bn invested" if amount else "none" for amount in self.levels)
        return Issue(name, labels, self.levels, self.unit)

    @property
    def expected_compliance(self) -> float:
        """Share of the pledge that is expected to be made."""
        return self.realised

    def carried_out(self, share: float) -> "Investment":
        """Return the rule if this share of the pledge is made."""
        return replace(self, realised=share)

    def features(self, level: Levels) -> dict[str, Array]:
        """Return what is announced and what comes of it."""
        announced = np.array(self.levels)[level]
        return {"announced_investment": announced, "realised_investment": self.realised * announced}
