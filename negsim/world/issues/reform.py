"""Binding reform at home."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.parts import ALL, PartedIssue
from negsim.world.rule import Levels


@register("issue", "reform")
@dataclass(frozen=True)
class Reform(PartedIssue):
    """Vietnamese reform: labour, intellectual property, non-tariff barriers and currency, or one of them."""

    levels: tuple[Literal["none", "binding"], ...] = setting(
        ("none", "binding"), help="commitments on the table"
    )
    part: Literal["all", "labour", "intellectual_property", "non_tariff_barriers", "currency"] = setting(
        ALL, help="what is reformed; several issues of this type may divide it up"
    )
    share: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        source="parts.csv",
        plausible=(0.05, 0.6),
        help="weight of the part in reform; null: .25, .25, .375, .125 in this order",
    )
    provides: ClassVar = {
        "reform": "0 none, 1 all binding",
        "labour": "labour rights: 0 none, 1 binding",
        "intellectual_property": "intellectual property: 0 none, 1 binding",
        "non_tariff_barriers": "standards, licences and customs: 0 none, 1 binding",
        "currency": "reporting on the exchange rate: 0 none, 1 binding",
    }

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return self.part, self.share

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how much of reform is binding."""
        binding = np.array([float(x == "binding") for x in self.levels])[level]
        return self.reached(binding)
