"""What firms did in a run, all together; nan where they only judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.politics.countries import sides
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord

Total = Literal["share_elsewhere", "moved", "surge_peak", "rerouted", "exits", "lost", "created", "deficit"]


@register("metric", "firms")
@dataclass(frozen=True)
class FirmsTotal(Metric):
    """A total of the firms at the end of the run, before what a deal brings; nan where none acts.

    Shares: of sales sold in other markets, of production moved away, of goods of third countries in the flow,
    and the largest surge of shipments over sales in any tick; firms that gave up; thousand jobs lost and
    created since the start; the deficit of the last tick at an annual rate, as customs count it, $bn.
    """

    total: Total = setting("share_elsewhere", help="which total")
    unit: ClassVar[str] = "as the total: share, firms, thousand jobs or billion US dollars a year"

    def measure(self, record: RunRecord) -> float:
        """Return the total."""
        return nan if record.firms is None else float(getattr(record.firms, self.total))


FIRM_COLUMNS: Mapping[str, str] = {
    "share_elsewhere": "firms_share_elsewhere",
    "moved": "firms_share_moved",
    "surge_peak": "firms_surge_peak",
    "rerouted": "firms_share_rerouted",
    "exits": "firms_exits",
    "lost": "firms_jobs_lost_thousand",
    "created": "firms_jobs_created_thousand",
    "deficit": f"{sides()[0]}_deficit_published_usd_bn",
}
"""Total of the firms -> the metric that it is."""
for _total, _column in FIRM_COLUMNS.items():
    preset("metric", _column, FirmsTotal, total=_total)
