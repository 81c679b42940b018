import numpy as np
import pytest

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.strategies.tit_for_tat import TitForTat, fair_utility
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate
from tests.playing import bidding, play, space_of, strategy, talk, utility_of, view_of

PIE = utility_of([x / 10 for x in range(11)])
OTHER = Estimate(utility_of([1 - x / 10 for x in range(11)]))


def target(received, **known):
    return TitForTat().target(view_of(PIE, received=received, **known))


def test_opens_with_the_best():
    assert target([]) == 1.0
    assert TitForTat().propose(view_of(PIE)).outcome == 10


def test_answers_the_share_of_the_way_to_the_fair_deal():
    # fair = .5 (Nash point of the pie); offers .1 then .2: phi = .1/.4 = .25; target = 1 - .25 * .5 = .875
    assert target([1, 2], estimate=OTHER) == pytest.approx(0.875)
    assert TitForTat().propose(view_of(PIE, received=[1, 2], estimate=OTHER)).outcome == 9


def test_jitter_without_progress_concedes_nothing():
    assert target([2, 1, 2, 0, 2], estimate=OTHER) == 1.0


def test_concessions_taken_back_stay_answered():
    assert target([1, 3, 1], estimate=OTHER) == target([1, 3], estimate=OTHER) == pytest.approx(0.75)


def test_never_concedes_beyond_the_fair_deal():
    assert target([0, 8], estimate=OTHER) == pytest.approx(0.5)


def test_an_opening_that_is_already_fair_is_answered_with_the_fair_deal():
    assert target([5], estimate=OTHER) == target([7, 6], estimate=OTHER) == pytest.approx(0.5)
    assert talk("conceder", "tit_for_tat", rounds=9).end_state == "agreed"
    assert talk(bidding("conceder", k=0.8), strategy("tit_for_tat", learn="none"), 9).agreement == 1


def test_without_an_estimate_fair_is_midway_between_no_deal_and_the_best():
    view = view_of(utility_of([x / 10 for x in range(11)], reservation=0.4), received=[0, 7])

    assert fair_utility(view) == pytest.approx(0.7)
    assert TitForTat().target(view) == pytest.approx(0.7)  # all the way: phi = 1


def test_where_the_estimate_sees_no_gain_for_both_fair_is_midway():
    # the other side seems to want outcome 0 alone, which is worth nothing here
    believed = Estimate(utility_of([1.0] + [0.0] * 10))

    assert fair_utility(view_of(PIE, received=[0], estimate=believed)) == pytest.approx(0.5)


def test_the_fair_deal_is_one_that_may_be_agreed():
    admissible = np.arange(11) <= 3

    assert fair_utility(view_of(PIE, estimate=OTHER, admissible=admissible)) == pytest.approx(0.3)


def test_two_of_them_never_move():
    assert play("tit_for_tat", "tit_for_tat", rounds=5) == [10, 0] * 5


def test_conceder_is_met_half_way():
    offers = play(strategy("tit_for_tat", learn="none"), "linear", rounds=9)

    assert offers[0] == 10
    assert offers[:-1:2] == sorted(offers[:-1:2], reverse=True)
    assert offers[-1] >= 5


def test_fair_deal_in_a_space_too_large_to_list(monkeypatch):
    space = space_of(3, 4)
    own = (Block((0,), np.array([0.0, 0.5, 1.0])), Block((1,), np.array([0.0, 0.25, 0.5, 0.75])))
    other = (Block((0,), np.array([0.25, 0.125, 0.0])), Block((1,), np.array([1.5, 1.0, 0.5, 0.0])))
    listed = view_of(UtilityFunction(space, own), estimate=Estimate(UtilityFunction(space, other)))
    expected = fair_utility(listed)

    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)
    fresh = view_of(UtilityFunction(space, own), estimate=Estimate(UtilityFunction(space, other)))

    assert fair_utility(fresh) == expected
