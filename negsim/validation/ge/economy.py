"""The base year of the one-sector world: who sells what to whom, and what each country earns and spends.

Flows and income of the statistics do not name what a country sells at home, nor the share of a price that
stays where a good is sold (shops, transport, marketing). Both follow here from the two that are named.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import root

from negsim.arrays import Array
from negsim.errors import DataError
from negsim.files import packaged_rows

KEPT_ABROAD, KEPT_AT_HOME = 0.12, 0.26
"""Share of the value of their sales that stays at the destination: sellers abroad, and those of the country
that levies the tariffs (Ignatenko and others 2025)."""


@dataclass(frozen=True, eq=False)
class WorldEconomy:
    """N countries in the base year, money in one unit a year; no tariffs.

    Parameters
    ----------
    names : of the countries
    home : position of the country that levies the tariffs
    sales : (N, N) by exporter and importer, at home on the diagonal
    kept : (N,) share of the value of sales that stays in the importing country
    tariffs : (N,) what home announced on each exporter, fraction of customs value
    """

    names: tuple[str, ...]
    home: int
    sales: Array
    kept: Array
    tariffs: Array

    @property
    def spending(self) -> Array:
        """(N,) what a country spends."""
        total: Array = self.sales.sum(axis=0)
        return total

    @property
    def income(self) -> Array:
        """(N,) what its factors earn: sales less what stays elsewhere, and what stays here."""
        return income_of(self.sales, self.kept)

    def announced(self) -> Array:
        """(N, N) tariffs by exporter and importer if home levies what it announced, others nothing."""
        levied = np.zeros_like(self.sales)
        levied[:, self.home] = self.tariffs
        return levied


def income_of(sales: Array, kept: Array) -> Array:
    """(N,) income of factors from (N, N) sales by exporter and importer."""
    total: Array = sales @ (1.0 - kept) + kept * sales.sum(axis=0)
    return total


def world_economy(
    names: tuple[str, ...], home: int, trade: Array, gdp: Array, tariffs: Array
) -> WorldEconomy:
    """Complete the statistics: spending is income and what others lend, sales at home are the rest of it.

    Parameters
    ----------
    trade : (N, N) exports by exporter and importer; the diagonal is not read
    gdp : (N,) in the unit of trade
    tariffs : (N,) of home on each exporter, fraction of customs value
    """
    flows = trade * (1.0 - np.eye(len(names)))
    kept = np.where(np.arange(len(names)) == home, *_shares_kept(flows, gdp, home))
    lent = (1.0 - kept) * (flows.sum(axis=0) - flows @ (1.0 - kept))
    at_home = np.maximum(0.0, gdp + lent - flows.sum(axis=0))
    return WorldEconomy(names, home, flows + np.diag(at_home), kept, tariffs)


def _shares_kept(flows: Array, gdp: Array, home: int) -> tuple[float, float]:
    """Shares that stay at home and elsewhere, so that the sellers of either block leave the known shares."""
    here = np.arange(len(gdp)) == home
    blocks = np.array([here, ~here], dtype=float)
    between, income = blocks @ flows @ blocks.T, blocks @ gdp
    abroad = np.array([between[0, 1], between[1, 0]])  # sales of each block to the other
    known = np.array([KEPT_AT_HOME, KEPT_ABROAD])

    def gap(kept: Array) -> Array:
        lent = (1.0 - kept) * (between.sum(axis=0) - between @ (1.0 - kept))
        at_home = income + lent - abroad[::-1]
        own = at_home / (at_home + abroad)
        missed: Array = own * kept + (1.0 - own) * kept[::-1] - known
        return missed

    home_share, other_share = root(gap, known, tol=1e-12).x
    return float(home_share), float(other_share)


def ten_regions() -> WorldEconomy:
    """The world in ten regions, $bn of 2023: our extract of BACI trade and World Bank income."""
    regions = packaged_rows("validation", "ge_regions")
    names = tuple(row["region"] for row in regions)
    trade = np.zeros((len(names), len(names)))
    for row in packaged_rows("validation", "ge_trade"):
        trade[names.index(row["exporter"]), names.index(row["importer"])] = float(row["value"])
    home = [row["home"] for row in regions].index("1")
    gdp, tariffs = (np.array([float(row[key]) for row in regions]) for key in ("gdp", "tariff"))
    return world_economy(names, home, trade, gdp, tariffs)


def countries_in(folder: Path) -> WorldEconomy:
    """A world read from two tables of a user's own.

    Parameters
    ----------
    folder : with ``countries.csv`` (a code first, GDP in the column ``gdp_usd_thousand``, last the tariff
        announced on it, 0 for the country that levies) and ``trade.csv`` (a row an exporter, a column an
        importer, in the same order and unit)

    Raises
    ------
    DataError : if a table is missing, or the two do not name the same countries in the same order.
    """
    rows, trade = _table(folder / "countries.csv"), _table(folder / "trade.csv")
    names = tuple(row[0] for row in rows[1:])
    if tuple(trade[0][1:]) != names or tuple(row[0] for row in trade[1:]) != names:
        raise DataError(f"{folder}: countries.csv and trade.csv must name the same countries in one order.")
    try:
        gdp = np.array([float(row[rows[0].index("gdp_usd_thousand")]) for row in rows[1:]])
        tariffs = np.array([float(row[-1]) for row in rows[1:]])
        flows = np.array([[float(value) for value in row[1:]] for row in trade[1:]])
    except (ValueError, IndexError) as error:
        raise DataError(f"{folder}: {error}.") from None
    if np.count_nonzero(tariffs == 0.0) != 1:
        raise DataError(f"{folder / 'countries.csv'}: one country must have tariff 0, the one that levies.")
    return world_economy(names, int(np.flatnonzero(tariffs == 0.0)[0]), flows, gdp, tariffs)


def _table(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None
