"""How far the end of a run is from efficient and from fair outcomes."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord


@register("metric", "distance")
@dataclass(frozen=True)
class Distance(Metric):
    """Euclidean distance in the tables at the start, each party's utilities scaled to [0, 1].

    References
    ----------
    Nash (1950); Kalai & Smorodinsky (1975).
    """

    to: Literal["pareto", "nash", "ks"] = setting("nash", help="frontier (pareto) or bargaining point")
    unit: ClassVar[str] = "scaled utility"
    better: ClassVar[str] = "lower"

    def measure(self, record: RunRecord) -> float:
        """Return the distance; without agreement, of no deal at the rate in force."""
        return record.distances[f"{self.to}_distance"]


preset("metric", "pareto_distance", Distance, to="pareto")
preset("metric", "nash_distance", Distance, to="nash")
preset("metric", "ks_distance", Distance, to="ks")
