"""How often agreements are refused at home."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.experiment.metrics.contract import Metric
from negsim.registry import register
from negsim.talks.record import RunRecord


@register("metric", "ratification_failures")
@dataclass(frozen=True)
class RatificationFailures(Metric):
    """Agreements that were signed and then refused at home, on either side: involuntary defection.

    References
    ----------
    Putnam (1988), Diplomacy and Domestic Politics.
    """

    unit: ClassVar[str] = "agreements"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return their number in this run."""
        return float(record.ratification_failures)
