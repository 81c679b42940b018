"""Print the one-sector general equilibrium beside what was published, and beside the trade core.

python check.py           the gap to the core, in ten regions
python check.py FOLDER    the published numbers, from tables of 194 countries of your own
"""

import csv
import sys
from dataclasses import astuple, fields
from pathlib import Path

from negsim.economy.load import load_trade_data
from negsim.validation.ge.economy import WorldEconomy, countries_in, ten_regions
from negsim.validation.ge.gap import RATES, Gap, gap
from negsim.validation.ge.published import NUMBERS


def gaps() -> list[list[str]]:
    """Return the gap to the core at every rate, changes in per cent, with the names of the columns."""
    world, data = ten_regions(), load_trade_data()
    rows = [astuple(gap(world, data, rate)) for rate in RATES]
    return [[f.name for f in fields(Gap)], *[[f"{100 * value:.2f}" for value in row] for row in rows]]


def published(world: WorldEconomy) -> list[list[str]]:
    """Return expected and found of every published number, per cent, with the names of the columns."""
    rows = []
    for number in NUMBERS:
        found = number.got(world)
        within = abs(found - number.expected) <= number.tolerance
        rows.append(
            [number.name, f"{number.expected:g}", f"{found:.3f}", "yes" if within else "no", number.case]
        )
    return [["name", "expected", "got", "reproduced", "case"], *rows]


if __name__ == "__main__":
    table = published(countries_in(Path(sys.argv[1]))) if sys.argv[1:] else gaps()
    csv.writer(sys.stdout, lineterminator="\n").writerows(table)
