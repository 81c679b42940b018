"""Fit the trend of US demand by sector on what was known in March 2025, and print it.

The growth of a kind of goods is the median of all its growth rates from one month to the same month of
another year, within the months chosen (the seasonal Kendall slope, Hirsch, Slack and Smith 1982): seasons
drop out, and a rush of three months moves little. A sector grows as its kinds do on average.
"""

import csv
import sys
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from math import exp, log
from pathlib import Path
from statistics import mean, median

HERE = Path(__file__).parent
LAST = "2025-03"
"""The last month that is read: the tariffs of 2 April 2025 are not in it."""
MONTHS = 24
"""The fewest in which every month of the year comes twice."""
MIDDLE_OF_THE_BASE_YEAR = date(2024, 7, 1)
DAYS_A_YEAR = 365.0
DECIMALS = 3


def rows(table: str) -> list[dict[str, str]]:
    """Return the rows of a table of this folder."""
    return list(csv.DictReader((HERE / f"{table}.csv").read_text(encoding="utf-8").splitlines()))


def imports_by_kind() -> dict[str, dict[str, float]]:
    """Return kind of goods -> month -> US imports from everywhere, $bn."""
    found: dict[str, dict[str, float]] = {}
    for row in rows("imports"):
        found.setdefault(row["kind"], {})[row["month"]] = float(row["value"])
    return found


def kinds_of_sectors() -> dict[str, list[str]]:
    """Return sector -> the kinds of goods it is made of (judgement)."""
    found: dict[str, list[str]] = {}
    for row in rows("kinds"):
        found.setdefault(row["sector"], []).append(row["kind"])
    return found


def seasonal_slope(values: Mapping[str, float], months: int = MONTHS, last: str = LAST) -> float:
    """Return the growth a year, a fraction, in the last `months` up to `last`, both counted."""
    window = [month for month in sorted(values) if month <= last][-months:]
    same_month = [(a, b) for a, b in combinations(window, 2) if a[5:] == b[5:]]
    slopes = [log(values[b] / values[a]) / (int(b[:4]) - int(a[:4])) for a, b in same_month]
    return exp(median(slopes)) - 1.0


def growth_by_sector(months: int = MONTHS) -> dict[str, float]:
    """Return sector -> growth of demand a year, a fraction."""
    by_kind = {kind: seasonal_slope(values, months) for kind, values in imports_by_kind().items()}
    return {
        sector: round(mean(by_kind[kind] for kind in kinds), DECIMALS)
        for sector, kinds in kinds_of_sectors().items()
    }


def start(growth: float, day: date) -> float:
    """Return demand on a day over that of 2024, when it has grown since the middle of that year."""
    years = (day - MIDDLE_OF_THE_BASE_YEAR).days / DAYS_A_YEAR
    return round((1.0 + growth) ** years, DECIMALS)


if __name__ == "__main__":
    windows = {f"months_{months}": growth_by_sector(months) for months in (24, 36, 48)}
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["sector", "kinds", *windows, "on_2025_04_02"])
    for sector, kinds in kinds_of_sectors().items():
        growth = [windows[name][sector] for name in windows]
        table.writerow([sector, " and ".join(kinds), *growth, start(growth[0], date(2025, 4, 2))])
