"""Does the core rank sectors as trade did? What it expects of the tariffs of autumn 2025, and what came."""

from __future__ import annotations

from datetime import date

from negsim.economy.baseline import TradeData
from negsim.economy.market import market_of
from negsim.economy.policy import added_rate, no_deal_policy
from negsim.economy.trade import TradeCore, fold_others, other_added_rates
from negsim.files import packaged_rows

REGIME_DATE = date(2025, 10, 26)  # between the timber tariff and the farm exemptions
ELECTRONICS = "computers_phones_chips"


def realised_changes() -> dict[str, float]:
    """Realised relative change of US imports from Vietnam by sector, September to November 2025.

    For validation only: no parameter of the model may be chosen by it.
    """
    return _read("imports_sep_nov_2025", "sector")


def predicted_changes(
    data: TradeData, elasticities: str = "short_run", day: date = REGIME_DATE
) -> dict[str, float]:
    """Change of US imports from Vietnam that the core expects of the tariffs of autumn 2025.

    Vietnam at the reciprocal rate with the exemptions of `day` and furniture at the timber rate,
    other countries at the rates of August 2025, China also taxed on exempt electronics.
    """
    regime = _read("sep_nov_2025_regime", "name")
    others = other_added_rates(data, data.other_tariffs(day), day)
    others[data.sectors.index(ELECTRONICS), data.sources.index("CHN") - 1] += regime["china_electronics_rate"]
    market = market_of(data, elasticities)
    core = TradeCore(market, fold_others(market, others), data.headline_scale)
    timber = data.section_232_list("timber").values * regime["timber_rate"]
    rate = added_rate(no_deal_policy(data, regime["reciprocal_rate"]), data, day) + timber
    change = core.respond(rate).sales_ratio - 1.0
    return dict(zip(data.sectors, change.tolist(), strict=True))


def _read(table: str, key: str) -> dict[str, float]:
    return {row[key]: float(row["value"]) for row in packaged_rows("validation", table)}
