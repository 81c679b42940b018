"""The trade data on which an earlier, independent program printed its figures.

Import penetration, exemption lists and Section 232 shares were corrected since. Its figures test our
equations, so they are computed on what it read.
"""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import DatedList, TradeData
from negsim.economy.load import load_trade_data
from negsim.files import packaged_rows


@cache
def earlier_data() -> TradeData:
    """Return today's trade data with the inputs of the earlier program."""
    data, rows = load_trade_data(), packaged_rows("validation", "earlier_program")

    def by_sector(table: str, name: str) -> Array:
        chosen = {r["sector"]: float(r["value"]) for r in rows if (r["table"], r["list"]) == (table, name)}
        return np.array([chosen.get(sector, 0.0) for sector in data.sectors])

    def lists(table: str) -> tuple[DatedList, ...]:
        days = {r["list"]: date.fromisoformat(r["start"]) for r in rows if r["table"] == table}
        return tuple(DatedList(name, day, by_sector(table, name)) for name, day in days.items())

    return replace(
        data,
        penetration=by_sector("penetration", "penetration"),
        exemption_lists=lists("exemption"),
        section_232_lists=lists("section_232"),
    )
