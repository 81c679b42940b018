"""The bargain of two sides: the four classical solutions against theory, distances, points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining.bargain import Bargain, FeasibleSet, distances
from negsim.bargaining.utility.function import from_values
from tests.playing import space_of

NO_DEAL = (0.0, 0.0)
pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


def solved(first, second, reservations=NO_DEAL):
    utilities = {"a": np.asarray(first, float), "b": np.asarray(second, float)}
    return Bargain(FeasibleSet(utilities), dict(zip("ab", reservations, strict=True)))


@settings(deadline=None)
@given(pairs, st.integers(1, 4), st.integers(-3, 3), st.integers(1, 4), st.integers(-3, 3))
def test_nash_point_does_not_depend_on_the_scale(drawn, a, b, c, d):
    u, v = np.array(drawn, dtype=float).T
    scaled, plain = solved(a * u + b, c * v + d, (b, d)).nash, solved(u, v).nash

    # the same point, or one of equal product: those are told apart by the sum, which has a scale
    assert u[scaled] * v[scaled] == u[plain] * v[plain] == (u * v).max()


@settings(deadline=None)
@given(pairs, st.integers(0, 3), st.integers(0, 3))
def test_points_are_rational_and_efficient(drawn, r, q):
    u, v = np.array(drawn, dtype=float).T
    found = solved(u, v, (r, q))
    rational = (u >= r) & (v >= q)

    for point in (found.nash, found.kalai_smorodinsky, found.egalitarian, found.utilitarian):
        assert (point is None) == (not rational.any())
        if point is not None:
            assert rational[point]
            assert not ((u >= u[point]) & (v >= v[point]) & (u + v > u[point] + v[point])).any()


def test_asymmetric_nash_of_transferable_utility():
    # pie of 1, no deal (.2, .1), bargaining power .6: x = .2 + .6 * (1 - .3) = .62 (Nash of powered gains)
    x = np.linspace(0.2, 0.9, 701)
    nash = solved((x - 0.2) ** 0.6, (0.9 - x).clip(0) ** 0.4).nash

    assert x[nash] == pytest.approx(0.62)


def test_nash_gives_less_to_the_risk_averse():
    x = np.linspace(0, 1, 3001)

    assert x[solved(x, (1 - x) ** 0.5).nash] == pytest.approx(2 / 3)


@pytest.mark.parametrize(("demand", "expected"), [(0.4, 0.5), (0.6, 0.6), (1.0, 1.0), (1.1, None)])
def test_a_home_that_asks_for_more_helps_until_nothing_is_left(demand, expected):
    # Schelling: a pie of 1 of which the first side can ratify nothing below its demand; no deal stays at 0
    x = np.arange(1001) / 1000
    ratified = x[x >= demand]
    nash = solved(ratified, 1 - ratified).nash

    assert expected == (None if nash is None else pytest.approx(ratified[nash], abs=1e-12))


@pytest.mark.parametrize(("cost", "expected"), [(0.0, 0.5), (0.25, 0.56), (1.0, 0.6)])
def test_a_public_pledge_buys_a_better_share_up_to_the_pledge(cost, expected):
    # pledge .6, cost k of falling short: 1/2 + k .6 / (2 (1 + k)) below the pledge, else the pledge
    x = np.arange(1001) / 1000
    pledged = from_values(space_of(x.size), x, 0.0).pledged(0.6, cost)

    assert x[solved(pledged.values(), 1 - x).nash] == pytest.approx(expected, abs=1e-3)


def test_kalai_smorodinsky_and_nash_on_a_curved_frontier():
    u = np.linspace(0, 1, 100_001)
    found = solved(u, 1 - u**2)

    assert u[found.nash] == pytest.approx(0.5773503, abs=1e-5)
    assert 1 - u[found.nash] ** 2 == pytest.approx(2 / 3, abs=2e-5)
    assert u[found.kalai_smorodinsky] == pytest.approx(0.6180340, abs=1e-5)
    assert found.egalitarian == found.kalai_smorodinsky


def test_four_solutions_on_a_straight_frontier():
    u = np.linspace(0, 2, 601)
    v = 1 - u / 2
    found = solved(u, v)
    pair = {name: (u[i], v[i]) for name, i in found.solutions.items()}

    assert pair["nash"] == pytest.approx((1, 0.5))
    assert pair["kalai_smorodinsky"] == pytest.approx((1, 0.5))
    assert pair["egalitarian"] == pytest.approx((2 / 3, 2 / 3))
    assert pair["utilitarian"] == pytest.approx((2, 0))


def test_logrolling_beats_splitting_every_issue():
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 1, 11), np.linspace(0, 1, 11), indexing="ij"))
    first, second = 0.8 * x + 0.2 * y, 0.2 * (1 - x) + 0.8 * (1 - y)
    nash = solved(first, second).nash
    halves = 5 * 11 + 5

    assert (first[halves], second[halves]) == pytest.approx((0.5, 0.5))
    assert (x[nash], y[nash]) == (1, 0)
    assert (first[nash], second[nash]) == pytest.approx((0.8, 0.8))


def test_no_outcome_suits_both():
    assert solved([0.0, 1.0], [1.0, 0.0], (0.5, 0.5)).nash is None


def test_without_a_reservation_value_the_worst_outcome_counts():
    assert solved([2.0, 3.0, 4.0], [4.0, 3.0, 2.0], (-np.inf, -np.inf)).nash == 1


def test_distance_is_to_the_nearest_point_on_the_scale_of_worst_and_best():
    # scaled, the three outcomes are (0, 1), (1, 0) and (.5, .5), and the end is (.7, .4)
    feasible = solved([1.0, 3.0, 2.0], [6.0, 5.0, 5.5]).feasible

    assert feasible.distance([0, 1], (2.4, 5.4)) == pytest.approx(0.5)
    assert feasible.distance([2], (2.4, 5.4)) == pytest.approx(0.05**0.5)
    assert np.isnan(feasible.distance([], (0.0, 0.0)))


def test_no_solution_is_at_no_distance():
    hopeless = solved([0.0, 1.0], [1.0, 0.0], (0.5, 0.5))
    found = distances(hopeless, (0.5, 0.5))

    assert found["pareto_distance"] == pytest.approx(0.5**0.5)
    assert np.isnan([found["nash_distance"], found["ks_distance"]]).all()
    assert np.isnan(list(distances(None, (0.5, 0.5)).values())).all()


def test_the_frontier_of_the_zone_is_not_all_of_the_frontier():
    bargain = solved([0.0, 1.0, 2.0, 0.5], [2.0, 1.5, 0.0, 0.5], (0.5, 0.5))

    assert bargain.feasible.frontier.tolist() == [2, 1, 0]
    assert bargain.zone.tolist() == [False, True, False, True]
    assert bargain.frontier.tolist() == [1]


def test_one_feasible_set_serves_all_beliefs():
    usual = solved([0.0, 1.0, 2.0], [2.0, 1.5, 0.0])
    threatened = Bargain(usual.feasible, {"a": 1.5, "b": 0.0})

    assert (usual.utilitarian, threatened.utilitarian) == (1, 2)
    assert threatened.feasible.frontier is usual.feasible.frontier


def test_points_count_from_no_deal_to_the_best_outcome():
    bargain = solved([1.0, 3.0, 5.0], [4.0, 4.0, 0.0], (1.0, 2.0))

    assert [bargain.points_at(outcome) for outcome in (0, 1, 2)] == [(0, 100), (50, 100), (100, -100)]
    assert bargain.points_at(None) == (0, 0)
    assert (bargain.better(0), bargain.left(0)) == (1, 50)
    assert (bargain.better(None), bargain.left(None)) == (1, 150)
    assert (bargain.better(1), bargain.left(1)) == (None, 0)
    assert bargain.better(2) is None


def test_gains_count_from_no_deal_even_if_every_outcome_is_better():
    # products 2 * 2 = 4 and 3 * 1 = 3; counted from the worst outcome (2, 0) they would be 0 and 1
    assert solved([2.0, 2.0, 3.0], [0.0, 2.0, 1.0]).nash == 1


@pytest.mark.parametrize("unit", [1e-9, 1e-7, 1.0, 1e7])
def test_solutions_do_not_depend_on_the_unit(unit):
    u, v = np.array([1.0, 0.9, 0.6, 0.5, 0.3]), np.array([0.0, 0.2, 0.5, 0.7, 1.0])
    found, plain = solved(unit * u, unit * v), solved(u, v)

    assert found.solutions == plain.solutions
    assert plain.nash == 3  # products 0, .18, .3, .35, .3
