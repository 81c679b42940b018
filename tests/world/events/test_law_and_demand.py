"""Orders change the lists of the law; demand has a trend by sector."""

from datetime import date

import numpy as np
import pytest

from negsim.errors import ConfigError
from tests.scenarios import model, scenario
from tests.world.events.days import at_tick, lines, on_day, without

ORDER = {"type": "exemption_order", "at": 3, "law": date(2025, 11, 13)}


def test_an_order_puts_the_lists_of_its_day_in_force():
    here = on_day(ORDER)
    there = scenario("quiet", economy__policy_date=date(2025, 11, 13), time__start=date(2025, 11, 13))
    coffee = here.world.data.sectors.index("coffee_nuts_spices")

    assert here.world is there.world
    assert here.world.in_force.sales[coffee] > 1.05 * without().world.in_force.sales[coffee]
    assert lines(here, "exemption_order") == [
        "an order puts the lists of 13 November 2025 in force: other goods are exempt"
    ]


def test_older_law_is_refused():
    with pytest.raises(ConfigError, match=r"events\.it\.law: must not be older than economy\.policy_date"):
        scenario("mini", events={"it": {**ORDER, "law": date(2025, 9, 1)}})


def test_law_under_which_an_issue_means_nothing_is_refused():
    world = {"economy__policy_date": date(2025, 4, 2), "issues__exemptions__levels": ["none", "broad"]}
    for law in (date(2025, 9, 5), date(2025, 5, 1)):
        scenario("quiet", events={"it": {**ORDER, "law": law}}, **world)


TREND = {"type": "demand", "growth": {"machinery": 0.3, "apparel": -0.2}, "every": 10}


def test_demand_grows_from_all_sources_and_at_home():
    one, two = scenario("mini", economy__demand={"machinery": 1.5}).world, scenario("mini").world
    row = one.data.sectors.index("machinery")
    others = np.arange(len(one.data.sectors)) != row

    assert one.data.imports_usd_bn[row] == pytest.approx(1.5 * two.data.imports_usd_bn[row])
    assert (one.data.imports_usd_bn[others] == two.data.imports_usd_bn[others]).all()
    assert one.in_force.sales[row] == pytest.approx(1.5 * two.in_force.sales[row], rel=0.02)


def test_no_demand_is_exactly_the_base_year():
    one, two = scenario("mini").world, scenario("mini", economy__demand={"machinery": 1}).world

    assert one.data.with_demand({}) is one.data
    assert (one.in_force.sales == two.in_force.sales).all()


def test_a_trend_moves_the_world_at_every_figure():
    talks = model("quiet", events={"it": TREND})
    before = at_tick(model("quiet", events={"it": TREND}), 9)
    assert before.world is scenario("quiet").world

    here = at_tick(talks, 20)
    factor = here.course.conditions.economy.demand
    years = 20 * 7 / 365
    rows = [here.world.data.sectors.index(name) for name in TREND["growth"]]
    grown = here.world.in_force.sales[rows] / before.world.in_force.sales[rows]

    assert factor == pytest.approx({"machinery": 1.3**years, "apparel": 0.8**years})
    assert grown == pytest.approx(list(factor.values()), rel=0.02)
    assert lines(here, "demand") == [
        "new figures: demand for machinery is 5 % above that at the start of the talks",
        "new figures: demand for machinery is 11 % above that at the start of the talks",
    ]


def test_sectors_that_do_not_exist_are_refused():
    with pytest.raises(ConfigError, match=r"events\.it\.growth: unknown sector 'machines'"):
        scenario("mini", events={"it": {**TREND, "growth": {"machines": 0.1}}})
    with pytest.raises(ConfigError, match=r"events\.it\.growth: must name at least one sector"):
        scenario("mini", events={"it": {**TREND, "growth": {}}})
    with pytest.raises(ConfigError, match=r"economy\.demand: unknown sector 'machines'"):
        scenario("mini", economy__demand={"machines": 2})
