import numpy as np

from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategies.logroll import Logroll
from negsim.bargaining.view import Estimate
from tests.playing import strategy, utility_of, view_of

OWN = [1.0, 0.8, 0.6, 0.5, 0.0]


def view(**known):
    return view_of(utility_of(OWN), round=4, rounds=9, **known)  # t = .5


def test_gives_what_the_other_side_likes_best_among_what_meets_the_target():
    believed = Estimate(utility_of([0.0, 0.9, 0.3, 0.7, 1.0]))

    proposal = Logroll(e=1.0).propose(view(estimate=believed))

    assert proposal.target == 0.5
    assert proposal.outcome == 1  # .9 beats .3 and .7; outcome 4 is liked more but below the target


def test_ties_go_to_the_lowest_index():
    believed = Estimate(utility_of([0.0, 0.4, 0.7, 0.7, 1.0]))

    assert Logroll(e=1.0).propose(view(estimate=believed)).outcome == 2


def test_without_an_estimate_it_gives_up_as_little_as_it_must():
    assert Logroll(e=1.0).propose(view()).outcome == 3


def test_never_leaves_the_admissible_outcomes():
    believed = Estimate(utility_of([0.0, 0.9, 0.3, 0.7, 1.0]))
    admissible = np.array([True, False, True, True, False])

    assert Logroll(e=1.0).propose(view(estimate=believed, admissible=admissible)).outcome == 3


def test_learns_with_smith_by_default():
    assert strategy("logroll").opponent_model == strategy("logroll", learn="smith").opponent_model


def test_two_logrollers_find_the_trade():
    # two issues of two levels; a cares for the first (.8, .2), b for the second: (1, 0) gives .8 to both
    values = {"a": [0.0, 0.2, 0.8, 1.0], "b": [1.0, 0.2, 0.8, 0.0]}
    sides = [Side(name, utility_of(v, 2, 2), strategy("logroll")) for name, v in values.items()]

    assert bargain(AlternatingOffers(), sides, 10).agreement == 2
