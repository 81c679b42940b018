import numpy as np

from negsim.bargaining.acceptance.ac_const import AcceptConstant
from negsim.bargaining.strategies.time_dependent import TimeDependent
from tests.playing import utility_of, view_of

VALUES = [0.0, 2.0, 6.0, 7.0, 10.0]


def accepted(alpha=0.5, reservation=-np.inf, **known):
    view = view_of(utility_of(VALUES, reservation=reservation), **known)
    condition = AcceptConstant(alpha)
    return [o for o in range(5) if condition.accepts(view, o, TimeDependent(), None)]


def test_half_of_the_possible_gain_over_no_deal():
    assert accepted() == [2, 3, 4]  # 0 + .5 * 10 = 5
    assert accepted(reservation=3.0) == [3, 4]  # 3 + .5 * 7 = 6.5


def test_alpha_from_anything_rational_to_only_the_best():
    assert accepted(alpha=0.0, reservation=2.0) == [1, 2, 3, 4]
    assert accepted(alpha=1.0) == [4]


def test_the_best_is_the_best_admissible():
    assert accepted(admissible=np.array([True, True, True, False, False])) == [2, 3, 4]  # 0 + .5 * 6 = 3


def test_time_does_not_matter():
    assert accepted(round=8) == accepted(round=0)
