"""Exemption of chosen sectors from the reciprocal tariff, sector by sector."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.economy.policy import TradePolicy
from negsim.errors import ConfigError
from negsim.registry import register, show, unknown
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase, check_ascending


@register("issue", "sector_exemption")
@dataclass(frozen=True)
class SectorExemption(IssueRule):
    """Share of the flow of some sectors freed from the reciprocal rate, beyond the law of the date."""

    example: ClassVar[dict[str, object]] = {"sectors": ("apparel", "footwear")}

    sectors: tuple[str, ...] = setting(help="sectors of the trade data, e.g. [apparel, footwear]")
    levels: tuple[float, ...] = setting(
        (0.0, 1.0),
        ge=0,
        le=1,
        unit="fraction of the flow",
        status="design",
        help="shares on the table, ascending",
    )
    extent: float = setting(
        0.25,
        ge=0,
        le=1,
        unit="",
        status="assumption",
        help="weight of full exemption when concessions are compared",
    )
    repeatable: ClassVar[bool] = True
    provides: ClassVar = {"exemption_extent": "0 none, 0.5 annex, 1 broad"}

    def __post_init__(self) -> None:
        """Refuse shares that are not ascending, and an exemption of nothing."""
        check_ascending(self.levels, "shares")
        if not self.sectors or len(set(self.sectors)) != len(self.sectors):
            raise ConfigError(f"sectors: must name at least one, none twice, got {show(list(self.sectors))}")

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue, after checking that the sectors exist."""
        for sector in self.sectors:
            if sector not in base.data.sectors:
                raise ConfigError(f"issues.{name}.sectors: {unknown('sector', sector, base.data.sectors)}")
        return Issue(
            name, tuple(f"{100 * share:g} % exempt" for share in self.levels), self.levels, "fraction"
        )

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Add the exempt shares to those of other issues; a sector's exemptions stop at its whole flow."""
        chosen = np.array([float(name in self.sectors) for name in base.data.sectors])
        legal = base.data.legal_exempt_share(base.policy_date)
        added = np.array(self.levels)[level][..., None] * chosen
        return replace(policy, newly_exempt=np.minimum(policy.newly_exempt + added, 1.0 - legal))

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far this exemption goes as a concession."""
        return {"exemption_extent": self.extent * np.array(self.levels)[level]}
