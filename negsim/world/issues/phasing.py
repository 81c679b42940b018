"""Whether tariff cuts and market opening come at once or in steps."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import Status, setting
from negsim.world.rule import IssueRule, Levels, TradeBase

SHARES = {
    "tariff": ("interim_economic", "interim_political"),
    "access": ("interim_access",),
}
"""What is phased -> the features that say so."""
FINAL_POLITICAL = 0.4
"""Weight of the final rate in politics (assumption)."""


@register("issue", "phasing")
@dataclass(frozen=True)
class Phasing(IssueRule):
    """Immediate or phased: until the end of the phase the rate in force holds where it is the higher one.

    A phased deal is valued as a mean of its final and its interim regime. Politics looks at the
    interim more than the economy does; both weights are assumptions. One issue phases both sides' cuts, or
    two issues phase them apart: the US tariff, and the opening of Vietnam's market.
    """

    setting_status: ClassVar[Status] = "assumption"

    levels: tuple[Literal["immediate", "phased"], ...] = setting(
        ("immediate", "phased"), help="schedules on the table"
    )
    part: Literal["all", "tariff", "access"] = setting(
        "all", help="whose cuts: both sides', the US tariff alone, or the opening of Vietnam's market alone"
    )
    final_weight_economic: float = setting(
        0.5, ge=0, le=1, unit="fraction", help="weight of the final regime in economic terms"
    )
    final_weight_political: float = setting(
        FINAL_POLITICAL,
        ge=0,
        le=1,
        unit="fraction",
        help="weight of the final rate in headline, precedent and face",
    )
    provides: ClassVar = {
        "interim_economic": "share of the interim tariff in economic terms, 0 if immediate",
        "interim_political": "share of the old rate in political terms, 0 if immediate",
        "interim_access": "share of the interim opening of the partner's market, 0 if immediate",
    }
    conditions: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Refuse a weight of the rate where the rate is not phased."""
        if self.part == "access" and self.final_weight_political != FINAL_POLITICAL:
            raise ConfigError("final_weight_political: moves nothing where access alone is phased; drop it")

    @property
    def effects(self) -> tuple[object, ...]:
        """The features of what is phased: each is set by one issue."""
        return tuple(name for part, names in SHARES.items() if self.part in ("all", part) for name in names)

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue; its levels are ordered by how long they take."""
        return Issue(name, self.levels, tuple(float(x == "phased") for x in self.levels), "schedule")

    def features(self, level: Levels) -> dict[str, Array]:
        """Return the weights of the interim regime."""
        phased = np.array([float(x == "phased") for x in self.levels])[level]
        economic = phased * (1.0 - self.final_weight_economic)
        political = phased * (1.0 - self.final_weight_political)
        known = {"interim_economic": economic, "interim_political": political, "interim_access": economic}
        elsewhere = np.zeros((1,) * phased.ndim)
        return {name: value if name in self.effects else elsewhere for name, value in known.items()}
