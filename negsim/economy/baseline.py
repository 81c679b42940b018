"""Trade of the base year: flows, duties, exemptions and elasticities of one pair of countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from negsim.arrays import Array
from negsim.economy.purchases import PurchaseCapacity
from negsim.errors import DomainError


@dataclass(frozen=True, eq=False)
class DatedList:
    """A list with its day: what holds from `start` on, one number a sector or source."""

    name: str
    start: date
    values: Array


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
    penetration : (S,) imports and duties over these and US shipments sold at home, 2024
    headline_scale : general imports (headline) over imports for consumption, Vietnam
    china_content : (S,) Chinese content of Vietnamese exports
    rerouted_share : (S,) part of the flow that is Chinese goods passed through Vietnam
    employment_thousand : (S,) jobs of the Vietnamese sector
    dependence : (S,) share of the partner sector's exports sold to the US
    dumping_covered : (S,) share of the flow under anti-dumping orders on a non-market economy
    dumping_excess : (S,) duty on that share above what the partner's own prices would give
    broad_share : (S,) share of the flow a broad exemption list would at least cover
    exemption_lists : shares of the flow exempt by law, each list in place of the one before
    offered_list : the law and Annex III of Executive Order 14346 together
    section_232_lists : shares of the flow under Section 232, which add up
    exports_usd_bn : (G,) US exports to Vietnam, sum of HS10 lines
    partner_duty : (G,) Vietnam's MFN rate after Decree 73; `partner_duty_before` precedes it
    import_share : (G,) US share of Vietnam's imports of the group
    export_group_scale : headline exports over the sum of HS10 lines
    other_tariff_lists : added US rate by source other than Vietnam, each list in place of the one before
    peers : sources whose rate is the precedent
    purchases : what can be bought of each US product
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
    dependence: Array
    dumping_covered: Array
    dumping_excess: Array
    broad_share: Array
    exemption_lists: tuple[DatedList, ...]
    offered_list: DatedList
    section_232_lists: tuple[DatedList, ...]
    elasticities: Mapping[str, Elasticities]
    export_groups: tuple[str, ...]
    exports_usd_bn: Array
    partner_duty: Array
    partner_duty_before: Array
    import_share: Array
    export_elasticities: Mapping[str, Elasticities]
    export_group_scale: float
    selective_groups: tuple[str, ...]
    other_tariff_lists: tuple[DatedList, ...]
    peers: tuple[str, ...]
    purchases: PurchaseCapacity
    constants: Mapping[str, float]
    headline: Mapping[str, float]

    def legal_exempt_share(self, day: date) -> Array:
        """(S,) share of Vietnam's 2024 flow on the exemption list in force on `day`."""
        return _latest(self.exemption_lists, day, len(self.sectors))

    def section_232_share(self, day: date) -> Array:
        """(S,) share of Vietnam's 2024 flow under Section 232 tariffs on `day`; lists add up."""
        in_force = [one.values for one in self.section_232_lists if day >= one.start]
        total: Array = np.sum([np.zeros(len(self.sectors)), *in_force], axis=0)
        return total

    def taxed_share(self, day: date) -> Array:
        """(S,) share of Vietnam's 2024 flow that pays the reciprocal rate on `day`: on no list."""
        share: Array = np.clip(1.0 - self.legal_exempt_share(day) - self.section_232_share(day), 0.0, 1.0)
        return share

    def annex_share(self, day: date) -> Array:
        """(S,) what Annex III of Executive Order 14346 would add to the law of `day`.

        Farm goods leave the annex when they become law.

        Raises
        ------
        DomainError : before the annex was public.
        """
        if day < self.offered_list.start:
            raise DomainError(f"the annex was not public before {self.offered_list.start}.")
        added: Array = np.maximum(0.0, self.offered_list.values - self.legal_exempt_share(day))
        return added

    def new_exemptions_elsewhere(self, day: date) -> Array:
        """(S,) exempt share of other countries' flows on `day`.

        The lists are drawn by product, not by country, but shares are taken from Vietnam's flow. So
        other sources get the law of a sector that a list after the first added to: a sector that is one
        legal product group (electronics, coffee and spices) is exempt everywhere, scattered lines are not.
        """
        total = np.zeros(len(self.sectors))
        for before, after in pairwise(self.exemption_lists):
            if day >= after.start:
                total = np.where(after.values > before.values, after.values, total)
        return total

    def other_tariffs(self, day: date) -> dict[str, float]:
        """Added US rate on `day` by source other than Vietnam, fraction of customs value."""
        rates = _latest(self.other_tariff_lists, day, len(self.sources) - 1)
        return dict(zip(self.sources[1:], rates.tolist(), strict=True))

    def with_demand(self, factors: Mapping[str, float]) -> TradeData:
        """These tables where US demand in some sectors is a multiple of that of the base year.

        Imports from every source grow alike, and sales of home producers with them, as the import penetration
        stays. Jobs and shares are those of the base year.
        """
        if not factors:
            return self
        grown = np.array([factors.get(name, 1.0) for name in self.sectors])
        imports = self.imports_usd_bn * grown[:, None]
        imports.setflags(write=False)
        return replace(self, imports_usd_bn=imports)

    def section_232_list(self, name: str) -> DatedList:
        """One list of Section 232, e.g. ``timber``."""
        return next(one for one in self.section_232_lists if one.name == name)


def _latest(lists: tuple[DatedList, ...], day: date, size: int) -> Array:
    """Values of the last list that holds on `day`, zeros before the first."""
    current = np.zeros(size)
    for one in lists:
        current = one.values if day >= one.start else current
    return current
