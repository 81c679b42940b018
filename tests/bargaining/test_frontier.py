import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining.frontier import pareto_frontier

pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


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
    u = np.array([1.0, 0.3, 0.0])
    v = np.array([0.5, 0.5 + 1e-14, 1.0])

    assert pareto_frontier(u, v).tolist() == [0, 2]


def test_rounding_does_not_lose_one_of_two_equals():
    u = np.array([0.1 + 0.2, 0.3, 0.0])
    v = np.array([0.5, 0.5, 1.0])

    assert pareto_frontier(u, v).tolist() == [0, 1, 2]
    assert pareto_frontier(u, v + np.array([0, 1e-14, 0])).tolist() == [0, 1, 2]
    assert pareto_frontier(v, u).tolist() == [2, 0, 1]


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_rounding_is_a_share_of_the_numbers(unit):
    u = np.array([0.1 + 0.2, 0.3, 0.2, 0.0]) * unit
    v = np.array([0.5, 0.5, 0.5 + 1e-14, 1.0]) * unit

    assert pareto_frontier(u, v).tolist() == [0, 1, 3]
