import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategies.relative_tit_for_tat import RelativeTitForTat
from negsim.bargaining.utility.function import from_values
from tests.playing import utility_of, view_of


def price(*numbers):
    labels = tuple(str(number) for number in numbers)
    return OutcomeSpace((Issue("price", labels, tuple(map(float, numbers))),))


def answer(space, own, *received, lag=1, values=None, reservation=-1.0):
    values = values or list(range(space.n))
    utility = from_values(space, values, reservation)
    return RelativeTitForTat(lag).propose(view_of(utility, sent=[own], received=list(received))).outcome


PRICES = price(10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def test_moves_in_the_proportion_in_which_the_other_side_moved():
    # the buyer went from 20 to 25 (here 20 to 30): the seller goes from 90 to 90 * 20/30 = 60
    assert PRICES.describe(answer(PRICES, 8, 1, 2)) == {"price": "60"}


def test_stays_when_the_other_side_stays():
    assert answer(PRICES, 8, 1, 1) == 8


def test_takes_back_what_the_other_side_takes_back_up_to_the_end_of_the_scale():
    assert answer(PRICES, 8, 2, 1) == 9  # 90 * 30/20 = 135, clipped to 100


def test_lag_answers_an_older_move():
    # the buyer went from 20 to 30 and then to 50: 90 * 20/30 = 60 answers the older move, 90 * 30/50 = 54 the
    # last one and 90 * 20/50 = 36 both together
    assert answer(PRICES, 8, 1, 2, 4, lag=2) == 5
    assert answer(PRICES, 8, 1, 2, 4, lag=1) == 4


def test_numbers_that_reach_zero_are_shifted_by_a_step():
    # 0, 5, 10 become 5, 10, 15: other from 5 to 10, own 15 * 5/10 = 7.5, between 5 and 10: the higher
    assert answer(price(0, 5, 10), 2, 0, 1) == 1


def test_issues_without_numbers_follow_by_one_level_whenever_the_other_side_moves():
    utility = utility_of(range(5))

    assert RelativeTitForTat().propose(view_of(utility, sent=[4], received=[0, 1])).outcome == 3
    assert RelativeTitForTat().propose(view_of(utility, sent=[4], received=[1, 1])).outcome == 4


def test_opens_with_the_best_until_there_is_a_move_to_answer():
    assert RelativeTitForTat().propose(view_of(utility_of(range(5)), sent=[4], received=[0])).outcome == 4


@pytest.mark.parametrize(("reservation", "expected"), [(5.0, 5), (7.0, 7)])
def test_does_not_go_below_no_deal(reservation, expected):
    assert answer(PRICES, 8, 1, 2, reservation=reservation) == expected
