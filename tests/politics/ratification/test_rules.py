"""What it takes at home to say yes: by hand, and over the default world."""

from math import exp

import numpy as np
import pytest

from negsim.politics.ratification.acquiescence import Acquiescence
from negsim.politics.ratification.automatic import Automatic
from negsim.politics.ratification.quorum import Quorum, winning_coalitions

WEIGHTS = np.array([0.5, 0.3, 0.2])
NONE = np.zeros(3)


class Luck:
    """A generator that always draws the same."""

    def __init__(self, draw: float) -> None:
        self.draw = draw

    def random(self) -> float:
        return self.draw


def test_acquiescence_is_a_weighted_sum_over_a_threshold():
    gains = np.array([[1.0, 0.0], [-1.0, 1.0], [0.5, 1.0]])

    # .5 x 1 - .3 x 1 + .2 x .5 = .3 and .3 + .2 = .5, less the threshold of .3
    assert Acquiescence().margins(gains, WEIGHTS, NONE) == pytest.approx([0.0, 0.2])
    assert Acquiescence(threshold=0.1).margins(gains, WEIGHTS, NONE) == pytest.approx([0.2, 0.4])


def test_bad_moods_count_by_weight():
    moods = np.array([0.2, 0.0, 0.5])  # .5 x .2 + .2 x .5 = .2

    assert Acquiescence().margins(np.ones((3, 1)), WEIGHTS, moods) == pytest.approx([1.0 - 0.3 - 0.2])


@pytest.mark.parametrize("margin", [-0.5, 0.0, 0.149])
def test_near_the_threshold_it_is_luck(margin):
    odds = 1 / (1 + exp(-8 * margin))

    assert Acquiescence().passes(margin, Luck(odds - 1e-9))
    assert not Acquiescence().passes(margin, Luck(odds + 1e-9))


def test_far_margins_do_not_overflow():
    assert Acquiescence(slope=1e6).passes(1e9, Luck(0.999999))
    assert not Acquiescence(slope=1e6).passes(-1e9, Luck(1e-300))


def test_winning_coalitions_are_minimal():
    assert winning_coalitions((0.5, 0.3, 0.2), 0.8) == ((0, 1),)
    assert winning_coalitions((0.5, 0.3, 0.2), 0.5) == ((0,), (1, 2))
    assert winning_coalitions((0.5, 0.3, 0.2), 1.0) == ((0, 1, 2),)


def test_in_vietnam_the_technocrats_and_all_but_one_are_needed():
    # technocrats .3, conservatives .2, farms .15, foreign-owned .2, small firms .15
    coalitions = winning_coalitions((0.3, 0.2, 0.15, 0.2, 0.15), 0.8)

    assert set(coalitions) == {(0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 3, 4), (0, 2, 3, 4)}


def test_the_margin_of_a_quorum_is_the_slack_of_the_pivotal_faction():
    gains = np.array([[0.4, 0.4], [0.1, -0.6], [-0.9, 0.7]])

    # .5 + .3 wins: the weaker of the two decides; the third is not needed and cannot replace the second
    assert Quorum(quorum=0.8).margins(gains, WEIGHTS, NONE) == pytest.approx([0.1, -0.6])
    assert Quorum(quorum=0.8).margins(gains, WEIGHTS, np.array([0.5, 0.0, 0.0])) == pytest.approx(
        [-0.1, -0.6]
    )
    assert Quorum(quorum=0.7).margins(gains, WEIGHTS, NONE) == pytest.approx([0.1, 0.4])


@pytest.mark.parametrize(("margin", "passes"), [(0.1, True), (0.0, True), (-0.1, False)])
def test_a_quorum_is_a_count(margin, passes):
    assert Quorum().passes(margin, Luck(0.5)) is passes


def test_what_needs_no_ratification_is_ratified():
    assert Automatic().margins(np.full((3, 2), -99.0), WEIGHTS, NONE).tolist() == [np.inf, np.inf]
    assert Automatic().passes(-99.0, Luck(0.99))
