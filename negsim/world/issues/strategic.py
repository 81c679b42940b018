"""US concessions outside trade policy."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels


@register("issue", "strategic")
@dataclass(frozen=True)
class Strategic(IssueRule):
    """US concessions outside trade: market-economy status and licences for high technology.

    none : nothing; process : a review with a date; full : status and licences.
    """

    levels: tuple[Literal["none", "process", "full"], ...] = setting(
        ("none", "process", "full"), help="concessions on the table"
    )
    process_share: float = setting(
        0.4,
        ge=0,
        le=1,
        unit="fraction",
        help="worth of a process as a share of the full concession (assumption)",
    )
    leaves_open: ClassVar = frozenset({"process"})
    provides: ClassVar = {"strategic": "0 none, process_share process, 1 full"}

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far the concession goes."""
        worth = {"none": 0.0, "process": self.process_share, "full": 1.0}
        return {"strategic": np.array([worth[x] for x in self.levels])[level]}
