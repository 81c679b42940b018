"""What an outcome means to exporters and firms: one linear law over columns, for all of them at once."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from negsim.arrays import Array, Rows
from negsim.politics.countries import pair
from negsim.world.situation import Consequences, Situation, Stakes

RETAIL_PASS_THROUGH = 0.2
"""Share of a tariff in retail prices within half a year (Cavallo, Llamas & Vazquez 2025, NBER WP 34496)."""


NOTHING = np.zeros(1)


@dataclass(eq=False)
class Interests:
    """Numbers of many constituents, one row each. All weights are assumptions.

    Attributes
    ----------
    sector : row of the sector of the partner it trades in; -1 for none
    product : row of the product group it exports to the partner; -1 for none
    share : its share of that sector or product group
    exporting, importing : how far it earns as an exporter from, or importer of, the sector, 0 to 1
    competing : how far it makes at home what the sector sends, 0 to 1
    extra_margin : profit per dollar of additional exports to the partner, fraction; below 0 for who competes
        with them there
    purchase_share : share of additional purchases it gets
    profit : annual profit without a deal, $bn
    strategic : utility of full strategic concessions: of licences to who imports, of market-economy status
        to who only exports
    origin_cost : utility lost to strict origin rules
    certainty : utility of any signed agreement
    retaliation : utility lost if a deal is lopsided against the partner
    gain : profit gained from the outcome last made public, $bn a year; state
    """

    sector: Rows
    product: Rows
    share: Array
    exporting: Array
    importing: Array
    competing: Array
    extra_margin: Array
    purchase_share: Array
    profit: Array
    strategic: Array
    origin_cost: Array
    certainty: Array
    retaliation: Array
    gain: Array


def empty(rows: int) -> Interests:
    """Return columns of zeros without sector and product."""
    columns: dict[str, Any] = {f.name: np.zeros(rows) for f in fields(Interests)}
    columns |= {name: np.full(rows, -1, dtype=np.intp) for name in ("sector", "product")}
    return Interests(**columns)


def or_nothing(values: Array, rows: Rows) -> Array:
    """Return the values of these rows; row -1 stands for none and has the value 0."""
    return np.asarray(np.concatenate((values, NOTHING))[rows])


def profit_change(mine: Interests, at: Consequences) -> tuple[Array, Array]:
    """Return profit gained against no deal now, $bn a year: by tariffs and purchases, and by access."""
    surplus = or_nothing(at.exporter_surplus_change, mine.sector)
    duty = or_nothing(at.duty_change, mine.sector)
    home = or_nothing(at.home_surplus_change, mine.sector)
    sales = or_nothing(at.home_exports_change, mine.product)
    earned = mine.exporting * surplus - mine.importing * (1.0 - RETAIL_PASS_THROUGH) * duty
    earned += mine.competing * home
    economic = mine.share * earned + mine.extra_margin * mine.purchase_share * at.features["added_purchases"]
    return economic, mine.share * mine.extra_margin * sales


def profit_gain(mine: Interests, at: Consequences) -> Array:
    """Return profit gained against no deal now, $bn a year."""
    economic, access = profit_change(mine, at)
    return economic + access


def expected_gain(mine: Interests, stakes: Stakes) -> Array:
    """Return what each has at stake before any offer, $bn a year (see `Stakes`)."""
    surplus = or_nothing(stakes.exporter_surplus, mine.sector)
    duty = or_nothing(stakes.duty, mine.sector)
    home = or_nothing(stakes.home_surplus, mine.sector)
    exports = or_nothing(stakes.home_exports, mine.product)
    traded = mine.exporting * surplus + mine.importing * (1.0 - RETAIL_PASS_THROUGH) * duty
    traded += mine.competing * home
    sold = np.abs(mine.extra_margin) * (mine.share * exports + mine.purchase_share * stakes.purchases)
    return mine.share * traded + sold


def trade_growth(mine: Interests, before: Situation, after: Situation) -> Array:
    """Return by what factor the trade of each grows from one situation to another; 1 where there is none.

    Who competes with the goods that are traded lives on sales at home, which are taken as they were.
    """
    found = np.ones(mine.profit.size)
    for rows, old, new in (
        (mine.sector, before.sales, after.sales),
        (mine.product, before.home_exports, after.home_exports),
    ):
        growth = np.divide(new, old, out=np.ones_like(old), where=old > 0.0)
        found *= np.where(rows >= 0, growth[rows], 1.0)
    return np.where((mine.competing > 0.0) | (mine.extra_margin < 0.0), 1.0, found)


def utility_parts(mine: Interests, at: Consequences) -> dict[str, Array]:
    """Return the utility of an outcome by reason, in units of own annual profit.

    Keys are ``part: reason``; the parts are economic, access and political.
    """
    economic, access = profit_change(mine, at)
    f = at.features
    home, _ = pair()
    lopsided = float(at.asymmetry > 0.0)
    return {
        "economic: tariffs, exemptions and purchases": economic / mine.profit,
        f"access: tariffs on {home.adjective} goods": access / mine.profit,
        "access: strategic concessions": mine.strategic
        * np.where(mine.importing > 0, f["licences"], f["market_economy"]),
        "political: certainty of a signed deal": mine.certainty * f["deal"],
        "political: origin paperwork": -mine.origin_cost * f["origin"],
        "political: fear of retaliation": -mine.retaliation * lopsided * f["deal"],
    }
