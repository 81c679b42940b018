"""Laws of the market-clearing block, whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.economy.baseline import Elasticities
from negsim.economy.load import load_trade_data
from negsim.economy.market import Market, market_of
from negsim.errors import DomainError
from tests.economy.exact_market import solve_sectors

SETS = ("short_run", "medium_run", "long_run")
SUPPLY = (2.0, 10.0, np.inf)
omegas = st.sampled_from([1.0, 4.0, 10.0, 25.0, np.inf])
rates = st.floats(0.0, 1.5)


def one_sector(
    sigma=2.53, eta=1.53, kappa=1.19, omega=10.0, flows=(20.0, 50.0, 30.0), duties=(0.0, 0.1, 0.05)
):
    elasticities = Elasticities(np.array([sigma]), np.array([eta]), np.array([kappa]))
    return Market(np.array([flows]), np.array([duties]), np.array([0.4]), elasticities, omega, 0.3)


def by_damped_iteration(market, tariff, cost=1.0, steps=4000):
    """The slow textbook way, one price vector at a time: an independent check of the solution."""
    e, omega = market.elasticities, market.supply_elasticity
    sigma, eta, kappa = e.sigma[:, None], e.eta[:, None], e.kappa[:, None]
    m, hat = market.penetration[:, None], (1 + tariff) / (1 + market.duty_rate)
    log_p = np.log(np.broadcast_to(cost, hat.shape))
    for _ in range(steps):
        q = np.exp(log_p) * hat
        composite = (market.weights * q ** (1 - sigma)).sum(axis=1, keepdims=True) ** (1 / (1 - sigma))
        price = (m * composite ** (1 - eta) + 1 - m) ** (1 / (1 - eta))
        x = (q / composite) ** -sigma * (composite / price) ** -eta * price**-kappa
        target = np.log(cost) + (0 if np.isinf(omega) else np.log(x) / omega)
        log_p = 0.7 * log_p + 0.3 * target
    return np.exp(log_p), x, price[:, 0]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("omega", SUPPLY)
def test_no_change_has_no_effect(name, omega):
    market = market_of(load_trade_data(), name, omega)

    solution = solve_sectors(market, market.duty_rate)

    for hat in (solution.price, solution.quantity, solution.consumer_price, solution.home_quantity):
        assert np.abs(hat - 1).max() < 1e-12
    for change in (
        solution.exporter_surplus_usd_bn,
        solution.consumer_surplus_usd_bn,
        solution.home_surplus_usd_bn,
    ):
        assert np.abs(change).max() < 1e-12


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("omega", SUPPLY)
def test_solution_agrees_with_damped_iteration_on_all_sectors(name, omega):
    market = market_of(load_trade_data(), name, omega)
    tariff = market.duty_rate + np.linspace(0.46, 0.0, 9)

    solution = solve_sectors(market, tariff, cost=1.02)
    price, quantity, consumer_price = by_damped_iteration(market, tariff, cost=1.02)

    np.testing.assert_allclose(solution.price, price, rtol=1e-11)
    np.testing.assert_allclose(solution.quantity, quantity, rtol=1e-10)
    np.testing.assert_allclose(solution.consumer_price, consumer_price, rtol=1e-11)


def test_a_number_by_hand():
    # One source, all use imported, constant cost, tariff 0 -> 25 %: q = P = 1.25.
    # X = P^-kappa = 1.25^-2 = 0.64; revenue = 100 * 0.64 * 0.25 = 16.
    # Consumer surplus = -100 * (1.25^-1 - 1)/(1 - 2) = -100 * 0.2 = -20.
    market = replace(
        one_sector(kappa=2.0, omega=np.inf, flows=(100.0,), duties=(0.0,)), penetration=np.ones(1)
    )

    solution = solve_sectors(market, np.array([[0.25]]))

    assert solution.quantity[0, 0] == pytest.approx(0.64, abs=1e-12)
    assert solution.revenue_usd_bn[0, 0] == pytest.approx(16.0, abs=1e-11)
    assert solution.consumer_surplus_usd_bn[0] == pytest.approx(-20.0, abs=1e-11)


@given(rates, rates, omegas)
def test_markets_clear_on_the_supply_curve_and_spending_adds_up(first, second, omega):
    market = one_sector(omega=omega)
    tariff = np.array([[first, second, 0.05]])
    solution = solve_sectors(market, tariff)
    delivered = solution.price * (1 + tariff) / (1 + market.duty_rate)
    spending = (market.delivered_usd_bn * delivered * solution.quantity).sum()
    spending += (market.home_sales_usd_bn * solution.home_quantity).sum()

    np.testing.assert_allclose(solution.price, solution.quantity ** (1 / omega), rtol=1e-11)
    assert spending == pytest.approx(
        (market.use_usd_bn * solution.consumer_price ** (1 - 1.19)).sum(), rel=1e-11
    )


@given(rates, omegas, st.floats(0.9, 1.2))
def test_exporter_surplus_is_the_area_above_the_supply_curve(rate, omega, cost):
    market = one_sector(omega=omega)
    costs = np.array([[cost, 1.0, 1.0]])
    solution = solve_sectors(market, market.duty_rate + np.array([[rate, 0.0, 0.0]]), costs)
    power = np.where(np.isinf(omega), 0.0, costs * (solution.price / costs) ** (1 + min(omega, 1e9)))
    expected = market.imports_usd_bn * (power - 1) / (1 + omega)

    np.testing.assert_allclose(
        solution.exporter_surplus_usd_bn, np.where(np.isinf(omega), 0, expected), atol=1e-9
    )


@given(rates, st.floats(0.01, 100.0))
def test_scaling_all_values_scales_all_outputs(rate, factor):
    market = one_sector()
    tariff = np.array([[rate, 0.1, 0.05]])
    larger = replace(market, imports_usd_bn=factor * market.imports_usd_bn)
    small, large = solve_sectors(market, tariff), solve_sectors(larger, tariff)

    np.testing.assert_allclose(large.receipts_usd_bn, factor * small.receipts_usd_bn, rtol=1e-11)
    np.testing.assert_allclose(
        large.consumer_surplus_usd_bn, factor * small.consumer_surplus_usd_bn, rtol=1e-9, atol=1e-11
    )
    np.testing.assert_allclose(large.price, small.price, rtol=1e-12)


@given(rates, rates, st.floats(1.1, 6.0))
def test_equal_elasticities_leave_no_cross_effects(first, second, sigma):
    market = one_sector(sigma, sigma, sigma)
    tariff = np.array([[first, second, 0.05]])
    solution = solve_sectors(market, tariff)
    delivered = solution.price * (1 + tariff) / (1 + market.duty_rate)

    np.testing.assert_allclose(solution.quantity, delivered**-sigma, rtol=1e-11)
    assert solution.quantity[0, 2] == pytest.approx(1.0, abs=1e-11)
    assert solution.home_quantity[0] == pytest.approx(1.0, abs=1e-11)


@given(st.floats(0.01, 1.0))
def test_source_of_vanishing_share_reacts_with_sigma(rate):
    market = one_sector(omega=np.inf, flows=(1e-9, 60.0, 40.0))
    solution = solve_sectors(market, market.duty_rate + np.array([[rate, 0.0, 0.0]]))

    assert np.log(solution.quantity[0, 0]) == pytest.approx(-2.53 * np.log1p(rate), rel=1e-7)


@given(rates, omegas)
def test_splitting_a_sector_into_proportional_halves_changes_no_total(rate, omega):
    whole = one_sector(omega=omega)
    doubled = Elasticities(
        *(
            np.repeat(v, 2)
            for v in (whole.elasticities.sigma, whole.elasticities.eta, whole.elasticities.kappa)
        )
    )
    halves = Market(np.repeat(whole.imports_usd_bn / 2, 2, axis=0), np.repeat(whole.duty_rate, 2, axis=0),
                    np.repeat(whole.penetration, 2), doubled, omega, 0.3)  # fmt: skip
    tariff = np.array([[rate, 0.1, 0.05]])
    one, two = solve_sectors(whole, tariff), solve_sectors(halves, np.repeat(tariff, 2, axis=0))

    for field in ("receipts_usd_bn", "revenue_usd_bn", "consumer_surplus_usd_bn", "home_surplus_usd_bn"):
        assert getattr(two, field).sum() == pytest.approx(getattr(one, field).sum(), rel=1e-11, abs=1e-11)


@given(rates, omegas)
def test_splitting_a_source_into_proportional_halves_changes_no_total(rate, omega):
    whole = one_sector(omega=omega)
    split = one_sector(omega=omega, flows=(10.0, 10.0, 50.0, 30.0), duties=(0.0, 0.0, 0.1, 0.05))
    one = solve_sectors(whole, np.array([[rate, 0.1, 0.05]]))
    two = solve_sectors(split, np.array([[rate, rate, 0.1, 0.05]]))

    assert two.receipts_usd_bn.sum() == pytest.approx(one.receipts_usd_bn.sum(), rel=1e-11)
    assert two.consumer_surplus_usd_bn[0] == pytest.approx(
        one.consumer_surplus_usd_bn[0], rel=1e-9, abs=1e-11
    )


@settings(max_examples=30)
@given(st.floats(0.0, 1.0), st.sampled_from(["sigma", "eta", "kappa"]), omegas)
def test_elasticity_of_one_is_the_limit(rate, which, omega):
    tariff = np.array([[rate, 0.1, 0.05]])
    exact = solve_sectors(one_sector(**{which: 1.0}, omega=omega), tariff)
    near = solve_sectors(one_sector(**{which: 1.0 + 1e-9}, omega=omega), tariff)

    np.testing.assert_allclose(exact.price, near.price, rtol=1e-7)
    np.testing.assert_allclose(
        exact.consumer_surplus_usd_bn, near.consumer_surplus_usd_bn, rtol=1e-6, atol=1e-9
    )


def us_welfare(market, tariff):
    change = np.zeros_like(market.duty_rate)
    change[:, 0] = tariff
    solution = solve_sectors(market, market.duty_rate + change)
    return solution.consumer_surplus_usd_bn.sum() + solution.revenue_usd_bn.sum()


def best_tariff(market, grid):
    return grid[np.argmax([us_welfare(market, tariff) for tariff in grid])]


@pytest.mark.parametrize("omega", [4.0, 10.0, 25.0])
def test_optimal_tariff_is_the_inverse_supply_elasticity_without_cross_effects(omega):
    market = one_sector(2.0, 2.0, 2.0, omega, duties=(0.0, 0.0, 0.0))
    grid = np.arange(0.0, 0.5, 0.0005)

    assert best_tariff(market, grid) == pytest.approx(1 / omega, abs=0.0006)


def test_optimal_tariff_vanishes_at_constant_cost_and_rises_as_supply_stiffens():
    grid = np.arange(0.0, 0.5, 0.002)
    flows = (1.0, 59.0, 40.0)
    best = [
        best_tariff(one_sector(omega=w, flows=flows, duties=(0.0, 0.0, 0.0)), grid)
        for w in (np.inf, 1000.0, 10.0, 4.0)
    ]

    assert best[0] == 0
    assert best[1] <= 0.002
    assert 0.3 / 10 < best[2] < 1 / 10
    assert 0.3 / 4 < best[3] < 1 / 4


@pytest.mark.parametrize("omega", [0.0, -1.0, np.nan])
def test_supply_elasticity_must_be_positive(omega):
    with pytest.raises(DomainError, match="supply elasticity must be positive"):
        market_of(load_trade_data(), supply_elasticity=omega)


def test_unknown_elasticities_are_refused_with_the_known_names():
    with pytest.raises(DomainError, match="medium_run"):
        market_of(load_trade_data(), "medium")


def test_subsidy_of_the_whole_price_is_refused():
    market = one_sector()
    with pytest.raises(DomainError, match="above -1"):
        solve_sectors(market, np.full((1, 3), -1.0))
