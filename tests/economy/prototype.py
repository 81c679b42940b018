"""The trade data on which an earlier, independent program printed its figures.

Import penetration, exemption lists and Section 232 shares were corrected since. Its figures test our
equations, so they are computed on what it read.
"""

from dataclasses import replace
from datetime import date

import numpy as np

from negsim.economy.baseline import DatedList
from negsim.economy.load import load_trade_data

DATA = load_trade_data()


def by_sector(shares: dict[str, float]) -> np.ndarray:
    """Return shares in the order of the sectors, 0 where none is given."""
    return np.array([shares.get(sector, 0.0) for sector in DATA.sectors])


def listed(name: str, start: date, shares: dict[str, float]) -> DatedList:
    return DatedList(name, start, by_sector(shares))


PENETRATION = {
    "computers_phones_chips": 0.428,
    "other_electrical": 0.373,
    "apparel": 0.309,
    "furniture": 0.235,
    "footwear": 0.308,
    "machinery": 0.274,
    "solar_pv": 0.383,
    "other_goods": 0.245,
    "plastics_rubber": 0.171,
    "metals": 0.197,
    "toys_sport_candles": 0.22,
    "textiles_bags_leather": 0.252,
    "wood_paper": 0.09,
    "coffee_nuts_spices": 0.078,
    "seafood": 0.126,
    "other_agrifood": 0.075,
    "vehicles_transport": 0.268,
}
EXEMPTIONS = (
    listed(
        "annex_ii",
        date(2025, 4, 2),
        {
            "other_goods": 0.0071,
            "plastics_rubber": 0.0024,
            "metals": 0.0017,
            "wood_paper": 0.0567,
            "other_agrifood": 0.0002,
        },
    ),
    listed(
        "electronics",
        date(2025, 4, 11),
        {
            "computers_phones_chips": 0.991,
            "other_goods": 0.0071,
            "plastics_rubber": 0.0024,
            "metals": 0.0017,
            "wood_paper": 0.0567,
            "other_agrifood": 0.0002,
        },
    ),
    listed(
        "agriculture",
        date(2025, 11, 13),
        {
            "computers_phones_chips": 0.991,
            "solar_pv": 0.0015,
            "other_goods": 0.0116,
            "plastics_rubber": 0.0105,
            "metals": 0.0058,
            "wood_paper": 0.0944,
            "coffee_nuts_spices": 0.9973,
            "other_agrifood": 0.2401,
        },
    ),
)
SECTION_232 = (
    listed(
        "metals_autos_copper",
        date(2025, 4, 2),
        {
            "computers_phones_chips": 0.009,
            "other_electrical": 0.1684,
            "furniture": 0.0157,
            "machinery": 0.1004,
            "other_goods": 0.0059,
            "plastics_rubber": 0.2318,
            "metals": 0.5609,
            "toys_sport_candles": 0.0588,
            "textiles_bags_leather": 0.0024,
            "vehicles_transport": 0.5607,
        },
    ),
    listed("timber", date(2025, 10, 14), {"furniture": 0.3406}),
)
PROTOTYPE = replace(
    DATA,
    penetration=by_sector(PENETRATION),
    exemption_lists=EXEMPTIONS,
    section_232_lists=SECTION_232,
)
