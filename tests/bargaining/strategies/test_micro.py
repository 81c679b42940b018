from collections import Counter

from negsim.bargaining.strategies.micro import Micro
from negsim.bargaining.view import PartyView
from tests.playing import play, strategy, talk, utility_of, view_of

UTILITY = utility_of([0.5, 0.9, 0.1, 0.7, 0.7], reservation=0.3)  # ranking: 1, 3, 4, 0; outcome 2 is no deal


def test_goes_down_the_ranking_while_the_other_side_offers_something_new():
    rule = Micro()

    assert rule.propose(view_of(UTILITY)).outcome == 1
    assert rule.propose(view_of(UTILITY, sent=[1], received=[2])).outcome == 3
    assert rule.propose(view_of(UTILITY, sent=[1, 3], received=[2, 0])).outcome == 4


def test_repeats_an_own_offer_when_nothing_new_came():
    view = view_of(UTILITY, sent=[1, 3, 4], received=[2, 2])
    chosen = Counter(
        Micro().propose(PartyView("me", UTILITY, r, 99, view.history, view.standing)).outcome
        for r in range(60)
    )

    assert set(chosen) == {1, 3, 4}  # all of them in time, none else


def test_target_is_the_next_offer_or_the_lowest_so_far():
    assert Micro().target(view_of(UTILITY, sent=[1], received=[2])) == 0.7
    assert Micro().target(view_of(UTILITY, sent=[1, 3, 4], received=[2, 2])) == 0.7
    assert Micro().target(view_of(UTILITY, sent=[1, 3, 4, 0], received=[2, 2, 2, 2])) == 0.5


def test_end_of_the_ranking_is_the_reservation_value():
    exhausted = view_of(UTILITY, sent=[1, 3, 4, 0], received=[0, 1, 2, 3])

    assert Micro().propose(exhausted).outcome in {1, 3, 4, 0}
    assert Micro().target(exhausted) == 0.5
    assert Micro().propose(view_of(utility_of([0.5], reservation=0.6))) is None


def test_two_of_them_split_the_pie():
    # in round 6 a proposes 5, and b, whose next offer would be 5 too, accepts
    assert play("micro", "micro", rounds=20) == [10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5]
    assert talk("micro", "micro", rounds=20).agreement == 5


def test_hardliner_stops_it():
    offers = play("hardliner", "micro", rounds=10)

    assert set(offers[::2]) == {10}
    assert set(offers[1::2]) == {0, 1}  # one concession for the one distinct offer, then repeats


def test_accepts_by_aspiration_by_default():
    assert strategy("micro").acceptance == strategy("micro", accept="ac_asp").acceptance
