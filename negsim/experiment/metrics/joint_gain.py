"""What the two sides gained together."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.experiment.metrics.contract import Metric
from negsim.registry import register
from negsim.talks.record import RunRecord


@register("metric", "joint_gain")
@dataclass(frozen=True)
class JointGain(Metric):
    """Sum over the parties of scaled gains over their reservation values, in the tables at the start.

    Scaling puts each party's worst and best outcome at 0 and 1; raw units of two countries do not compare.
    """

    unit: ClassVar[str] = "scaled utility"
    better: ClassVar[str] = "higher"

    def measure(self, record: RunRecord) -> float:
        """Return the sum of scaled gains; nan if a party values all outcomes alike."""
        spans = [(p.initial_gain, p.scale[1] - p.scale[0]) for p in record.parties.values()]
        return sum(gain / span if span > 0.0 else float("nan") for gain, span in spans)
