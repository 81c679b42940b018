"""The consequences of outcomes: nothing changes where nothing is changed, and parts add up."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.talks.scenario import make_scenario
from negsim.world.situation import asymmetry, pick
from negsim.world.world import World, known_features
from tests.scenarios import changed, outcome, raw_scenario, scenario

RATES = (0.0, 0.10, 0.15, 0.20, 0.25, 0.46)
CHANGES = (
    "sales",
    "exporter_surplus",
    "consumer_surplus",
    "revenue",
    "revenue_partner",
    "home_surplus",
    "jobs",
    "newly_exempt",
    "home_exports",
    "partner_duty_revenue",
    "partner_consumers",
)
"""Features that are changes against no deal at the rate in force."""
WORLD = scenario("quiet").world
STATUS_QUO = outcome(WORLD)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"no_deal__in_force": 0.0},
        {"no_deal__in_force": 0.11},
        {"no_deal__in_force": 0.46},
        {"economy__elasticities": "long_run"},
        {"economy__supply_elasticity": 2.0},
        {"economy__policy_date": date(2025, 4, 2), "issues__exemptions__levels": ["none", "broad"]},
        {"economy__policy_date": date(2026, 1, 1), "time__start": date(2026, 1, 1)},
        {"economy__other_tariffs": {"CHN": 0.6}},
    ],
    ids=str,
)
def test_without_a_deal_at_the_rate_in_force_nothing_changes(changes):
    world = scenario("quiet", **changes).world
    features = world.without_deal(world.rate_in_force)[1]

    assert {name: float(features[name].squeeze()) for name in CHANGES} == pytest.approx(
        dict.fromkeys(CHANGES, 0.0), abs=1e-9
    )
    assert features["deal"].squeeze() == 0.0
    assert features["tariff"].squeeze() == features["tariff_in_force"].squeeze() == world.rate_in_force


@given(
    detection=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    content_cap=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    content_penalty=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    penalty_rate=st.floats(0, 2),
    rate=st.sampled_from(RATES),
)
@settings(max_examples=25, deadline=None)
def test_a_do_nothing_deal_is_no_deal_whatever_the_origin_rules_say(rate, **origin):
    """Every total, and every term but certainty, at any rate; the rate in force stays 20 %."""
    talks = scenario("quiet", issues__origin={"type": "origin_rules", **origin}, no_deal__threatened=rate)
    world = talks.world
    nothing = outcome(world, tariff=f"{100 * rate:g} %")
    with_deal, without = (features[1] for features in (world.outcomes, world.without_deal(rate)))
    levels = world.space.levels(nothing)
    gaps = {
        name: float(pick(values, levels)) - without[name].item() for name, values in with_deal.arrays.items()
    }

    assert gaps.pop("deal") == 1.0
    assert gaps == pytest.approx(dict.fromkeys(gaps, 0.0), abs=1e-9)
    for party in ("us", "vietnam"):
        one = talks.mandate(party)
        for name, value, no_deal in zip(
            one.tables.names, one.tables.at(nothing), one.no_deal[1], strict=True
        ):
            assert value - no_deal == pytest.approx(float(name == "certainty"), abs=1e-8), name


def test_origin_settings_reach_having_no_deal():
    lax, tight = (
        scenario("quiet", issues__origin={"type": "origin_rules", "detection": [found, 0.5, 0.6]}).world
        for found in (0.0, 0.4)
    )

    assert tight.in_force.sales.sum() < lax.in_force.sales.sum() - 0.1


def test_the_precedent_follows_the_rate_of_the_peers():
    cheap = scenario("quiet", economy__other_tariffs={"ASEAN": 0.10}).world

    assert WORLD.outcomes[1]["peer_tariff"].item() == 0.19
    assert cheap.outcomes[1]["peer_tariff"].item() == 0.10


def test_a_deal_that_changes_nothing_has_no_effect_but_to_be_a_deal():
    with_deal, without = (WORLD.consequences(at) for at in (STATUS_QUO, None))
    gaps = {name: value - without.features[name] for name, value in with_deal.features.items()}

    assert gaps.pop("deal") == 1.0
    assert gaps == pytest.approx(dict.fromkeys(gaps, 0.0), abs=1e-9)
    for name in ("exporter_surplus_change", "duty_change", "home_exports_change"):
        assert np.abs(getattr(with_deal, name)).max() < 1e-9
    assert with_deal.asymmetry == 0.0


@pytest.mark.parametrize(
    ("column", "printed"),
    [
        ("sales_usd_bn", [148.54, 133.07, 126.59, 120.79, 115.58, 98.58]),
        ("deficit_usd_bn", [135.45, 119.97, 113.49, 107.69, 102.48, 85.48]),
        ("duties_usd_bn", [5.95, 12.67, 15.25, 17.41, 19.23, 24.20]),
        ("consumer_surplus", [13.95, 6.42, 3.09, 0, -2.87, -12.97]),
        ("revenue", [-14.17, -5.98, -2.76, 0, 2.37, 9.23]),
        ("home_surplus", [-0.50, -0.23, -0.11, 0, 0.10, 0.47]),
    ],
)
def test_no_deal_gives_the_trade_it_was_set_to_give(column, printed):
    situation, features = WORLD.without_deal(*RATES)
    sales = situation.sales.sum(axis=-1).ravel()
    computed = {
        "sales_usd_bn": sales,
        "deficit_usd_bn": sales - situation.home_exports.sum(axis=-1).ravel(),
        "duties_usd_bn": situation.duty_bill.sum(axis=-1).ravel(),
    }

    values = computed[column] if column in computed else features[column].ravel()

    assert values == pytest.approx(printed, abs=0.015)


def test_jobs_follow_sales():
    jobs = WORLD.without_deal(*RATES)[1]["jobs"].ravel()

    assert jobs == pytest.approx([1046, 462, 218, 0, -195, -831], abs=1.0)


def test_many_rates_at_once_are_the_same_as_one_by_one():
    together = WORLD.without_deal(*RATES)[1]
    alone = [WORLD.without_deal(rate)[1] for rate in RATES]

    for name in CHANGES:
        assert together[name].ravel() == pytest.approx(
            np.broadcast_to([one[name].item() for one in alone], together[name].size), abs=1e-12
        )


@pytest.mark.parametrize("at", [None, 0, 107, 5000, 11_663, STATUS_QUO])
def test_sectors_add_up_to_totals(at):
    here = WORLD.consequences(at)
    sums = {
        "exporter_surplus": here.exporter_surplus_change.sum(),
        "revenue_partner": here.duty_change.sum(),
        "home_exports": here.home_exports_change.sum(),
        "sales": here.situation.sales.sum() - WORLD.in_force.sales.sum(),
        "added_purchases": here.situation.purchases.item(),
    }

    assert {name: here.features[name] for name in sums} == pytest.approx(sums, abs=1e-9)


def test_a_row_of_trade_is_levels_and_changes():
    now, deal = WORLD.trade_totals(None), WORLD.trade_totals(outcome(WORLD, purchases="$15 bn", access="all"))

    assert now["deficit"] == pytest.approx(107.69, abs=0.01)
    assert now["sales"] == pytest.approx(120.79, abs=0.01)
    assert now["exports"] == pytest.approx(13.10, abs=0.01)
    assert [now[name] for name in now if name.endswith(("revenue", "surplus"))] == pytest.approx(
        [0.0, 0.0, 0.0], abs=1e-9
    )
    # 2.734 of purchases (tests/economy/test_purchases.py) and .872 from open markets
    assert deal["exports"] - now["exports"] == pytest.approx(2.734 + 0.872, abs=1e-3)
    assert deal["deficit"] == pytest.approx(now["deficit"] - 3.606, abs=1e-3)


def test_phased_access_brings_half_of_the_exports():
    at_once, phased = (
        WORLD.consequences(outcome(WORLD, access="all", phasing=pace)).features["home_exports"]
        for pace in ("immediate", "phased")
    )

    assert phased == pytest.approx(at_once / 2)


def test_a_phased_cut_is_half_the_cut_and_a_phased_rise_is_no_delay():
    def sales(rate: str, pace: str) -> float:
        return WORLD.consequences(outcome(WORLD, tariff=rate, phasing=pace)).features["sales"]

    assert sales("10 %", "phased") == pytest.approx(sales("10 %", "immediate") / 2)
    assert sales("46 %", "phased") == pytest.approx(sales("46 %", "immediate"))


def test_what_a_scenario_does_not_negotiate_is_zero():
    mini = scenario("mini").world.outcomes[1]
    absent = set(known_features()) - {"access", "origin"}

    assert absent >= {"exemption_extent", "announced_purchases", "reform", "strategic", "interim_economic"}
    assert {name: float(np.abs(mini[name]).max()) for name in absent} == dict.fromkeys(absent, 0.0)


def test_the_order_of_issues_changes_no_number():
    raw = raw_scenario()
    backwards = make_scenario(
        changed(raw, ("issues",), dict(reversed(raw["issues"].items()))), "backwards.yaml"
    ).world
    forwards = scenario("quiet").world
    labels = {"tariff": "10 %", "exemptions": "broad", "access": "selective", "origin": "strict"}

    one, other = (world.consequences(outcome(world, **labels)) for world in (forwards, backwards))

    assert one.features == pytest.approx(other.features, abs=1e-12)
    assert outcome(forwards, **labels) != outcome(backwards, **labels)


def test_asymmetry_counts_concessions():
    def lopsided(**labels: str) -> float:
        return WORLD.consequences(outcome(WORLD, **labels)).asymmetry

    assert lopsided(access="all") == pytest.approx(1 / 5)
    assert lopsided(purchases="$15 bn", reform="binding") == pytest.approx(2 / 5)
    assert lopsided(tariff="0 %") == pytest.approx(-1 / 3)
    assert lopsided(tariff="46 %") == pytest.approx(1.3 / 3)  # capped: 26 points would be 1.3
    assert lopsided(exemptions="annex", strategic="full") == pytest.approx(-(0.5 + 1) / 3)


def test_addends_of_asymmetry_add_up_to_it():
    features = WORLD.outcomes[1]
    levels = WORLD.space.levels(7777)

    assert sum(float(pick(a, levels)) for a in asymmetry(features)) == WORLD.consequences(7777).asymmetry


def test_stakes_are_mean_absolute_changes():
    mini = scenario("mini").world
    situation, now = mini.outcomes[0], mini.in_force
    every = np.broadcast_to(situation.exporter_surplus, (*mini.space.shape, 17)).reshape(-1, 17)

    assert mini.stakes.exporter_surplus == pytest.approx(
        np.abs(every - now.exporter_surplus).mean(axis=0), abs=1e-12
    )
    assert mini.stakes.purchases == 0.0
    assert WORLD.stakes.purchases == pytest.approx((0 + 1.583 + 2.734) / 3, abs=1e-3)


def test_consequences_are_worked_out_once():
    world = scenario("mini").world
    calls: list[str] = []

    def work(given: World, of: str) -> str:
        calls.append(of)
        return f"done {of}" if given is world else "elsewhere"

    assert world.consequences(7) is world.consequences(7)
    assert [world.remember(work, of) for of in "aab"] == ["done a", "done a", "done b"]
    assert calls == ["a", "b"]


def test_trade_of_a_large_space_is_solved_for_the_issues_that_touch_it():
    situation, features = WORLD.outcomes

    assert situation.sales.shape == (6, 3, 1, 1, 3, 1, 1, 1, 2, 17)  # 108 cells, not 11,664
    assert features["home_exports"].shape == (1, 1, 3, 1, 1, 1, 1, 1, 2)


def test_every_number_has_an_axis_for_every_issue():
    tariff_only = scenario("mini", issues={"tariff": "tariff_rate"}).world
    situation, features = tariff_only.outcomes

    assert {array.ndim for array in features.arrays.values()} == {1}
    assert {getattr(situation, field.name).ndim for field in fields(situation)} == {1, 2}
    assert situation.purchases.ndim == 1


def test_more_levels_than_sectors_are_no_trouble():
    rates = [round(0.01 * step, 2) for step in range(40)]
    world = scenario("mini", issues={"tariff": {"type": "tariff_rate", "levels": rates}}).world

    assert world.consequences(39).features["tariff"] == 0.39
    assert world.consequences(20).features["sales"] == pytest.approx(0.0, abs=1e-9)


def test_a_world_needs_no_tariff_to_negotiate():
    mini = scenario("mini")
    world = World(mini.economy, [("access", mini.issues["access"])], 0.20)

    assert world.consequences(2).features["sales"] == pytest.approx(0.0, abs=1e-9)
    assert world.consequences(2).features["home_exports"] == pytest.approx(0.872, abs=1e-3)
