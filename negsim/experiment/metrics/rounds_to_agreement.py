"""How long agreements take."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.experiment.metrics.contract import Metric
from negsim.registry import register
from negsim.talks.record import RunRecord


@register("metric", "rounds_to_agreement")
@dataclass(frozen=True)
class RoundsToAgreement(Metric):
    """Rounds begun until the agreement; nan without one."""

    unit: ClassVar[str] = "rounds"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return the number of rounds."""
        return float(record.rounds) if record.agreement is not None else float("nan")
