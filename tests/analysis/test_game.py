import sys

import numpy as np
import pytest

from negsim.analysis.tournament.game import best, regret, replicator, solve_game, undominated
from negsim.errors import ConfigError

PRISONERS = np.array([[3.0, 0.0], [5.0, 1.0]])
"""Cooperate, defect; the other side's payoffs are its mirror."""
HAWK_DOVE = np.array([[-1.0, 4.0], [0.0, 2.0]])
"""Hawk, dove with a prize of 4 and a fight that costs 6: (4-6)/2, 4; 0, 4/2."""


def shares(game):
    """Return the equilibria of a game as lists, rounded."""
    return [tuple(np.round(side, 9).tolist() for side in (one.first, one.second)) for one in game.equilibria]


def test_prisoners_defect():
    solved = solve_game(PRISONERS, PRISONERS.T)

    assert shares(solved) == [([0, 1], [0, 1])]
    assert solved.equilibria[0].payoffs == (1, 1)
    assert solved.survivors == ((1,), (1,))
    assert solved.complete


def test_pennies_are_matched_by_chance():
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    solved = solve_game(pennies, -pennies)

    assert shares(solved) == [([0.5, 0.5], [0.5, 0.5])]
    assert solved.equilibria[0].payoffs == (0, 0)
    assert not solved.equilibria[0].pure


def test_hawks_and_doves_have_three_equilibria():
    """Mixed: -p + 4(1-p) = 2(1-p), so 2 = 3p."""
    solved = solve_game(HAWK_DOVE, HAWK_DOVE.T)

    assert shares(solved) == [
        ([1, 0], [0, 1]),
        ([0, 1], [1, 0]),
        (pytest.approx([2 / 3, 1 / 3]), pytest.approx([2 / 3, 1 / 3])),
    ]
    assert solved.complete


def test_a_game_solved_by_dominance_keeps_one_strategy_a_side():
    """Right is dominated by middle; then down by up; then left by middle (Gibbons 1992, figure 1.1.1)."""
    first = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    second = np.array([[0.0, 2.0, 1.0], [3.0, 1.0, 0.0]])

    assert undominated(first, second) == ([0], [1])
    assert shares(solve_game(first, second)) == [([1, 0], [0, 1, 0])]


def test_where_all_is_alike_it_is_said_that_there_may_be_more():
    flat = np.zeros((2, 2))
    solved = solve_game(flat, flat)

    assert len(solved.equilibria) == 4
    assert solved.tied
    assert not solved.complete


def test_a_tie_beside_an_odd_number_of_equilibria_is_seen():
    first = np.array([[1.0, 0.0], [0.0, 0.0]])
    solved = solve_game(first, np.array([[1.0, 0.0], [1.0, 2.0]]))

    assert solved.tied
    assert not solved.complete


def test_many_strategies_are_searched_for_pure_equilibria_alone():
    many = np.eye(9)
    solved = solve_game(many, many)

    assert len(solved.equilibria) == 9
    assert not solved.tied
    assert all(one.pure for one in solved.equilibria)
    assert not solved.complete


def test_regret_is_what_the_best_reply_gains():
    both_hawks = (np.array([1.0, 0.0]), np.array([1.0, 0.0]))

    assert regret(HAWK_DOVE, HAWK_DOVE.T, both_hawks) == (1, 1)
    assert best(HAWK_DOVE, 0).tolist() == [[False, True], [True, False]]


def test_replicators_reach_the_mix_of_hawks_and_doves():
    path = replicator(HAWK_DOVE, np.linspace(0, 40, 41))

    assert path[0] == pytest.approx([0.5, 0.5])
    assert path[-1] == pytest.approx([2 / 3, 1 / 3], abs=1e-6)
    assert path.sum(axis=1) == pytest.approx(np.ones(41))


def test_replicators_follow_the_logistic_law():
    """A constant lead of 1: x = 1 / (1 + e^-t)."""
    times = np.linspace(0, 5, 11)

    path = replicator(np.array([[1.0, 1.0], [0.0, 0.0]]), times)

    assert path[:, 0] == pytest.approx(1 / (1 + np.exp(-times)), abs=1e-6)


def test_a_missing_nashpy_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "nashpy", None)

    with pytest.raises(ConfigError, match=r"needs nashpy: pip install 'negsim\[tournament\]'"):
        solve_game(PRISONERS, PRISONERS.T)
