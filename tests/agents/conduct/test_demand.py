from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.agents.conduct.demand import Demand
from negsim.settings.frozen import FrozenMapping
from tests.agents.conduct.firms import after, books, news
from tests.scenarios import model

RULE = Demand()
RATES = st.floats(0.0, 0.6)


def test_by_hand():
    # (1.2 - .02) / 1.2 to the power -2; half taxed (1.1 - .01) / 1.1
    made = after(RULE, books(absorbed=[0.02, 0.0, 0.01, 0.0]))

    assert made.pull == pytest.approx([(1.2 / 1.18) ** 2, 1, (1.1 / 1.09) ** 2, 1])


def test_who_absorbs_more_is_asked_for_more():
    made = after(RULE, books(absorbed=[0.01, 0.03, 0.0, 0.0]))

    assert made.pull[1] > made.pull[0] > 1.0


def test_orders_follow_with_a_lag():
    talks = model("us_vietnam_2025")
    industry = talks.industry
    industry.act()
    industry._aim = industry.books.orders * 2.0
    before = industry.books.orders.copy()
    industry._order(news(weeks=2.0))

    # 1 - .85^2 of the gap in two weeks
    assert industry.books.orders == pytest.approx(before * (1 + 1 - 0.85**2))


@pytest.fixture(scope="module")
def talks():
    return model("us_vietnam_2025", agents__firms__conduct={"pass_through": {}, "demand": {"speed": 1.0}})


def sold(talks, **conditions) -> np.ndarray:
    """Return what firms of each sector sell in the second tick of a world with other rates."""
    talks.reset(1)
    talks.industry.act()
    economy = talks.course.conditions.economy
    other = conditions.pop("other", None)
    if other is not None:
        economy = replace(economy, other_tariffs=FrozenMapping(other))
    now = replace(talks.course.conditions, economy=economy, **conditions)
    talks.course.conditions, talks.world = now, talks.scenario.world_under(now)
    for _ in range(2):
        talks.industry.act()
    books, ground = talks.industry.books, talks.industry.ground
    return np.bincount(ground.sector, books.orders * ground.out, 17)


@given(rates=st.tuples(RATES, RATES))
def test_sales_of_a_sector_fall_in_its_own_tariff(talks, rates):
    low, high = sorted(round(rate, 2) for rate in rates)
    assert (sold(talks, in_force=high) <= sold(talks, in_force=low) + 1e-9).all()


@given(rates=st.tuples(RATES, RATES))
def test_sales_of_a_sector_rise_in_its_rivals_tariff(talks, rates):
    low, high = sorted(round(rate, 2) for rate in rates)
    assert (sold(talks, other={"CHN": high}) >= sold(talks, other={"CHN": low}) - 1e-9).all()


def test_the_firms_of_a_sector_sell_what_the_world_sells(talks):
    made = sold(talks, in_force=0.30)
    peopled = made > 0

    assert made[peopled] == pytest.approx(talks.world.in_force.sales[peopled])
