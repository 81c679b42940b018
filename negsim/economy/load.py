"""The tables of one pair of countries, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import DatedList, Elasticities, TradeData
from negsim.economy.purchases import PurchaseCapacity
from negsim.economy.tables import (
    DEFAULT_TABLES,
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

SHARES = (
    "penetration",
    "china_content",
    "rerouted_share",
    "dependence",
    "dumping_covered",
    "broad_share",
    "import_share",
)
SHARES_OF_PURCHASES = ("additional_low", "additional_high", "diverted")
NOT_NEGATIVE = ("imports_usd_bn", "duty_rate", "dumping_excess", "exports_usd_bn", "partner_duty")
TOLERANCE_USD_BN = 0.005  # the headline totals are published to a hundredth of a billion


def load_trade_data(name: str = DEFAULT_TABLES) -> TradeData:
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
        imports, exports = self._matrix("imports.csv"), self._group("exports_2024")
        selective = self._group("selective_access")
        return TradeData(
            name=name,
            sectors=self.sectors,
            sources=self.sources,
            imports_usd_bn=imports,
            duty_rate=self._matrix("duty_rates.csv"),
            penetration=column(
                self._values("import_penetration.csv", "sector"), "import_penetration.csv", self.sectors
            ),
            headline_scale=headline["imports"] / headline["imports_for_consumption"],
            china_content=self._sector("china_content"),
            rerouted_share=self._sector("rerouted_share"),
            employment_thousand=self._sector("employment"),
            dependence=self._sector("dependence"),
            dumping_covered=self._sector("dumping_covered"),
            dumping_excess=self._sector("dumping_excess"),
            broad_share=self._sector("broad_exempt_share"),
            exemption_lists=self._dated("exempt_shares.csv"),
            offered_list=self._dated("offered_exemptions.csv")[0],
            section_232_lists=self._dated("section_232_shares.csv"),
            elasticities=self._elasticities("elasticities.csv", "sector", self.sectors),
            export_groups=self.groups,
            exports_usd_bn=exports,
            partner_duty=self._group("duty"),
            partner_duty_before=self._group("duty_before"),
            import_share=self._group("import_share"),
            export_elasticities=self._elasticities("export_elasticities.csv", "group", self.groups),
            export_group_scale=headline["exports"] / headline["exports_hs10_sum"],
            selective_groups=tuple(g for g, flag in zip(self.groups, selective, strict=True) if flag),
            other_tariff_lists=self._rates("other_tariffs.csv"),
            peers=self._peers(),
            purchases=self._purchases(constants),
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

    def _dated(self, file: str) -> tuple[DatedList, ...]:
        values = self._values(file, "from_date", "list", "sector")
        lists = sorted({(start, name) for start, name, _ in values})
        return tuple(
            DatedList(
                name,
                _day(file, start),
                column(select(select(values, start), name), f"{file} ({name})", self.sectors),
            )
            for start, name in lists
        )

    def _rates(self, file: str) -> tuple[DatedList, ...]:
        values, others = self._values(file, "from_date", "source"), self.sources[1:]
        starts = sorted({start for start, _ in values})
        return tuple(
            DatedList(start, _day(file, start), column(select(values, start), f"{file} ({start})", others))
            for start in starts
        )

    def _peers(self) -> tuple[str, ...]:
        file = "sources_of_imports.csv"
        peers = tuple(
            row["source"] for row in read_rows(self.folder, file, "source", "peer") if row["peer"] == "1"
        )
        if not peers:
            raise DataError(f"{file}: no source has 1 in the column 'peer'.")
        return peers

    def _purchases(self, constants: Mapping[str, float]) -> PurchaseCapacity:
        file, kinds = (
            "purchase_capacity.csv",
            read_rows(self.folder, "purchase_products.csv", "product", "group"),
        )
        names = tuple(row["product"] for row in kinds)
        unknown = {row["group"] for row in kinds} - set(self.groups)
        if unknown:
            raise DataError(f"purchase_products.csv: no product group {min(unknown)!r} in groups.csv.")

        def of(parameter: str, part: str = "value") -> Array:
            values = read_values(self.folder, file, ("parameter", "product"), self.references, part)
            return column(select(values, parameter), f"{file} ({parameter})", names)

        return PurchaseCapacity(
            products=names,
            group=np.array([self.groups.index(row["group"]) for row in kinds]),
            flow_usd_bn=of("exports_2024"),
            ceiling_2027_usd_bn=of("ceiling_2027"),
            ceiling_2030_usd_bn=of("ceiling_2030"),
            additional_low=of("additional_share", "low"),
            additional_high=of("additional_share", "high"),
            diverted=of("diverted_share"),
            room_share=constants["purchase_room_share"],
            premium=constants["purchase_premium"],
        )

    def _elasticities(self, file: str, key: str, names: tuple[str, ...]) -> Mapping[str, Elasticities]:
        values = self._values(file, "set", key, "parameter")
        sets = {}
        for chosen in dict.fromkeys(first for first, *_ in values):
            grid = column(select(values, chosen), f"{file} ({chosen})", names, ("sigma", "eta", "kappa"))
            sets[chosen] = Elasticities(*(frozen(part) for part in grid.T.copy()))
        return MappingProxyType(sets)


def _day(file: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{file}: from_date has '{text}', not a date like 2025-10-27.") from None


def _check_ranges(data: TradeData) -> None:
    bought = data.purchases
    shares = {name: getattr(data, name) for name in SHARES}
    shares |= {f"{name} of purchases": getattr(bought, name) for name in SHARES_OF_PURCHASES}
    for name, values in shares.items():
        if values.min() < 0 or values.max() > 1:
            raise DataError(f"{data.name}: {name} lies outside 0 to 1.")
    for name in NOT_NEGATIVE:
        if getattr(data, name).min() < 0:
            raise DataError(f"{data.name}: {name} has a negative value.")
    ceilings = np.stack([bought.flow_usd_bn, bought.ceiling_2027_usd_bn, bought.ceiling_2030_usd_bn])
    if np.diff(ceilings, axis=0).min() < 0:
        raise DataError(f"{data.name}: a ceiling of purchases lies below the one before it.")
    for group in (*data.elasticities.values(), *data.export_elasticities.values()):
        if min(group.sigma.min(), group.eta.min(), group.kappa.min()) <= 0:
            raise DataError(f"{data.name}: an elasticity is not positive.")


def _check_totals(data: TradeData) -> None:
    totals = {
        "imports": float(data.imports_usd_bn[:, 0].sum()) * data.headline_scale,
        "exports": float(data.exports_usd_bn.sum()) * data.export_group_scale,
    }
    totals["balance"] = totals["exports"] - totals["imports"]
    for key, total in totals.items():
        if abs(total - data.headline[key]) > TOLERANCE_USD_BN:
            published = data.headline[key]
            raise DataError(
                f"{data.name}: {key} adds up to {total:.3f} bn, but the headline is {published:.3f} bn."
            )
