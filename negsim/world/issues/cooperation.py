"""Cooperation beyond trade."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.parts import ALL, PartedIssue
from negsim.world.rule import Levels


@register("issue", "cooperation")
@dataclass(frozen=True)
class Cooperation(PartedIssue):
    """Cooperation on critical minerals, energy and climate technology, or on one of them."""

    levels: tuple[Literal["declaratory", "binding"], ...] = setting(
        ("declaratory", "binding"), help="commitments on the table"
    )
    part: Literal["all", "minerals", "energy", "climate"] = setting(
        ALL, help="what it is about; several issues of this type may divide it up"
    )
    share: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        source="parts.csv",
        plausible=(0.1, 0.7),
        help="weight of the part in cooperation; null: .5, .25, .25 in this order",
    )
    provides: ClassVar = {
        "cooperation": "0 declaratory, 1 all binding",
        "minerals": "critical minerals: 0 declaratory, 1 binding",
        "energy": "energy: 0 declaratory, 1 binding",
        "climate": "climate technology: 0 declaratory, 1 binding",
    }

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return self.part, self.share

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how much of cooperation is binding."""
        binding = np.array([float(x == "binding") for x in self.levels])[level]
        return self.reached(binding)
