"""Lobbying: the largest pays, an association makes others count, influence follows effort."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.politics.lobbying import effort, influence


def pays(gains, coordination: float, fringe: float = 0.0) -> float:
    """Return the effort of a group of firms with these gains, and a fringe too small to pay alone."""
    size = np.abs(gains)
    return float(effort(size.max(initial=0.0), size.sum() + abs(fringe), coordination))


gains = st.lists(st.floats(-100, 100), min_size=1, max_size=8).map(np.array)


def test_only_the_largest_firm_pays():
    # benefits 4, 1, 1: firm 1 pays (4/2)^2 = 4; together they would pay (6/2)^2 = 9: 4/9 of it
    alone, together = pays(np.array([4.0, 1.0, 1.0]), 0.0), pays(np.array([4.0, 1.0, 1.0]), 1.0)

    assert (alone, together) == (4.0, 9.0)
    assert alone / together == pytest.approx((4 / 6) ** 2)
    assert pays(np.array([4.0]), 0.0) == alone


def test_the_more_there_are_the_less_they_pay():
    five = np.full(5, 2.0)

    assert pays(five, 0.0) / pays(five, 1.0) == pytest.approx(0.04)  # (1/5)^2


def test_an_association_makes_part_of_the_others_count():
    # c = .2: (.8 x 4 + .2 x 6) = 4.4, squared half 4.84; a fringe of 5 adds .2 x 5 = 1: 5.4 -> 7.29
    assert pays(np.array([4.0, 1.0, 1.0]), 0.2) == pytest.approx(4.84)
    assert pays(np.array([4.0, 1.0, 1.0]), 0.2, fringe=5.0) == pytest.approx(7.29)


def test_losses_are_fought_as_hard_as_gains():
    assert pays(np.array([-4.0, 1.0]), 0.2, -3.0) == pays(np.array([4.0, 1.0]), 0.2, 3.0)


def test_nobody_pays_nothing():
    assert pays(np.array([]), 0.2) == 0.0
    assert pays(np.array([]), 0.2, 10.0) == pytest.approx(1.0)


@given(gains, st.floats(0, 1), st.floats(0, 100))
def test_effort_lies_between_the_largest_alone_and_all_together(firms, coordination, fringe):
    one, all_of_them = pays(firms, 0.0), pays(firms, 1.0, fringe)

    assert one - 1e-9 <= pays(firms, coordination, fringe) <= all_of_them + 1e-9


def moved(efforts, before, weights) -> list[float]:
    return influence(*(np.array(numbers) for numbers in (efforts, before, weights))).tolist()


def test_influence_is_one_while_effort_stays():
    assert moved([3.0, 0.5], [3.0, 0.5], [1.0, 7.0]) == [1.0, 1.0]


def test_influence_grows_with_the_square_root_of_effort():
    # sqrt(4) = 2: (2 + 1)/(1 + 1) = 1.5; nothing left: (0 + 1)/2 = .5
    assert moved([4.0, 0.0], [1.0, 1.0], [1.0, 1.0]) == [1.5, 0.5]
    # thrice as heavy: (3 * 2 + 1)/(3 + 1) = 1.75
    assert moved([4.0, 4.0], [1.0, 1.0], [3.0, 1.0]) == [1.75, 1.5]


def test_a_government_that_looks_at_welfare_alone_cannot_be_lobbied():
    assert moved([1e6], [1.0], [0.0]) == [1.0]


def test_a_group_that_never_pays_keeps_its_influence():
    assert moved([5.0, 1.0], [0.0, 1.0], [1.0, 1.0]) == [1.0, 1.0]
