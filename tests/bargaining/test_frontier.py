import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining.frontier import bargaining_points, distance_to, pareto_frontier

NO_DEAL = (0.0, 0.0)
pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


def points(first, second, reservations=NO_DEAL):
    return bargaining_points(np.asarray(first, float), np.asarray(second, float), reservations)


@settings(deadline=None)
@given(pairs)
def test_frontier_equals_the_definition_ties_included(drawn):
    u, v = np.array(drawn, dtype=float).T
    kept = [
        i
        for i in range(u.size)
        if not any(u[j] >= u[i] and v[j] >= v[i] and (u[j] > u[i] or v[j] > v[i]) for j in range(u.size))
    ]

    assert pareto_frontier(u, v).tolist() == sorted(kept, key=lambda i: (-u[i], i))


def test_rounding_does_not_make_frontier_points():
    u = np.array([0.1 + 0.2, 0.3, 0.0])
    v = np.array([0.5, 0.5 + 1e-14, 1.0])

    assert pareto_frontier(u, v).tolist() == [0, 2]


@settings(deadline=None)
@given(pairs, st.integers(1, 4), st.integers(-3, 3), st.integers(1, 4), st.integers(-3, 3))
def test_nash_point_does_not_depend_on_the_scale(drawn, a, b, c, d):
    u, v = np.array(drawn, dtype=float).T
    scaled, plain = points(a * u + b, c * v + d, (b, d)).nash, points(u, v).nash

    # the same point, or one of equal product: those are told apart by the sum, which has a scale
    assert u[scaled] * v[scaled] == u[plain] * v[plain] == (u * v).max()


@settings(deadline=None)
@given(pairs, st.integers(0, 3), st.integers(0, 3))
def test_points_are_rational_and_efficient(drawn, r, q):
    u, v = np.array(drawn, dtype=float).T
    found = points(u, v, (r, q))
    rational = (u >= r) & (v >= q)

    for point in (found.nash, found.kalai_smorodinsky, found.egalitarian, found.utilitarian):
        assert (point is None) == (not rational.any())
        if point is not None:
            assert rational[point]
            assert not ((u >= u[point]) & (v >= v[point]) & (u + v > u[point] + v[point])).any()


def test_asymmetric_nash_of_transferable_utility():
    # pie of 1, no deal (.2, .1), bargaining power .6: x = .2 + .6 * (1 - .3) = .62 (Nash of powered gains)
    x = np.linspace(0.2, 0.9, 701)
    nash = points((x - 0.2) ** 0.6, (0.9 - x).clip(0) ** 0.4).nash

    assert x[nash] == pytest.approx(0.62)


def test_nash_gives_less_to_the_risk_averse():
    x = np.linspace(0, 1, 3001)

    assert x[points(x, (1 - x) ** 0.5).nash] == pytest.approx(2 / 3)


def test_kalai_smorodinsky_and_nash_on_a_curved_frontier():
    u = np.linspace(0, 1, 100_001)
    found = points(u, 1 - u**2)

    assert u[found.nash] == pytest.approx(0.5773503, abs=1e-5)
    assert 1 - u[found.nash] ** 2 == pytest.approx(2 / 3, abs=2e-5)
    assert u[found.kalai_smorodinsky] == pytest.approx(0.6180340, abs=1e-5)
    assert found.egalitarian == found.kalai_smorodinsky


def test_four_solutions_on_a_straight_frontier():
    u = np.linspace(0, 2, 601)
    v = 1 - u / 2
    found = points(u, v)
    pair = {name: (u[i], v[i]) for name, i in vars(found).items()}

    assert pair["nash"] == pytest.approx((1, 0.5))
    assert pair["kalai_smorodinsky"] == pytest.approx((1, 0.5))
    assert pair["egalitarian"] == pytest.approx((2 / 3, 2 / 3))
    assert pair["utilitarian"] == pytest.approx((2, 0))


def test_logrolling_beats_splitting_every_issue():
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(0, 1, 11), np.linspace(0, 1, 11), indexing="ij"))
    first, second = 0.8 * x + 0.2 * y, 0.2 * (1 - x) + 0.8 * (1 - y)
    nash = points(first, second).nash
    halves = 5 * 11 + 5

    assert (first[halves], second[halves]) == pytest.approx((0.5, 0.5))
    assert (x[nash], y[nash]) == (1, 0)
    assert (first[nash], second[nash]) == pytest.approx((0.8, 0.8))


def test_no_outcome_suits_both():
    assert points([0.0, 1.0], [1.0, 0.0], (0.5, 0.5)).nash is None


def test_without_a_reservation_value_the_worst_outcome_counts():
    assert points([2.0, 3.0, 4.0], [4.0, 3.0, 2.0], (-np.inf, -np.inf)).nash == 1


def test_distance_is_to_the_nearest_point():
    u, v = np.array([0.0, 1.0, 0.5]), np.array([1.0, 0.0, 0.5])

    assert distance_to(np.array([0, 1]), u, v, (0.7, 0.4)) == pytest.approx(0.5)
    assert np.isnan(distance_to(np.array([], dtype=np.intp), u, v, (0.0, 0.0)))


def test_gains_count_from_no_deal_even_if_every_outcome_is_better():
    # products 2 * 2 = 4 and 3 * 1 = 3; counted from the worst outcome (2, 0) they would be 0 and 1
    assert points([2.0, 2.0, 3.0], [0.0, 2.0, 1.0]).nash == 1
