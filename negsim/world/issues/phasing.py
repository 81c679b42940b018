"""Whether tariff cuts and market opening come at once or in steps."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase


@register("issue", "phasing")
@dataclass(frozen=True)
class Phasing(IssueRule):
    """Immediate or phased: until the end of the phase the rate in force holds where it is the higher one.

    A phased deal is valued as a mean of its final and its interim regime. Politics looks at the
    interim more than the economy does; both weights are assumptions.
    """

    levels: tuple[Literal["immediate", "phased"], ...] = setting(
        ("immediate", "phased"), help="schedules on the table"
    )
    final_weight_economic: float = setting(
        0.5, ge=0, le=1, unit="fraction", help="weight of the final regime in economic terms (assumption)"
    )
    final_weight_political: float = setting(
        0.4,
        ge=0,
        le=1,
        unit="fraction",
        help="weight of the final rate in headline, precedent and face (assumption)",
    )
    provides: ClassVar = {
        "interim_economic": "share of the interim regime in economic terms, 0 if immediate",
        "interim_political": "share of the old rate in political terms, 0 if immediate",
    }
    conditions: ClassVar[bool] = True

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue; its levels are ordered by how long they take."""
        return Issue(name, self.levels, tuple(float(x == "phased") for x in self.levels), "schedule")

    def features(self, level: Levels) -> dict[str, Array]:
        """Return the weights of the interim regime."""
        phased = np.array([float(x == "phased") for x in self.levels])[level]
        return {
            "interim_economic": phased * (1.0 - self.final_weight_economic),
            "interim_political": phased * (1.0 - self.final_weight_political),
        }
