"""Binding reform at home."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.rule import IssueRule, Levels


@register("issue", "reform")
@dataclass(frozen=True)
class Reform(IssueRule):
    """Vietnamese reform of intellectual property, labour, non-tariff barriers and currency reporting."""

    levels: tuple[Literal["none", "binding"], ...] = setting(
        ("none", "binding"), help="commitments on the table"
    )
    provides: ClassVar = {"reform": "0 none, 1 binding"}

    def features(self, level: Levels) -> dict[str, Array]:
        """Return whether reform is binding."""
        return {"reform": np.array([float(x == "binding") for x in self.levels])[level]}
