"""The one-sector general equilibrium: what must hold in any world, and what was published of one."""

import csv
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.errors import DataError
from negsim.validation.ge.economy import KEPT_ABROAD, KEPT_AT_HOME, countries_in, ten_regions
from negsim.validation.ge.equilibrium import Elasticities, best_uniform_tariff, solve
from negsim.validation.ge.gap import RATES, gap
from negsim.validation.ge.published import NUMBERS, uniform, welfare

STUDY = Path(__file__).parents[3] / "experiments" / "general_equilibrium"
TABLES = os.environ.get("NEGSIM_GE_TABLES")
WORLD = ten_regions()


def table(name):
    return list(csv.DictReader((STUDY / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def test_nothing_changes_without_tariffs():
    found = solve(WORLD, 0.0 * WORLD.sales)

    for hat in (found.welfare, found.wage, found.price):
        assert hat == pytest.approx(1.0, abs=1e-10)
    assert found.sales == pytest.approx(WORLD.sales, rel=1e-9)


def test_world_spends_what_it_earns():
    assert WORLD.spending.sum() == pytest.approx(WORLD.income.sum())
    assert (np.diag(WORLD.sales) > 0).all()


def test_sellers_of_both_blocks_leave_the_known_shares():
    here = np.arange(10) == WORLD.home
    blocks = np.array([here, ~here], dtype=float)
    sales, kept = blocks @ WORLD.sales @ blocks.T, np.array([WORLD.kept[here][0], WORLD.kept[~here][0]])
    shares = sales @ kept / sales.sum(axis=1)

    assert shares == pytest.approx([KEPT_AT_HOME, KEPT_ABROAD], abs=1e-4)


@pytest.mark.parametrize("pass_through", [1.0, 0.25, None])
@pytest.mark.parametrize("tax_relief", [True, False])
def test_money_is_what_it_was_spent_on(pass_through, tax_relief):
    """Spending everywhere is factor income everywhere and the revenue of tariffs."""
    chosen = Elasticities(pass_through=pass_through, tax_relief=tax_relief)
    found = solve(WORLD, WORLD.announced(), chosen)
    paid = found.sales * (1.0 + WORLD.announced())

    assert paid.sum() == pytest.approx(found.sales.sum() + found.revenue.sum(), rel=1e-9)
    assert found.price @ WORLD.spending == pytest.approx(WORLD.spending.sum(), rel=1e-9)


def test_unit_of_money_does_not_matter():
    thousand = replace(WORLD, sales=1e6 * WORLD.sales)

    assert solve(thousand, WORLD.announced()).welfare == pytest.approx(
        solve(WORLD, WORLD.announced()).welfare, rel=1e-9
    )


def test_published_rule_of_the_best_tariff_is_near_the_best():
    rule = best_uniform_tariff(WORLD)
    half, at_rule, more, double = (welfare(WORLD, uniform(WORLD, x * rule)) for x in (0.5, 1.0, 1.15, 2.0))

    assert at_rule > half
    assert at_rule > double
    assert at_rule == pytest.approx(more, abs=0.03)


def test_tariff_on_one_partner_falls_on_it_and_helps_its_rivals():
    partner = WORLD.names.index("VNM")
    tariffs = 0.0 * WORLD.sales
    tariffs[partner, WORLD.home] = 0.20
    found = solve(WORLD, tariffs)
    rivals = [i for i in range(10) if i not in (partner, WORLD.home)]

    assert found.welfare[partner] < 0.99
    assert (found.sales[rivals, WORLD.home] > WORLD.sales[rivals, WORLD.home]).all()


def test_the_study_says_the_gap_to_the_core():
    data, page = load_trade_data(), (STUDY / "README.md").read_text(encoding="utf-8")
    rows = table("summary")
    found = [gap(WORLD, data, rate) for rate in RATES]

    for row, one in zip(rows, found, strict=True):
        assert {name: f"{100 * getattr(one, name):.2f}" for name in row} == row
    for name in ("equilibrium", "nothing_kept", "constant_cost", "core", "closed", "short_run"):
        assert " | ".join(f"{100 * getattr(one, name):.1f}" for one in found) in page
    assert f"{found[1].wage:.1%}".removeprefix("-").replace("%", " %") in page


def test_the_study_says_what_was_published_and_found():
    page = (STUDY / "README.md").read_text(encoding="utf-8")
    rows = table("published")

    assert [row["name"] for row in rows] == [number.name for number in NUMBERS]
    for row, number in zip(rows, NUMBERS, strict=True):
        assert f"| {number.expected:g} | {row['got']} |" in page
        assert row["reproduced"] == ("yes" if number.reproduced else "no")


@pytest.mark.skipif(TABLES is None, reason="needs tables of 194 countries: NEGSIM_GE_TABLES names no folder")
def test_published_numbers_of_194_countries():
    world = countries_in(Path(str(TABLES)))

    assert len(world.names) == 194
    for row, number in zip(table("published"), NUMBERS, strict=True):
        found = number.got(world)

        assert f"{found:.3f}" == row["got"]
        assert (abs(found - number.expected) <= number.tolerance) is number.reproduced, number.name


def write(
    folder, trade="name,A,B\nA,0,2\nB,1,0\n", countries="iso3,gdp_usd_thousand,tariff\nA,9,0\nB,9,0.1\n"
):
    (folder / "trade.csv").write_text(trade)
    (folder / "countries.csv").write_text(countries)
    return folder


def test_tables_of_a_user_are_read(tmp_path):
    world = countries_in(write(tmp_path))

    assert (world.names, world.home) == (("A", "B"), 0)
    assert world.sales[0, 1] == 2.0


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({"trade": "name,A,C\nA,0,2\nC,1,0\n"}, "must name the same countries in one order"),
        ({"countries": "iso3,gdp_usd_thousand,tariff\nA,9,0\nB,x,0.1\n"}, "could not convert"),
        ({"countries": "iso3,gdp,tariff\nA,9,0\nB,9,0.1\n"}, "gdp_usd_thousand"),
        ({"countries": "iso3,gdp_usd_thousand,tariff\nA,9,0\nB,9,0\n"}, "one country must have tariff 0"),
    ],
)
def test_tables_that_say_nothing_are_refused(tmp_path, tables, sentence):
    with pytest.raises(DataError, match=sentence):
        countries_in(write(tmp_path, **tables))


def test_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"countries\.csv: cannot be read"):
        countries_in(tmp_path)
