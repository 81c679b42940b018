"""Market-economy status in US anti-dumping law, apart from other concessions outside trade."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from negsim.economy.policy import TradePolicy
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.issues.strategic import HalfOfStrategic
from negsim.world.rule import Levels, TradeBase


@register("issue", "market_economy")
@dataclass(frozen=True)
class MarketEconomy(HalfOfStrategic):
    """The US treats Vietnam as a market economy, which it refused on 2 August 2024.

    none : dumping margins are counted at prices of other countries; process : a review with a date, margins
    stay; full : margins are counted at Vietnamese prices, so that exposed sectors pay less: on the share
    `dumping_covered` of their flow the duty falls by `dumping_excess`. Orders stay. What goes, goes at once,
    however the tariff is phased.
    """

    half: ClassVar = "market_economy"
    relief: float = setting(
        1.0,
        ge=0,
        le=5,
        unit="",
        status="assumption",
        plausible=(0, 2),
        help="part of the excess duty of exposed sectors that goes; 0: politics alone",
    )

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set the duty that exposed sectors are spared, last axis sector."""
        if not self.relief:
            return policy
        granted = np.array([float(name == "full") for name in self.levels])[level]
        excess = self.relief * base.data.dumping_covered * base.data.dumping_excess
        return replace(policy, dumping_relief=granted[..., None] * excess)
