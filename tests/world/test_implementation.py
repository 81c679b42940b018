"""What is in force of a deal on one day, and what its text says."""

import pytest

from negsim.world.implementation import announced, in_force, rate_without_deal, realised, without_deal
from tests.scenarios import outcome, scenario

WORLD = scenario("quiet").world
LARGE = outcome(WORLD, tariff="10 %", access="all", purchases="$15 bn", origin="strict")


def test_a_deal_that_changes_nothing_is_no_deal():
    nothing, now = outcome(WORLD), without_deal(WORLD)

    assert in_force(WORLD, nothing, {}, 0.0, False) == pytest.approx(now)
    assert announced(WORLD, nothing) == pytest.approx(now)
    assert realised(WORLD, nothing, 1, 0.15) == {}


def test_kept_as_expected_it_is_what_the_tables_say():
    expected = WORLD.trade_totals(LARGE)["deficit"]

    assert in_force(WORLD, LARGE, {}, 0.0, False).deficit == pytest.approx(expected)
    assert in_force(WORLD, LARGE, {"purchases": 0.58}, 0.0, False).deficit == pytest.approx(expected)


def test_tables_value_a_phased_deal_at_half_of_the_way():
    phased = outcome(WORLD, tariff="10 %", access="all", phasing="phased")

    half = in_force(WORLD, phased, {}, 0.5, False).deficit
    assert half == pytest.approx(WORLD.trade_totals(phased)["deficit"])


def test_the_rate_is_what_is_added_to_the_flow_that_is_not_exempt():
    """20 % on what is neither exempt nor under Section 232; 10 % is half of it, on the same goods."""
    whole, half = rate_without_deal(WORLD), in_force(WORLD, LARGE, {}, 0.0, False).rate

    assert 0.0 < whole < 0.20
    assert half == pytest.approx(whole / 2)
    slowly = outcome(WORLD, tariff="10 %", phasing="phased")
    assert in_force(WORLD, slowly, {}, 0.5, False).rate == pytest.approx(0.75 * whole)


def test_the_text_buys_everything_and_ends_all_evasion():
    text, kept = announced(WORLD, LARGE), in_force(WORLD, LARGE, {"purchases": 1.0}, 0.0, False)

    assert text.deficit < kept.deficit  # not all that is carried out is additional
    assert (text.found, kept.found, without_deal(WORLD).found) == (1.0, 0.60, 0.05)
    assert text.rate == kept.rate


def test_what_is_bought_less_is_a_larger_deficit():
    shares = [in_force(WORLD, LARGE, {"purchases": share}, 0.0, False).deficit for share in (0, 0.3, 0.6, 1)]

    assert shares == sorted(shares, reverse=True)


def test_a_withdrawal_brings_back_the_rate_and_takes_the_exemptions():
    broad = outcome(WORLD, tariff="10 %", exemptions="broad")
    back = in_force(WORLD, broad, {}, 0.0, True)

    assert back.rate == pytest.approx(rate_without_deal(WORLD))
    assert in_force(WORLD, outcome(WORLD, tariff="46 %"), {}, 0.0, True).rate > back.rate  # it never cuts


def test_luck_of_compliance_is_its_own_and_stays_a_share():
    drawn = [realised(WORLD, LARGE, seed, 0.15)["purchases"] for seed in range(400)]

    assert 0.0 <= min(drawn) < max(drawn) <= 1.0
    assert sum(drawn) / 400 == pytest.approx(0.58, abs=0.02)
    assert {realised(WORLD, LARGE, seed, 0.0)["purchases"] for seed in range(3)} == {0.58}
