"""Does the core rank sectors as trade did? What it expects of the tariffs of autumn 2025, and what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.stats import permutation_test, rankdata, spearmanr

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.market import market_of
from negsim.economy.policy import added_rate, no_deal_policy
from negsim.economy.trade import TradeCore, fold_others, other_added_rates
from negsim.files import packaged_rows
from negsim.rng import stream

REGIME_DATE = date(2025, 10, 26)  # between the timber tariff and the farm exemptions
ELECTRONICS = "computers_phones_chips"
ORDERS_DRAWN = 20_000


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
    regime = sep_nov_regime()
    others = other_added_rates(data, data.other_tariffs(day), day)
    others[data.sectors.index(ELECTRONICS), data.sources.index("CHN") - 1] += regime["china_electronics_rate"]
    market = market_of(data, elasticities)
    core = TradeCore(market, fold_others(market, others), data.headline_scale)
    timber = data.section_232_list("timber").values * regime["timber_rate"]
    rate = added_rate(no_deal_policy(data, regime["reciprocal_rate"]), data, day) + timber
    change = core.respond(rate).sales_ratio - 1.0
    return dict(zip(data.sectors, change.tolist(), strict=True))


@dataclass(frozen=True)
class Ranking:
    """How well the order of sectors was foreseen; nothing is chosen by it.

    Attributes
    ----------
    predicted, realised : sector -> relative change of US imports from the partner
    correlation : Spearman's, of the two orders
    p_value : odds of one as high by luck, one-sided, by permutation
    """

    predicted: Mapping[str, float]
    realised: Mapping[str, float]
    correlation: float
    p_value: float

    @property
    def right_signs(self) -> int:
        """In how many sectors trade rose where it was to rise and fell where it was to fall."""
        return sum((self.predicted[name] > 0) == (came > 0) for name, came in self.realised.items())

    @property
    def right_halves(self) -> int:
        """In how many sectors trade did better than in the middle one, or worse, as it was to."""
        predicted, realised = (
            np.array([v[name] for name in self.realised]) for v in (self.predicted, self.realised)
        )
        same = (predicted > np.median(predicted)) == (realised > np.median(realised))
        return int(same.sum())


def ranking(
    data: TradeData,
    elasticities: str = "short_run",
    day: date = REGIME_DATE,
    demand: Mapping[str, float] | None = None,
) -> Ranking:
    """Compare what was expected of the tariffs of autumn 2025 with what came.

    Parameters
    ----------
    demand : sector -> demand over that of the base year; None: the same
    """
    realised = realised_changes()
    expected = predicted_changes(data, elasticities, day)
    grown = {name: (demand or {}).get(name, 1.0) for name in realised}
    predicted = {name: (1.0 + expected[name]) * grown[name] - 1.0 for name in realised}
    orders = [rankdata(list(values.values())) for values in (predicted, realised)]
    return Ranking(predicted, realised, float(spearmanr(*orders).statistic), _luck(*orders))


def _luck(one: Array, other: Array) -> float:
    """Odds that a random order of one goes with the other at least as well."""
    drawn = permutation_test(
        (one,),
        lambda order, axis: (order * other).sum(axis),
        permutation_type="pairings",
        alternative="greater",
        vectorized=True,
        n_resamples=ORDERS_DRAWN,
        rng=stream(1, "orders of sectors"),
    )
    return float(drawn.pvalue)


def sep_nov_regime() -> dict[str, float]:
    """Rates of autumn 2025 by name, fractions of customs value."""
    return _read("sep_nov_2025_regime", "name")


def _read(table: str, key: str) -> dict[str, float]:
    return {row[key]: float(row["value"]) for row in packaged_rows("validation", table)}
