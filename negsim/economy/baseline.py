"""Trade of the base year: flows, duties, exemptions and elasticities of one pair of countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from negsim.arrays import Array
from negsim.economy.tables import (
    Values,
    column,
    frozen,
    read_rows,
    read_values,
    select,
    table_digest,
    table_folder,
)
from negsim.errors import DataError

TOLERANCE_USD_BN = 0.005  # the headline totals are published to a hundredth of a billion
DatedShares = tuple[tuple[date, Array], ...]


@dataclass(frozen=True, eq=False)
class Elasticities:
    """Three elasticities per sector or product group, all positive.

    Attributes
    ----------
    sigma : (n,) substitution among sources of imports
    eta : (n,) substitution between home goods and the import composite
    kappa : (n,) price elasticity of demand for the sector
    """

    sigma: Array
    eta: Array
    kappa: Array


@dataclass(frozen=True, eq=False)
class TradeData:
    """Everything the trade core knows about the base year; arrays are read-only.

    Axes: S = 17 sectors, R = 9 sources ("VNM" first), G = 16 product groups of US exports.
    Rates and shares are fractions. Sources of every number: `data/<name>/sources.csv`.

    Attributes
    ----------
    imports_usd_bn : (S, R) US imports for consumption, customs value
    duty_rate : (S, R) calculated duties over customs value
    penetration : (S,) imports over US use
    headline_scale : general imports (headline) over imports for consumption, Vietnam
    china_content : (S,) Chinese content of Vietnamese exports
    rerouted_share : (S,) part of the flow that is Chinese goods passed through Vietnam
    employment_thousand : (S,) jobs of the Vietnamese sector
    us_dependence : (S,) share of the Vietnamese sector's exports sold to the US
    broad_share : (S,) share of the flow a broad exemption list would at least cover
    us_exports_usd_bn : (G,) US exports to Vietnam, sum of HS10 lines
    vietnam_duty : (G,) Vietnam's MFN rate after Decree 73; `vietnam_duty_before` precedes it
    us_share_of_vietnam_imports : (G,)
    export_group_scale : headline exports over the sum of HS10 lines
    other_tariffs : added US rate by source other than Vietnam, from 7 August 2025
    """

    name: str
    sectors: tuple[str, ...]
    sources: tuple[str, ...]
    imports_usd_bn: Array
    duty_rate: Array
    penetration: Array
    headline_scale: float
    china_content: Array
    rerouted_share: Array
    employment_thousand: Array
    us_dependence: Array
    broad_share: Array
    exemption_lists: DatedShares
    section_232_lists: DatedShares
    elasticities: Mapping[str, Elasticities]
    export_groups: tuple[str, ...]
    us_exports_usd_bn: Array
    vietnam_duty: Array
    vietnam_duty_before: Array
    us_share_of_vietnam_imports: Array
    export_elasticities: Mapping[str, Elasticities]
    export_group_scale: float
    selective_groups: tuple[str, ...]
    other_tariffs: Mapping[str, float]
    constants: Mapping[str, float]
    headline: Mapping[str, float]

    def legal_exempt_share(self, day: date) -> Array:
        """(S,) share of Vietnam's 2024 flow on the exemption list in force on `day`."""
        current = np.zeros(len(self.sectors))
        for start, share in self.exemption_lists:
            current = share if day >= start else current
        return current

    def section_232_share(self, day: date) -> Array:
        """(S,) share of Vietnam's 2024 flow under Section 232 tariffs on `day`; lists add up."""
        in_force = [share for start, share in self.section_232_lists if day >= start]
        total: Array = np.sum([np.zeros(len(self.sectors)), *in_force], axis=0)
        return total

    def annex_share(self, day: date) -> Array:
        """(S,) what the last exemption list adds to the one before; zero once it is law.

        Before the electronics list of 11 April 2025 the annex still means the farm list alone, so
        it does not give away electronics.
        """
        none = np.zeros(len(self.sectors))
        (_, before), (start, last) = ((date.min, none), *self.exemption_lists)[-2:]
        return none if day >= start else np.maximum(0.0, last - before)

    def new_exemptions_elsewhere(self, day: date) -> Array:
        """(S,) exempt share of other countries' flows on `day`.

        The lists are drawn by product, not by country, but shares are known for Vietnam's flow
        only. So other sources get what was added since the first list: a sector that is one legal
        product group (electronics, coffee and spices) is exempt everywhere, scattered lines are not.
        """
        total = np.zeros(len(self.sectors))
        for (_, before), (start, after) in pairwise(self.exemption_lists):
            if day >= start:
                total = total + np.maximum(0.0, after - before)
        return total


def load_trade_data(name: str = "us_vietnam_2024") -> TradeData:
    """Read and check the tables of one pair of countries.

    Parameters
    ----------
    name : name of packaged tables, or path of a folder that holds the same files

    Raises
    ------
    DataError : if a table is incomplete, out of range, or does not add up to the headline.
    """
    return _load(name, table_digest(name))


@lru_cache(maxsize=8)
def _load(name: str, digest: str) -> TradeData:
    folder = table_folder(name)
    data = _Reader(folder).trade_data(name)
    _check_ranges(data)
    _check_totals(data)
    return data


