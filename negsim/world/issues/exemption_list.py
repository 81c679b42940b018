"""Which Vietnamese goods are exempt from the reciprocal tariff, beyond the law of the date."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.economy.policy import TradePolicy
from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase

Extent = Literal["none", "annex", "broad"]


@register("issue", "exemption_list")
@dataclass(frozen=True)
class ExemptionList(IssueRule):
    """Goods freed from the reciprocal rate, relative to the legal list of the date.

    none : the legal list alone; annex : what Annex III of Executive Order 14346 adds to it, public since
    5 September 2025, so that no earlier world can negotiate it; broad : the annex, once it is public, and at
    least the shares of `sector_parameters.csv` (assumption).
    """

    levels: tuple[Extent, ...] = setting(("none", "annex", "broad"), help="extents on the table, ascending")
    provides: ClassVar = {"exemption_extent": "0 none, 0.5 annex, 1 broad"}

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue, after checking that its lists exist at the date of the law."""
        start = base.data.offered_list.start
        if "annex" in self.levels and base.policy_date < start:
            raise ConfigError(
                f"issues.{name}.levels: 'annex' is Annex III of Executive Order 14346, public since {start}, "
                f"but economy.policy_date is {base.policy_date}; allowed before it are none and broad"
            )
        return Issue(name, self.levels, ordered=True)

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the newly exempt share of each sector, last axis sector."""
        shares = np.stack([self._newly_exempt(extent, base) for extent in self.levels])
        return replace(policy, newly_exempt=shares[level])

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far the list goes."""
        extent = {"none": 0.0, "annex": 0.5, "broad": 1.0}
        return {"exemption_extent": np.array([extent[name] for name in self.levels])[level]}

    def _newly_exempt(self, extent: str, base: TradeBase) -> Array:
        legal = base.data.legal_exempt_share(base.policy_date)
        if extent == "none":
            return np.zeros_like(legal)
        known = base.policy_date >= base.data.offered_list.start
        annex = base.data.annex_share(base.policy_date) if known else np.zeros_like(legal)
        if extent == "annex":
            return annex
        return np.maximum(legal + annex, base.data.broad_share) - legal
