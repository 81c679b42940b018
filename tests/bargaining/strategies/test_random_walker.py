import numpy as np

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.strategies.random_walker import RandomWalker
from negsim.bargaining.view import PartyView
from tests.playing import utility_of, view_of

UTILITY = utility_of([0.1, 0.5, 0.9, 0.6], reservation=0.4)


def draws(utility, rounds, **known):
    views = [PartyView("me", utility, r, rounds, **known) for r in range(rounds)]
    return [RandomWalker().propose(view).outcome for view in views]


def test_offers_every_rational_outcome_about_equally_often():
    counts = np.bincount(draws(UTILITY, 900), minlength=4)

    assert counts[0] == 0
    assert all(240 < count < 360 for count in counts[1:])  # 300 each, standard deviation 14


def test_same_seed_same_walk():
    assert draws(UTILITY, 20, seed=5) == draws(UTILITY, 20, seed=5)
    assert draws(UTILITY, 20, seed=5) != draws(UTILITY, 20, seed=6)


def test_keeps_to_the_admissible_outcomes():
    assert set(draws(UTILITY, 30, admissible=np.array([True, True, False, False]))) == {1}


def test_walks_away_when_nothing_is_rational():
    assert RandomWalker().propose(view_of(utility_of([0.1], reservation=0.4))) is None


def test_walks_in_spaces_too_large_to_list(monkeypatch):
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)
    nothing = utility_of([0.1, 0.5, 0.9, 0.6], 2, 2, reservation=2.0)

    assert set(draws(utility_of([0.1, 0.5, 0.9, 0.6], 2, 2, reservation=0.4), 60)) == {1, 2, 3}
    assert RandomWalker().propose(view_of(nothing)) is None
