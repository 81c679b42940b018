import numpy as np
import pytest

from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategies.scripted import Scripted
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategies.zero_for_zero import ZeroForZero
from negsim.bargaining.utility.function import from_values
from negsim.errors import ConfigError
from tests.playing import view_of
from tests.scenarios import model

NAME = "quiet"

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
    permitted = np.array([True, False, True, True, True, True])
    view = view_of(UTILITY, permitted=permitted)

    assert ZeroForZero(OPENING, then=TimeDependent(0.0)).propose(view).outcome == 0


def test_an_opening_need_not_be_what_anybody_would_ratify():
    admissible = np.array([True, False, True, True, True, True])
    view = view_of(UTILITY, admissible=admissible, acceptable=admissible)

    assert ZeroForZero(OPENING, then=TimeDependent(0.0)).propose(view).outcome == 1


def offers_of(party, talks):
    talks.run()
    moves = [record.entry.move for record in talks.offers if record.entry.party == party]
    return [talks.space.describe(move.outcome) for move in moves if hasattr(move, "outcome")]


def test_without_settings_vietnam_opens_with_zero_for_zero():
    first, second, *_ = offers_of("vietnam", model(NAME, parties__vietnam__strategy="zero_for_zero"))

    assert (first["tariff"], first["access"]) == ("0 %", "all")
    assert first["purchases"] == "none"
    assert second != first


def test_an_opening_of_ones_own_is_really_offered():
    rule = {"type": "zero_for_zero", "opening": {"tariff": "0 %", "access": "none"}, "rounds": 3}
    offers = offers_of("vietnam", model(NAME, parties__vietnam__strategy={"bidding": rule}))

    assert [offer["tariff"] == "0 %" and offer["access"] == "none" for offer in offers[:4]] == [
        True,
        True,
        True,
        False,
    ]


def test_red_lines_stop_the_opening():
    changes = {"parties__vietnam__red_lines": {"access": ["all"]}}
    offers = offers_of("vietnam", model(NAME, parties__vietnam__strategy="zero_for_zero", **changes))

    assert all(offer["access"] != "all" for offer in offers)


@pytest.mark.parametrize("opening", [None, {}, {"origins": "strict"}])
def test_talks_without_its_issues_ask_for_an_opening(opening):
    space = OutcomeSpace((Issue("tariff", ("0 %", "20 %")), Issue("origin", ("status quo", "strict"))))
    rule = ZeroForZero() if opening is None else ZeroForZero(opening)

    with pytest.raises(
        ConfigError, match=r"opening: .*over tariff, origin cannot open with .*give an `opening`"
    ):
        rule.check(space)


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
