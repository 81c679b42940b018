"""What a deal turns out to be after its signature, and what the talks lost their time to."""

from dataclasses import dataclass
from math import nan
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.aftermath import LOOKS
from negsim.talks.obstacles import CAUSES
from negsim.talks.record import RunRecord


@register("metric", "deficit_announced_usd_bn")
@dataclass(frozen=True)
class DeficitAnnounced(Metric):
    """Deficit as the text promises it: final levels at once, all purchases carried out and additional.

    Nan without an agreement, and where deals are not followed (`implementation.ticks`).
    """

    unit: ClassVar[str] = "billion US dollars a year"

    def measure(self, record: RunRecord) -> float:
        """Return the deficit."""
        return record.aftermath.deficit_announced if record.aftermath else nan


@register("metric", "deficit_realised")
@dataclass(frozen=True)
class DeficitRealised(Metric):
    """Deficit as it is some ticks after entry into force: what is phased in so far, what was carried out.

    Nan without an agreement, and where deals are not followed so long (`implementation.ticks`).
    """

    after: Literal[0, 13, 26] = setting(26, help="ticks after entry into force")
    unit: ClassVar[str] = "billion US dollars a year"

    def measure(self, record: RunRecord) -> float:
        """Return the deficit."""
        return record.aftermath.deficit_realised.get(self.after, nan) if record.aftermath else nan


@register("metric", "deficit_gap_usd_bn")
@dataclass(frozen=True)
class DeficitGap(Metric):
    """Deficit 26 ticks after entry into force, less the one that was announced.

    Nan without an agreement, and where deals are not followed so long (`implementation.ticks`).
    """

    unit: ClassVar[str] = "billion US dollars a year"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return the difference."""
        after = record.aftermath
        return after.deficit_realised.get(26, nan) - after.deficit_announced if after else nan


@register("metric", "substance_index")
@dataclass(frozen=True)
class SubstanceIndex(Metric):
    """How much of what a deal promises is there when it is followed no longer, 0 to 1.

    Mean of deficit cut, tariff relief and evasion found over what is announced, and of the weight of issues
    at a binding level (`negsim.talks.aftermath.substance`). Nan without an agreement.
    """

    unit: ClassVar[str] = "share"
    better: ClassVar[str] = "higher"

    def measure(self, record: RunRecord) -> float:
        """Return the index."""
        return record.aftermath.substance_index if record.aftermath else nan


@register("metric", "headline_ratio")
@dataclass(frozen=True)
class HeadlineRatio(Metric):
    """Share of what is agreed that makes a headline: rate, market access and purchases, not conduct.

    H / (H + S) of `negsim.talks.aftermath.headline_ratio`; nan without an agreement, or if it agrees nothing.
    """

    unit: ClassVar[str] = "share"

    def measure(self, record: RunRecord) -> float:
        """Return the ratio."""
        return record.aftermath.headline_ratio if record.aftermath else nan


@register("metric", "compliance")
@dataclass(frozen=True)
class Compliance(Metric):
    """Least share of a promise that was carried out; nan without a promise that can fall short."""

    unit: ClassVar[str] = "share"
    better: ClassVar[str] = "higher"

    def measure(self, record: RunRecord) -> float:
        """Return the share."""
        return record.aftermath.compliance if record.aftermath else nan


@register("metric", "snapped_back")
@dataclass(frozen=True)
class SnappedBack(Metric):
    """1 if the tariff went back to the rate without a deal while the deal was followed, else 0."""

    unit: ClassVar[str] = "share of runs"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return 1 or 0."""
        return float(record.aftermath is not None and record.aftermath.snapped_back)


@register("metric", "delay")
@dataclass(frozen=True)
class Delay(Metric):
    """Ticks without agreement that were lost to one cause; see `negsim.talks.obstacles.delay_of`."""

    cause: Literal["court", "deadline", "ratification", "tactics"] = setting(
        "tactics", help="what the ticks were lost to"
    )
    unit: ClassVar[str] = "ticks"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return their number; nan where deals are not followed (`implementation.ticks`)."""
        return float(record.delays.count(self.cause)) if record.aftermath else nan


for _after in LOOKS:
    preset("metric", f"deficit_realised_{_after}_usd_bn", DeficitRealised, after=_after)
for _cause in CAUSES:
    preset("metric", f"delay_{_cause}", Delay, cause=_cause)
AFTERMATH_COLUMNS = (
    "deficit_announced_usd_bn",
    *(f"deficit_realised_{after}_usd_bn" for after in LOOKS),
    "deficit_gap_usd_bn",
    "substance_index",
    "headline_ratio",
    "compliance",
    "snapped_back",
    *(f"delay_{cause}" for cause in CAUSES),
)
"""Metrics that are columns where deals are followed."""
