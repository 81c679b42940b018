"""The fast core against the exact solution of all sources."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.economy.load import load_trade_data
from negsim.economy.market import market_of
from negsim.economy.trade import build_core, other_added_rates
from negsim.errors import DomainError
from tests.economy.exact_market import solve_sectors

OCTOBER = date(2025, 10, 26)
DATA = load_trade_data()


@given(
    st.lists(st.floats(0.0, 1.0), min_size=17, max_size=17),
    st.floats(1.0, 1.1),
    st.sampled_from(["short_run", "medium_run", "long_run"]),
    st.sampled_from([4.0, 10.0, np.inf]),
)
def test_core_equals_the_exact_solution_of_all_sources(rates, cost, elasticities, omega):
    market = market_of(DATA, elasticities, omega)
    added = np.zeros((17, 9))
    added[:, 0], added[:, 1:] = rates, other_added_rates(DATA, DATA.other_tariffs(OCTOBER), OCTOBER)
    costs = np.ones((17, 9))
    costs[:, 0] = cost
    exact = solve_sectors(market, market.duty_rate + added, costs)
    fast = build_core(DATA, elasticities, omega, policy_date=OCTOBER).respond(np.array(rates), cost)

    tight = {"rtol": 1e-11, "atol": 1e-11}
    np.testing.assert_allclose(fast.sales_usd_bn, DATA.headline_scale * exact.receipts_usd_bn[:, 0], **tight)
    np.testing.assert_allclose(fast.price_partner, exact.price[:, 0], **tight)
    np.testing.assert_allclose(fast.consumer_price, exact.consumer_price, **tight)
    np.testing.assert_allclose(fast.revenue_all_usd_bn, exact.revenue_usd_bn.sum(axis=1), **tight)
    np.testing.assert_allclose(
        fast.consumer_surplus_usd_bn, exact.consumer_surplus_usd_bn, rtol=1e-10, atol=1e-10
    )
    np.testing.assert_allclose(fast.home_surplus_usd_bn, exact.home_surplus_usd_bn, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(
        fast.exporter_surplus_usd_bn, DATA.headline_scale * exact.exporter_surplus_usd_bn[:, 0], **tight
    )


def test_no_change_anywhere_has_no_effect():
    core = build_core(DATA, policy_date=OCTOBER, other_tariffs={})
    effects = core.respond(np.zeros(17))

    assert np.abs(effects.sales_ratio - 1).max() < 1e-12
    assert np.abs(effects.consumer_surplus_usd_bn).max() < 1e-12
    assert np.abs(effects.exporter_surplus_usd_bn).max() < 1e-12
    assert np.abs(effects.home_surplus_usd_bn).max() < 1e-12


def test_outcomes_in_any_layout_give_the_same_numbers():
    core = build_core(DATA, policy_date=OCTOBER)
    rates = np.random.default_rng(1).uniform(0, 0.5, (300, 2, 17))
    together = core.respond(rates)

    assert together.sales_usd_bn.shape == (300, 2, 17)
    alone = core.respond(rates[270, 1])
    np.testing.assert_allclose(together.sales_usd_bn[270, 1], alone.sales_usd_bn, rtol=1e-13)


def test_unknown_source_is_refused():
    with pytest.raises(DomainError, match="unknown source 'VNM'"):
        build_core(DATA, policy_date=OCTOBER, other_tariffs={"VNM": 0.2})


def test_rate_below_minus_the_duty_is_refused():
    with pytest.raises(DomainError, match="above -1"):
        build_core(DATA, policy_date=OCTOBER).respond(np.full(17, -1.5))
