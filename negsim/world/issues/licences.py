"""US licences for high technology, apart from other concessions outside trade."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.arrays import Array
from negsim.registry import register
from negsim.settings.field import setting
from negsim.world.issues.strategic import PROCESS_SHARE, Concession, Strategic, worth
from negsim.world.parts import PartedIssue
from negsim.world.rule import Levels


@register("issue", "licences")
@dataclass(frozen=True)
class Licences(PartedIssue):
    """Vietnam leaves the country groups of US export control, so that high technology needs no licence.

    The half of `strategic` that security establishments and technology firms look at.
    """

    levels: tuple[Concession, ...] = setting(("none", "process", "full"), help="concessions on the table")
    process_share: float = setting(
        PROCESS_SHARE, ge=0, le=1, unit="fraction", help="worth of a process as a share of all (assumption)"
    )
    share: float | None = setting(
        None,
        ge=0,
        le=1,
        unit="fraction",
        help="weight in all strategic concessions; null: 0.5 (assumption, parts.csv)",
    )
    leaves_open: ClassVar = Strategic.leaves_open
    provides: ClassVar = Strategic.provides

    @property
    def negotiated(self) -> tuple[str, float | None]:
        """What of the whole is negotiated, and its share."""
        return "licences", self.share

    def features(self, level: Levels) -> dict[str, Array]:
        """Return how far licensing is eased, and what that is of all strategic concessions."""
        return self.reached(worth(self.levels, self.process_share)[level])
