"""Market-economy status in US anti-dumping law, apart from other concessions outside trade."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.arrays import Array
from negsim.economy.policy import TradePolicy
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.issues.strategic import PROCESS_SHARE, Concession, Strategic, worth
from negsim.world.parts import PartedIssue
from negsim.world.rule import Levels, TradeBase


@register("issue", "market_economy")
@dataclass(frozen=True)
class MarketEconomy(PartedIssue):
    """The US treats Vietnam as a market economy, which it refused on 2 August 2024.

    none : dumping margins are counted at prices of other countries; process : a review with a date, margins
    stay; full : margins are counted at Vietnamese prices, so that exposed sectors pay less: on the share
    `dumping_covered` of their flow the duty falls by `dumping_excess`. Orders stay. What goes, goes at once,
    however the tariff is phased.
    """

    levels: tuple[Concession, ...] = setting(("none", "process", "full"), help="status on the table")
    process_share: float = setting(
        PROCESS_SHARE, ge=0, le=1, unit="fraction", help="worth of a process as a share of all (assumption)"
    )
    share: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="fraction",
        help="weight in all strategic concessions; null: 0.5 (assumption, parts.csv)",
    )
    relief: float = setting(
        1.0,
        ge=0,
        le=5,
        help="part of the excess duty of exposed sectors that goes; 0: politics alone (assumption, 0 to 2)",
    )
    leaves_open: ClassVar = Strategic.leaves_open
    provides: ClassVar = Strategic.provides

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the duty that exposed sectors are spared, last axis sector."""
        if not self.relief:
            return policy
        granted = np.array([float(name == "full") for name in self.levels])[level]
        excess = self.relief * base.data.dumping_covered * base.data.dumping_excess
        return replace(policy, dumping_relief=granted[..., None] * excess)

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return "market_economy", self.share

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far status goes, and what that is of all strategic concessions."""
        return self.reached(worth(self.levels, self.process_share)[level])
