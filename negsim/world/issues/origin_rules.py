"""How strictly the origin of Vietnamese goods is enforced."""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.economy.policy import DETECTION, PENALTY_RATE, TradePolicy
from negsim.errors import ConfigError
from negsim.registry import register, show
from negsim.settings.field import Status, setting
from negsim.world.rule import IssueRule, Levels, TradeBase

Enforcement = Literal["status_quo", "digital_audits", "strict"]
_RANK = ("status_quo", "digital_audits", "strict")


@register("issue", "origin_rules")
@dataclass(frozen=True)
class OriginRules(IssueRule):
    """Enforcement against goods that only pass through Vietnam.

    Detected rerouted goods pay the penalty rate (40 %, announced on 2 July 2025); a cap on Chinese content
    adds compliance cost; strict rules also move part of the legal flow of China-heavy sectors to the penalty.
    All three schedules are assumptions; what the status quo says holds without a deal too.
    """

    setting_status: ClassVar[Status] = "assumption"

    levels: tuple[Enforcement, ...] = setting(_RANK, help="enforcement on the table, ascending")
    detection: tuple[float, ...] = setting(
        (DETECTION, 0.25, 0.60),
        ge=0,
        le=1,
        unit="fraction",
        help="share of rerouted goods found, one an enforcement, the first without a deal too",
    )
    content_cap: tuple[float, ...] = setting(
        (1.0, 0.15, 0.10),
        ge=0,
        le=1,
        unit="fraction",
        help="Chinese content without compliance cost, one an enforcement",
    )
    content_penalty: tuple[float, ...] = setting(
        (0.0, 0.0, 0.10),
        ge=0,
        le=1,
        unit="fraction",
        help="share of the legal flow of China-heavy sectors at the penalty rate",
    )
    penalty_rate: float = setting(
        PENALTY_RATE,
        ge=0,
        le=2,
        unit="fraction",
        status="data",
        source="announced on 2 July 2025 for goods in transit",
        help="rate on detected goods",
    )
    provides: ClassVar = {"origin": "0 status quo, 0.5 digital and audits, 1 strict"}

    def __post_init__(self) -> None:
        """Refuse schedules that do not have a share for each enforcement."""
        for name in ("detection", "content_cap", "content_penalty"):
            shares = getattr(self, name)
            if len(shares) != len(_RANK):
                allowed = ", ".join(_RANK)
                raise ConfigError(
                    f"{name}: must be one fraction each for {allowed}, got {show(list(shares))}"
                )

    def apply(self, policy: TradePolicy, level: Levels, base: TradeBase) -> TradePolicy:
        """Set detection, content cap and penalties."""
        return self._enforced(policy, self._rank()[level])

    def without_deal(self, policy: TradePolicy) -> TradePolicy:
        """Return what the status quo means: checks, cap and penalties hold without a deal as well."""
        return self._enforced(policy, np.zeros_like(policy.tariff, dtype=np.intp))

    def _enforced(self, policy: TradePolicy, rank: Levels) -> TradePolicy:
        return replace(
            policy,
            detection=np.array(self.detection)[rank],
            content_cap=np.array(self.content_cap)[rank],
            content_penalty_share=np.array(self.content_penalty)[rank],
            penalty_rate=self.penalty_rate,
        )

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how strict the rules are."""
        return {"origin": self._rank()[level] / (len(_RANK) - 1)}

    def _rank(self) -> Levels:
        return np.array([_RANK.index(name) for name in self.levels], dtype=np.intp)