class _Reader:
    """Builds `TradeData` from one folder; remembers which sources are listed there."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.references = {row["source_ref"] for row in read_rows(folder, "sources.csv", "source_ref")}
        self._cache: dict[str, Values] = {}
        self.sectors = self._names("sectors.csv", "sector")
        self.sources = self._names("sources_of_imports.csv", "source")
        self.groups = self._names("groups.csv", "group")

    def trade_data(self, name: str) -> TradeData:
        headline, constants = self._named("headline.csv"), self._named("constants.csv")
        imports, exports = self._matrix("us_imports.csv"), self._group("us_exports_2024")
        selective = self._group("selective_access")
        return TradeData(
            name=name,
            sectors=self.sectors,
            sources=self.sources,
            imports_usd_bn=imports,
            duty_rate=self._matrix("us_duty_rates.csv"),
            penetration=self._sector("import_penetration"),
            headline_scale=headline["us_imports"] / headline["us_imports_for_consumption"],
            china_content=self._sector("china_content"),
            rerouted_share=self._sector("rerouted_share"),
            employment_thousand=self._sector("employment"),
            us_dependence=self._sector("us_dependence"),
            broad_share=self._sector("broad_exempt_share"),
            exemption_lists=self._dated("exempt_shares.csv"),
            section_232_lists=self._dated("section_232_shares.csv"),
            elasticities=self._elasticities("elasticities.csv", "sector", self.sectors),
            export_groups=self.groups,
            us_exports_usd_bn=exports,
            vietnam_duty=self._group("vietnam_duty"),
            vietnam_duty_before=self._group("vietnam_duty_before_decree_73"),
            us_share_of_vietnam_imports=self._group("us_share_of_vietnam_imports"),
            export_elasticities=self._elasticities("export_elasticities.csv", "group", self.groups),
            export_group_scale=headline["us_exports"] / headline["us_exports_hs10_sum"],
            selective_groups=tuple(g for g, flag in zip(self.groups, selective, strict=True) if flag),
            other_tariffs=self._named("other_tariffs.csv", "source"),
            constants=constants,
            headline=headline,
        )

    def _names(self, file: str, key: str) -> tuple[str, ...]:
        return tuple(row[key] for row in read_rows(self.folder, file, key))

    def _values(self, file: str, *keys: str) -> Values:
        if file not in self._cache:
            self._cache[file] = read_values(self.folder, file, keys, self.references)
        return self._cache[file]

    def _named(self, file: str, key: str = "name") -> Mapping[str, float]:
        return MappingProxyType({name: value for (name,), value in self._values(file, key).items()})

    def _matrix(self, file: str) -> Array:
        return column(self._values(file, "sector", "source"), file, self.sectors, self.sources)

    def _sector(self, parameter: str) -> Array:
        file = "sector_parameters.csv"
        values = select(self._values(file, "parameter", "sector"), parameter)
        return column(values, f"{file} ({parameter})", self.sectors)

    def _group(self, parameter: str) -> Array:
        file = "export_groups.csv"
        values = select(self._values(file, "parameter", "group"), parameter)
        return column(values, f"{file} ({parameter})", self.groups)

    def _dated(self, file: str) -> DatedShares:
        values = self._values(file, "from_date", "sector")
        starts = sorted({start for start, _ in values})
        shares = (column(select(values, start), f"{file} ({start})", self.sectors) for start in starts)
        return tuple((date.fromisoformat(start), share) for start, share in zip(starts, shares, strict=True))

    def _elasticities(self, file: str, key: str, names: tuple[str, ...]) -> Mapping[str, Elasticities]:
        values = self._values(file, "set", key, "parameter")
        sets = {}
        for chosen in dict.fromkeys(first for first, *_ in values):
            grid = column(select(values, chosen), f"{file} ({chosen})", names, ("sigma", "eta", "kappa"))
            sets[chosen] = Elasticities(*(frozen(part) for part in grid.T.copy()))
        return MappingProxyType(sets)


def _check_ranges(data: TradeData) -> None:
    shares = ("penetration", "china_content", "rerouted_share", "us_dependence", "broad_share",
              "us_share_of_vietnam_imports")  # fmt: skip
    for attribute in shares:
        values = getattr(data, attribute)
        if values.min() < 0 or values.max() > 1:
            raise DataError(f"{data.name}: {attribute} lies outside 0 to 1.")
    for attribute in ("imports_usd_bn", "duty_rate", "us_exports_usd_bn", "vietnam_duty"):
        if getattr(data, attribute).min() < 0:
            raise DataError(f"{data.name}: {attribute} has a negative value.")
    for group in (*data.elasticities.values(), *data.export_elasticities.values()):
        if min(group.sigma.min(), group.eta.min(), group.kappa.min()) <= 0:
            raise DataError(f"{data.name}: an elasticity is not positive.")


def _check_totals(data: TradeData) -> None:
    totals = {
        "us_imports": float(data.imports_usd_bn[:, 0].sum()) * data.headline_scale,
        "us_exports": float(data.us_exports_usd_bn.sum()) * data.export_group_scale,
    }
    totals["us_balance"] = totals["us_exports"] - totals["us_imports"]
    for key, total in totals.items():
        if abs(total - data.headline[key]) > TOLERANCE_USD_BN:
            published = data.headline[key]
            raise DataError(
                f"{data.name}: {key} adds up to {total:.3f} bn, but the headline is {published:.3f} bn."
            )
