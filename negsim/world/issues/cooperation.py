"""Cooperation beyond trade."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels


@register("issue", "cooperation")
@dataclass(frozen=True)
class Cooperation(IssueRule):
    """Cooperation on critical minerals, energy and climate technology."""

    levels: tuple[Literal["declaratory", "binding"], ...] = setting(
        ("declaratory", "binding"), help="commitments on the table"
    )
    provides: ClassVar = {"cooperation": "0 declaratory, 1 binding"}

    def features(self, level: Levels) -> dict[str, Array]:
        """Return whether cooperation is binding."""
        return {"cooperation": np.array([float(x == "binding") for x in self.levels])[level]}
