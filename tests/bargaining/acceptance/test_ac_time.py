from negsim.bargaining.acceptance.ac_time import AcceptTime
from negsim.bargaining.strategies.time_dependent import TimeDependent
from tests.playing import strategy, talk, utility_of, view_of

UTILITY = utility_of([0.1, 0.3, 1.0], reservation=0.3)


def accepts(offer, round, T=0.9):
    view = view_of(UTILITY, round=round, rounds=9)
    return AcceptTime(T).accepts(view, offer, TimeDependent(), None)


def test_nothing_before_the_hour_not_even_the_best():
    assert not accepts(2, round=7)  # t = .8


def test_anything_rational_after_it():
    assert accepts(1, round=8)  # t = .9
    assert not accepts(0, round=8)


def test_the_last_round_is_late_enough_by_default():
    # 35 rounds: t = 35/36 = .972 in the last, below T = .99
    view = view_of(UTILITY, round=34, rounds=35)

    assert AcceptTime().accepts(view, 1, TimeDependent(), None)
    assert talk(strategy("hardliner", accept="ac_time"), "hardliner", 35).end_state == "agreed"
