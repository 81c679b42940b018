import pytest

from negsim.bargaining.acceptance.ac_combi import AcceptCombined
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Proposal
from tests.playing import utility_of, view_of

UTILITY = utility_of([x / 10 for x in range(11)], reservation=0.2)
RECEIVED = [6, 1, 1, 1, 1, 1, 5, 4]  # in rounds 0 to 7 of 9, at t = .1, .2, …, .8


def accepts(offer, rule, *, T=0.8, received=(), planned=9):
    received = [*RECEIVED, *received]
    view = view_of(UTILITY, received=received, round=len(received) - 1, rounds=9)
    condition = AcceptCombined(T, rule)
    return condition.accepts(view, offer, TimeDependent(), Proposal(planned, 0.9))


@pytest.mark.parametrize("rule", ["max_window", "max", "average_window", "any"])
def test_beats_the_next_offer_at_any_time(rule):
    assert accepts(9, rule, T=1.0)
    assert not accepts(8, rule, T=1.0)


def test_max_window_asks_for_the_best_of_as_much_time_as_is_left():
    # at t = .8 the window starts at .6: 1, 5 and 4 were received in it, the 6 of t = .1 is too old
    assert accepts(5, "max_window")
    assert not accepts(4, "max_window")


def test_max_asks_for_the_best_of_all():
    assert accepts(6, "max")
    assert not accepts(5, "max")


def test_average_window_asks_for_the_mean():
    # (1 + 5 + 4) / 3 = 3.33 tenths
    assert accepts(4, "average_window")
    assert not accepts(3, "average_window")


def test_any_takes_every_rational_offer():
    assert accepts(2, "any")
    assert not accepts(1, "any")


def test_a_poor_window_never_goes_below_no_deal():
    # at t = .9 the window is .8 to .9 and holds 4 and 0; their mean is the reservation value
    assert not accepts(0, "average_window", received=[0])
    assert accepts(2, "average_window", received=[0])


def test_the_last_round_is_late_however_few_rounds_there_are():
    # in the last of 10 rounds t = 10/11 < .98; 5 is the best of the window from 9/11 on
    condition = AcceptCombined(T=0.98)
    views = [view_of(UTILITY, received=[0] * 8 + [4, 5][: now - 7], round=now, rounds=10) for now in (8, 9)]

    assert [condition.accepts(view, view.standing, TimeDependent(), Proposal(9, 0.9)) for view in views] == [
        False,
        True,
    ]
