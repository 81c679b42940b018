"""What the end of the talks means for trade."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord

Total = Literal[
    "vietnam_to_us_usd_bn",
    "us_to_vietnam_usd_bn",
    "us_deficit_usd_bn",
    "us_tariff_revenue_usd_bn",
    "us_consumer_surplus_usd_bn",
    "vietnam_exporter_surplus_usd_bn",
]


@register("metric", "trade")
@dataclass(frozen=True)
class Trade(Metric):
    """A total of the world at the end of the run, a year; without agreement, of the rate in force.

    Flows and the deficit are levels (positive deficit: the US buys more than it sells); revenue and
    surpluses are changes against no deal at the rate in force.
    """

    total: Total = setting("us_deficit_usd_bn", help="which total")
    unit: ClassVar[str] = "billion US dollars a year"

    def measure(self, record: RunRecord) -> float:
        """Return the total."""
        return record.trade[self.total]


preset("metric", "vietnam_to_us_usd_bn", Trade, total="vietnam_to_us_usd_bn")
preset("metric", "us_to_vietnam_usd_bn", Trade, total="us_to_vietnam_usd_bn")
preset("metric", "us_deficit_usd_bn", Trade, total="us_deficit_usd_bn")
preset("metric", "us_tariff_revenue_usd_bn", Trade, total="us_tariff_revenue_usd_bn")
preset("metric", "us_consumer_surplus_usd_bn", Trade, total="us_consumer_surplus_usd_bn")
preset("metric", "vietnam_exporter_surplus_usd_bn", Trade, total="vietnam_exporter_surplus_usd_bn")
