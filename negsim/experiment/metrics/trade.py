"""What the end of the talks means for trade."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from negsim.experiment.metrics.contract import Metric
from negsim.politics.countries import sides
from negsim.registry import preset, register
from negsim.settings.field import setting
from negsim.talks.record import RunRecord

Total = Literal["sales", "exports", "deficit", "tariff_revenue", "consumer_surplus", "exporter_surplus"]


@register("metric", "trade")
@dataclass(frozen=True)
class Trade(Metric):
    """A total of the world at the end of the run, a year; without agreement, of the rate in force.

    Flows and the deficit are levels (positive deficit: the side that sets the tariff buys more than it
    sells); revenue and surpluses are changes against no deal at the rate in force.
    """

    total: Total = setting("deficit", help="which total")
    unit: ClassVar[str] = "billion US dollars a year"

    def measure(self, record: RunRecord) -> float:
        """Return the total."""
        return record.trade[self.total]


def _columns(home: str, partner: str) -> dict[str, str]:
    return {
        "sales": f"{partner}_to_{home}_usd_bn",
        "exports": f"{home}_to_{partner}_usd_bn",
        "deficit": f"{home}_deficit_usd_bn",
        "tariff_revenue": f"{home}_tariff_revenue_usd_bn",
        "consumer_surplus": f"{home}_consumer_surplus_usd_bn",
        "exporter_surplus": f"{partner}_exporter_surplus_usd_bn",
    }


TRADE_COLUMNS: Mapping[str, str] = _columns(*sides())
"""Total of the world -> the metric that it is, named after the parties."""
for _total, _column in TRADE_COLUMNS.items():
    preset("metric", _column, Trade, total=_total)
