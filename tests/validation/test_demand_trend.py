"""The trend of demand in the historical world: fitted on what was known in March 2025, and nothing later."""

import csv
import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

from negsim.talks.scenario import load_scenario

STUDY = Path(__file__).parents[2] / "experiments" / "demand_trend"


def study(name):
    """Return a script of the study as a module."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, STUDY / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


FIT = study("fit")


def table(name):
    return list(csv.DictReader((STUDY / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def test_the_world_has_the_trend_that_the_data_give():
    world, growth = load_scenario("historical"), FIT.growth_by_sector()

    assert dict(world.events["trend"].growth) == growth
    assert dict(world.conditions.economy.demand) == {
        name: FIT.start(rate, world.time.day(0)) for name, rate in growth.items()
    }
    assert set(growth) == set(world.world.data.sectors)


def test_nothing_after_march_2025_is_read():
    early = {
        kind: {month: value for month, value in values.items() if month <= "2025-03"}
        for kind, values in FIT.imports_by_kind().items()
    }

    for kind, values in FIT.imports_by_kind().items():
        assert max(values) == "2025-12"
        assert FIT.seasonal_slope(early[kind]) == FIT.seasonal_slope(values)


def test_summary_is_what_the_fit_prints():
    by_window = {months: FIT.growth_by_sector(months) for months in (24, 36, 48)}

    for row in table("summary"):
        for months, growth in by_window.items():
            assert float(row[f"months_{months}"]) == growth[row["sector"]]


def test_the_page_says_the_growth_of_every_kind():
    page = (STUDY / "README.md").read_text(encoding="utf-8")

    for kind, values in FIT.imports_by_kind().items():
        line = next(line for line in page.splitlines() if line.startswith(f"| {kind}"))
        found = [f"{100 * FIT.seasonal_slope(values, months):.1f} %" for months in (24, 36, 48)]

        assert line.split(" | ")[1:] == [*found[:2], f"{found[2]} |"]


def test_slope_of_a_steady_path_is_its_growth():
    months = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
    season = [1 + month % 5 for month in range(12)] * 2
    values = {name: season[i] * 1.1 ** (i / 12) for i, name in enumerate(months)}
    rush = {**values, "2024-12": 3 * values["2024-12"], "2024-11": 3 * values["2024-11"]}

    assert FIT.seasonal_slope(values, 24, "2024-12") == pytest.approx(0.1)
    assert FIT.seasonal_slope(rush, 24, "2024-12") == pytest.approx(0.1)


def test_demand_has_grown_by_the_years_since_the_middle_of_2024():
    assert FIT.start(0.21, date(2024, 7, 1)) == 1.0
    assert FIT.start(0.21, date(2025, 7, 1)) == 1.21
