"""How often the talks succeed."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.experiment.metrics.contract import Metric
from negsim.registry import register
from negsim.talks.record import RunRecord


@register("metric", "agreement_rate")
@dataclass(frozen=True)
class AgreementRate(Metric):
    """1 if the run ended in an agreement, else 0; its mean is the agreement rate."""

    unit: ClassVar[str] = "share of runs"

    def measure(self, record: RunRecord) -> float:
        """Return 1 or 0."""
        return float(record.agreement is not None)
