import numpy as np
import pytest

from negsim.core.issue import Issue, OutcomeSpace
from negsim.core.utility import from_values
from negsim.errors import ConfigError
from negsim.strategies.scripted import Scripted
from negsim.strategies.time_dependent import TimeDependent
from negsim.strategies.zero_for_zero import ZeroForZero
from tests.talks import view_of

SPACE = OutcomeSpace(
    (
        Issue("tariff", ("0%", "20%", "46%"), (0.0, 0.2, 0.46), no_deal_level=1),
        Issue("access", ("none", "all")),
    )
)
UTILITY = from_values(SPACE, [0.9, 0.8, 0.5, 0.4, 0.1, 0.0], 0.3)
OPENING = {"tariff": "0%", "access": "all"}


def offer(round=0, utility=UTILITY, **settings):
    rule = ZeroForZero(**{"opening": OPENING, "then": TimeDependent(0.0), **settings})
    return rule.propose(view_of(utility, round=round)).outcome


def test_opens_with_the_named_outcome_and_then_hands_over():
    assert [offer(round, rounds=2) for round in range(3)] == [1, 1, 0]


def test_issues_not_named_stay_as_they_are_and_unknown_ones_are_skipped():
    assert offer(opening={"access": "all"}) == 3  # tariff stays at 20%
    assert offer(opening={"access": "all", "origin": "strict"}) == 3


def test_nothing_left_of_the_opening_hands_over_at_once():
    assert offer(opening={}) == 0
    assert offer(opening={"origin": "strict"}) == 0


def test_an_opening_worse_than_no_deal_is_not_made():
    assert offer(opening={"tariff": "46%"}) == 0


def test_a_forbidden_opening_is_not_made():
    admissible = np.array([True, False, True, True, True, True])
    view = view_of(UTILITY, admissible=admissible)

    assert ZeroForZero(OPENING, then=TimeDependent(0.0)).propose(view).outcome == 0


def test_unknown_label_is_an_error_with_the_known_ones():
    with pytest.raises(ConfigError, match=r"level of issue 'tariff'.*Did you mean '0%'.*46%"):
        offer(opening={"tariff": "0.0%"})


def test_target_is_that_of_who_speaks():
    rule = ZeroForZero(OPENING, then=TimeDependent(0.0))

    assert rule.target(view_of(UTILITY)) == 0.8
    assert rule.target(view_of(UTILITY, round=1)) == 0.9


def test_a_script_may_follow():
    rule = ZeroForZero(OPENING, then=Scripted(moves=(0, "walk_away")))

    assert rule.dictated(view_of(UTILITY)) is None
    assert rule.dictated(view_of(UTILITY, sent=[1], round=1)) is not None
