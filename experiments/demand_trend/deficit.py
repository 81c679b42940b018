"""Print the deficit of 2025 in the historical world, beside the published one, and the shares of its rise."""

import csv
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from statistics import mean

import numpy as np
from fit import growth_by_sector, imports_by_kind, kinds_of_sectors, start

from negsim.economy.baseline import TradeData
from negsim.economy.load import load_trade_data
from negsim.talks.scenario import load_scenario
from negsim.validation.deficit import (
    SEPARATE,
    Account,
    DemandOn,
    account,
    imports_from_all,
    spells_of,
    taxed,
    trend_of,
)
from negsim.validation.rank import sep_nov_regime

YEAR = 2025
SCENARIO = load_scenario("historical")
FRONT_LOADING_USD_BN = 0.0
"""What firms shipped early in 2025 and not less of later in the year: nothing, as no rule of firms is on."""


def published() -> tuple[float, float]:
    """Return the published deficit of the year and of the year before, $bn."""
    figures = SCENARIO.events["deficit_of_2025"]
    return figures.deficit_usd_bn, figures.a_year_before_usd_bn


def fitted(months: int) -> DemandOn:
    """Return the path of demand fitted on another number of months."""
    growth = growth_by_sector(months)
    return lambda day: {name: start(rate, day) for name, rate in growth.items()}


def realised() -> DemandOn:
    """Return the path of demand with which the model imports from everywhere what came in, month by month.

    For each kind of goods: imports of the month over those of the same month of 2024, over what the tariffs
    of that day do to them in the model.
    """
    data, imports, kinds = (
        load_trade_data(SCENARIO.conditions.economy.data),
        imports_by_kind(),
        kinds_of_sectors(),
    )
    spells = spells_of(SCENARIO, YEAR)
    answer = {spell.middle: imports_from_all(taxed(spell, data)) for spell in spells}

    def on(day: date) -> Mapping[str, float]:
        month = f"{day.month:02d}"
        kept = {kind: kept_of(kind, answer[day], data, kinds) for kind in imports}
        factors = {k: v[f"{YEAR}-{month}"] / v[f"{YEAR - 1}-{month}"] / kept[k] for k, v in imports.items()}
        return {sector: mean(factors[kind] for kind in some) for sector, some in kinds.items()}

    return on


def kept_of(kind: str, after: np.ndarray, data: TradeData, kinds: Mapping[str, list[str]]) -> float:
    """Return imports of a kind of goods under tariffs over those before, at the demand of the base year."""
    share = np.array([some.count(kind) / len(some) for some in (kinds[name] for name in data.sectors)])
    return float(share @ after / (share @ data.imports_usd_bn.sum(axis=1)))


def accounts() -> dict[str, Account]:
    """Return reading -> account."""
    of = partial(account, SCENARIO, year=YEAR, front_loading_usd_bn=FRONT_LOADING_USD_BN)
    regime = sep_nov_regime()["china_electronics_rate"]
    return {
        "trend fitted to March 2025": of(trend_of(SCENARIO)),
        "the same on 36 months": of(fitted(36)),
        "the same on 48 months": of(fitted(48)),
        "fitted; China pays on exempt electronics": of(trend_of(SCENARIO), on_exempt=regime),
        "realised (hindsight)": of(realised()),
        "realised (hindsight); China pays on exempt electronics": of(realised(), on_exempt=regime),
    }


def tenths(number: float) -> str:
    """Return a number to one digit, without a sign where it is 0."""
    return f"{round(number, 1) + 0.0:.1f}"


if __name__ == "__main__":
    known, before = published()
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["reading", "deficit", "rise", *SEPARATE, "front_loading", "missing"])
    for reading, found in accounts().items():
        numbers = [found.deficit, found.deficit - found.base, *found.shares.values(), known - found.deficit]
        table.writerow([reading, *map(tenths, numbers)])
