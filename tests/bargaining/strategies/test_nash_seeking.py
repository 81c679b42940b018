import numpy as np
import pytest

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.strategies.nash_seeking import NashSeeking
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate
from tests.playing import space_of, utility_of, view_of


def test_maximises_the_product_of_gains_among_what_meets_the_target():
    own = utility_of([1.0, 0.9, 0.6, 0.5, 0.3])
    believed = Estimate(utility_of([0.0, 0.2, 0.5, 0.7, 1.0]))
    view = view_of(own, round=4, rounds=9, estimate=believed)

    # u - .3 and v - 0: 0, .12, .15, .14, 0; with a target of .65 = .3 + .7 * .5 only the first two remain
    assert NashSeeking(e=1.0).propose(view).outcome == 1
    assert NashSeeking(e=9.0).propose(view).outcome == 2


def test_without_an_estimate_the_worst_that_meets_the_target():
    view = view_of(utility_of([1.0, 0.9, 0.6, 0.5, 0.3]), round=4, rounds=9)

    assert NashSeeking(e=1.0).propose(view).outcome == 1


def test_reservation_value_of_the_estimate_is_used():
    own = utility_of([1.0, 0.8, 0.3, 0.0])
    believed = Estimate(utility_of([0.0, 0.5, 0.9, 1.0], reservation=0.4))

    # products above (0, .4): none, .08, .15, 0; with the worst outcome 0 instead of .4: 0, .4, .27, 0
    assert NashSeeking(e=50.0).propose(view_of(own, round=8, rounds=9, estimate=believed)).outcome == 2


@pytest.mark.parametrize("now", [0, 3, 6])
def test_spaces_too_large_to_list_give_the_same_offer(monkeypatch, now):
    space = space_of(3, 4)
    own = (Block((0,), np.array([0.0, 0.5, 1.0])), Block((1,), np.array([0.0, 0.25, 0.5, 0.75])))
    other = (Block((0,), np.array([0.25, 0.125, 0.0])), Block((1,), np.array([1.5, 1.0, 0.5, 0.0])))

    def proposal():
        estimate = Estimate(UtilityFunction(space, other))
        return NashSeeking(1.0).propose(
            view_of(UtilityFunction(space, own), round=now, rounds=7, estimate=estimate)
        )

    expected = proposal()
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)

    assert proposal() == expected


def test_the_largest_product_is_found_on_any_scale():
    # on a scale of 1e-7 the products differ by less than 1e-14
    own = utility_of([u * 1e-7 for u in (1.0, 0.9, 0.6, 0.5, 0.3)])
    believed = Estimate(utility_of([v * 1e-7 for v in (0.0, 0.2, 0.5, 0.7, 1.0)]))
    view = view_of(own, round=4, rounds=9, estimate=believed)

    assert NashSeeking(e=9.0).propose(view).outcome == 2
