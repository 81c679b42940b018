"""The deficit of 2025 in the historical world: shares add up, and the page says what comes out."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.errors import DomainError
from negsim.validation.bystander import Bystander, conditions_by_day
from negsim.validation.deficit import (
    account,
    imports_from_all,
    shapley,
    spells_of,
    taxed,
    trend_of,
)
from tests.economy.exact_market import solve_sectors
from tests.scenarios import scenario
from tests.validation.test_demand_trend import STUDY, study

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "deficit-2025.md").read_text(encoding="utf-8")
WORLD = scenario("historical")
SPELLS = spells_of(WORLD, 2025)


def test_the_year_is_cut_without_a_gap():
    assert [spell.first for spell in SPELLS] == sorted(spell.first for spell in SPELLS)
    assert SPELLS[0].first == date(2025, 1, 1)
    assert sum(spell.days for spell in SPELLS) == 365


def test_rates_and_lists_of_the_year_are_those_of_the_world():
    rates = {spell.first: spell.rate for spell in SPELLS}

    assert rates[date(2025, 3, 1)] == 0.0
    assert rates[date(2025, 4, 2)] == 0.10
    assert rates[date(2025, 8, 20)] == 0.20
    assert SPELLS[-1].economy.policy_date == date(2025, 11, 13)


def test_a_court_that_strikes_is_followed_too():
    last = list(conditions_by_day(WORLD))[-1][1]

    assert last.in_force == 0.10
    assert last.struck


def test_nobody_at_the_table_values_nothing():
    alone = Bystander(WORLD, WORLD.conditions, WORLD.conditions)

    with pytest.raises(DomainError, match="us is not at the table"):
        alone.worth("us", ())


def test_shares_of_two_causes_by_hand():
    """Alone a adds 1 and b adds 2, together they add 5: a gets (1 + 3)/2, b gets (2 + 4)/2."""
    worth = {frozenset(): 0.0, frozenset("a"): 1.0, frozenset("b"): 2.0, frozenset("ab"): 5.0}

    assert shapley(worth.__getitem__, ("a", "b")) == {"a": 2.0, "b": 3.0}


def test_shares_add_up_and_front_loading_is_added():
    plain = account(WORLD, trend_of(WORLD), 2025)
    loaded = account(WORLD, trend_of(WORLD), 2025, front_loading_usd_bn=3.0)

    assert sum(plain.shares.values()) == pytest.approx(plain.deficit - plain.base)
    assert loaded.deficit == pytest.approx(plain.deficit + 3.0)
    assert loaded.shares["front_loading"] == 3.0


def test_signs_of_the_causes():
    shares = account(WORLD, trend_of(WORLD), 2025).shares

    assert shares["rate"] < 0 < min(shares[name] for name in ("trend", "exemptions", "rival", "others"))


def test_without_demand_and_tariffs_it_is_the_deficit_of_the_base_year():
    data, nothing = load_trade_data(), SPELLS[-1]
    alone = taxed(nothing, data, ())
    sales = alone.core.respond(alone.partner).sales_usd_bn.sum()

    assert sales == pytest.approx(data.headline["imports"], rel=1e-5)


def test_imports_from_all_sources_are_those_of_cleared_markets():
    one = taxed(SPELLS[-1], load_trade_data(), on_exempt=0.17)
    market = one.core.market
    tariff = market.duty_rate + np.column_stack([one.partner, one.others])

    assert imports_from_all(one) == pytest.approx(
        solve_sectors(market, tariff).receipts_usd_bn.sum(axis=1), rel=1e-9
    )


def test_trend_meets_the_world_on_its_first_day():
    demand = trend_of(WORLD)

    assert demand(WORLD.time.day(0)) == pytest.approx(dict(WORLD.conditions.economy.demand))
    assert demand(date(2026, 4, 2))["machinery"] == pytest.approx(1.043 * 1.057)


@pytest.fixture(scope="module")
def made():
    """The rows that the script prints."""
    script = study("deficit")
    known, _ = script.published()
    return {
        reading: [
            script.tenths(number)
            for number in (
                found.deficit,
                found.deficit - found.base,
                *found.shares.values(),
                known - found.deficit,
            )
        ]
        for reading, found in script.accounts().items()
    }


def test_the_table_is_what_the_script_prints(made):
    rows = csv.reader((STUDY / "deficit.csv").read_text(encoding="utf-8").splitlines()[1:])

    assert {reading: numbers for reading, *numbers in rows} == made


def test_the_page_says_what_comes_out(made):
    for reading, numbers in made.items():
        assert f"| {reading} | {' | '.join(numbers)} |" in PAGE


def test_the_deficit_rises_under_the_tariff_and_by_too_little(made):
    """The sign is reported as right, and the size as missed: if either changes, the page must."""
    _, rise, *_, missing = map(float, made["trend fitted to March 2025"])

    assert 0 < rise < missing
    assert f"by ${rise} bn where it rose by $54.7 bn" in PAGE


def test_the_page_says_that_elasticities_matter_little():
    found = {}
    for name in ("medium_run", "long_run"):
        world = scenario("historical", economy__elasticities=name)
        found[name] = f"${account(world, trend_of(WORLD), 2025).deficit:.1f} bn"

    assert (
        f"of the medium run the deficit is {found['medium_run']}, of the long run {found['long_run']}" in PAGE
    )
