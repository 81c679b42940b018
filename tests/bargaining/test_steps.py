import numpy as np
import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.steps import STEPS, in_words, moved_issues, step, step_class
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block

SPACE = OutcomeSpace((Issue("rate", ("0 %", "20 %")), Issue("farm_list", ("none", "half", "all"))))


def utility(rate, farm):
    """Return the sum of what the levels of two issues are worth."""
    return UtilityFunction(SPACE, (Block((0,), np.array(rate)), Block((1,), np.array(farm))))


SELLER = utility([2.0, 0.0], [0.0, -0.5, -2.0])
BUYER = utility([0.0, 1.0], [0.0, 1.0, 3.0])
LOW, HIGH, HIGH_AND_ALL, LOW_AND_ALL = (SPACE.index(levels) for levels in ((0, 0), (1, 0), (1, 2), (0, 2)))


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (0, 0, "silent"),
        (0, 1, "nice"),
        (-1, 1, "concession"),
        (-1, 0, "concession"),
        (1, 1, "fortunate"),
        (1, -1, "selfish"),
        (1, 0, "selfish"),
        (-1, -1, "unfortunate"),
        (0, -1, "unfortunate"),
    ],
)
def test_the_six_classes(own, other, expected):
    assert step_class(own, other) == expected
    assert expected in STEPS


def test_a_step_is_seen_from_the_mover():
    assert step(LOW, HIGH, SELLER, BUYER) == "concession"  # -2 and +1
    assert step(LOW, HIGH, BUYER, SELLER) == "selfish"
    assert step(LOW, LOW, SELLER, BUYER) == "silent"
    assert step(HIGH_AND_ALL, LOW_AND_ALL, SELLER, BUYER) == "selfish"  # +2 and -1


def test_each_issue_that_moved_is_worth_what_it_adds_alone():
    assert moved_issues(LOW, HIGH_AND_ALL, SELLER) == {"rate": -2.0, "farm_list": -2.0}
    assert moved_issues(LOW, LOW, SELLER) == {}


def test_what_is_given_and_asked_in_words():
    assert in_words(HIGH, LOW_AND_ALL, SELLER) == "gives farm list all, asks for rate 0 %"
    assert in_words(LOW, HIGH_AND_ALL, SELLER) == "gives rate 20 % and farm list all"
    assert in_words(HIGH, LOW, utility([0.0, 0.0], [0.0, 0.0, 0.0])) == "changes what is worth the same to it"
