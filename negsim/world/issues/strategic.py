"""US concessions outside trade policy, as one package."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.parts import ALL, PartedIssue
from negsim.world.rule import Levels

Concession = Literal["none", "process", "full"]
PROCESS_SHARE = 0.4
"""Worth of a process as a share of the full concession (assumption, 0.2 to 0.6)."""


@register("issue", "strategic")
@dataclass(frozen=True)
class Strategic(PartedIssue):
    """US concessions outside trade: market-economy status and licences for high technology.

    none : nothing; process : a review with a date; full : status and licences. The issues `market_economy`
    and `licences` are its two halves.
    """

    levels: tuple[Concession, ...] = setting(("none", "process", "full"), help="concessions on the table")
    process_share: float = setting(
        PROCESS_SHARE,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        help="worth of a process as a share of the full concession",
    )
    leaves_open: ClassVar = frozenset({"process"})
    provides: ClassVar = {
        "strategic": "0 none, process_share process, 1 full",
        "market_economy": "market-economy status: 0 none, process_share process, 1 full",
        "licences": "high-tech licences: 0 none, process_share process, 1 full",
    }

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return ALL, None

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far the concession goes."""
        return self.reached(worth(self.levels, self.process_share)[level])


def worth(levels: tuple[Concession, ...], process_share: float) -> Array:
    """Return how far each level goes, 0 to 1."""
    known = {"none": 0.0, "process": process_share, "full": 1.0}
    return np.array([known[name] for name in levels])


@dataclass(frozen=True)
class HalfOfStrategic(PartedIssue):
    """One of the two halves of `strategic`, negotiated apart."""

    half: ClassVar[str]
    """The feature that says how far it goes."""

    levels: tuple[Concession, ...] = setting(("none", "process", "full"), help="concessions on the table")
    process_share: float = setting(
        PROCESS_SHARE,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        help="worth of a process as a share of all",
    )
    share: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="fraction",
        status="assumption",
        source="parts.csv",
        plausible=(0.3, 0.7),
        help="weight in all strategic concessions; null: 0.5",
    )
    leaves_open: ClassVar = Strategic.leaves_open
    provides: ClassVar = Strategic.provides

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return self.half, self.share

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far this half goes, and what that is of all strategic concessions."""
        return self.reached(worth(self.levels, self.process_share)[level])
