"""Cooperation beyond trade."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels, TradeBase


@register("issue", "cooperation")
@dataclass(frozen=True)
class Cooperation(IssueRule):
    """Cooperation on critical minerals, energy and climate technology."""

    levels: tuple[Literal["declaratory", "binding"], ...] = setting(
        ("declaratory", "binding"), help="commitments on the table"
    )
    provides: ClassVar = {"cooperation": "0 declaratory, 1 binding"}

    def issue(self, name: str, base: TradeBase) -> Issue:
        """Return the issue."""
        return Issue(name, self.levels, ordered=True)

    def features(self, level: Levels) -> dict[str, Array]:
        """Return whether cooperation is binding."""
        return {"cooperation": np.array([float(x == "binding") for x in self.levels])[level]}
