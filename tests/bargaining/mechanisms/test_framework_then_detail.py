"""Two stages: a first acceptance locks the headline, a second one agrees on the rest."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.mechanism import BROKEN_DOWN
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.mechanisms.framework_then_detail import FrameworkThenDetail
from negsim.bargaining.move import Accept, Entry, Offer, Reject, WalkAway, WorldEvent
from negsim.bargaining.play import play
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError, IllegalMove
from tests.playing import space_of, strategy

SPACE = space_of(2, 3)
"""Outcomes 0 to 2 have level v0 of the headline i0, 3 to 5 have v1; i1 is the detail."""
RULES = FrameworkThenDetail(headline=("i0",))
NEWS = WorldEvent("framework", "the parties announce a framework: i0 v1")


def after(*moves, rounds=3, rules=RULES):
    state = rules.start(SPACE, ("a", "b"), rounds)
    for move in moves:
        state = rules.apply(state, move)
    return state


def test_the_first_acceptance_locks_the_headline_and_the_second_agrees():
    framework = after(Offer(4), Accept())
    assert (framework.framework, framework.agreement, framework.end_state) == (4, None, None)
    assert (RULES.mover(framework), framework.round, framework.offered_to("a")) == ("a", 1, None)

    agreed = after(Offer(4), Accept(), Offer(5), Accept())
    assert (agreed.framework, agreed.agreement, agreed.end_state) == (4, 5, "agreed")


def test_until_there_is_a_framework_they_are_alternating_offers():
    moves = (Offer(4), Offer(1), Reject(), Offer(5))
    plain = after(*moves, rules=AlternatingOffers())

    assert after(*moves) == plain
    assert RULES.still_open(plain) is None


def test_only_details_are_open_once_there_is_a_framework():
    state = after(Offer(4), Accept())

    assert RULES.still_open(state).tolist() == [False] * 3 + [True] * 3
    assert [RULES.legal(state, "a", Offer(x)) for x in range(6)] == [False] * 3 + [True] * 3
    assert not RULES.legal(state, "a", Accept())  # of the own offer
    with pytest.raises(IllegalMove):
        RULES.apply(state, Offer(2))


def test_a_headline_may_be_any_of_the_issues():
    rules = FrameworkThenDetail(headline=("i1",))
    state = after(Offer(4), Accept(), rules=rules)

    assert np.flatnonzero(rules.still_open(state)).tolist() == [1, 4]


@pytest.mark.parametrize(
    ("rest", "end"),
    [
        ((WalkAway(),), "walked_away"),
        ((Offer(3), Offer(5), BROKEN_DOWN), "framework_only"),
        ((Offer(3), Offer(5), Offer(3), Offer(5)), "framework_only"),
        ((Offer(3), Accept()), "agreed"),
    ],
)
def test_what_is_left_of_talks_that_end_without_the_details(rest, end):
    state = after(Offer(4), Accept(), *rest)

    assert (state.end_state, state.agreement is None) == (end, end != "agreed")
    assert not any(RULES.legal(state, party, WalkAway()) for party in "ab")


def test_without_a_framework_talks_end_as_they_do():
    assert after(Offer(4), WalkAway()).end_state == "walked_away"
    assert after(Offer(4), Offer(1), BROKEN_DOWN).end_state == "broken_down"
    assert after(*[Offer(0)] * 6).end_state == "expired"


def test_a_framework_in_the_last_round_is_all_there_is():
    assert after(*[Offer(4)] * 5, Accept()).end_state == "framework_only"


def test_a_failed_ratification_reopens_the_details_alone():
    state = after(Offer(4), Accept(), Offer(5), Accept(), WorldEvent("ratification_failed", "a"))

    assert (state.end_state, state.agreement, state.framework) == (None, None, 4)
    assert RULES.still_open(state).sum() == 3


def test_a_framework_is_news_of_its_round():
    before, state = after(Offer(4)), after(Offer(4), Accept())
    assert RULES.consequences(before, state, seed=0) == (NEWS,)
    assert RULES.consequences(state, RULES.apply(state, Offer(3)), seed=0) == ()

    told = RULES.apply(state, NEWS)
    assert told.history[-1] == Entry(0, None, NEWS)
    assert (told.round, told.turn, told.standing) == (state.round, state.turn, state.standing)


def test_a_party_sees_only_what_is_still_open():
    own = from_values(SPACE, range(6), 0.0)
    lines = np.array([True, True, True, False, True, True])
    state = after(Offer(4), Accept())
    view = RULES.inform(state, PartyView("a", own, 1, 3, admissible=lines, permitted=lines))

    for mask in (view.admissible, view.acceptable, view.permitted):
        assert np.flatnonzero(mask).tolist() == [4, 5]
    plain = PartyView("a", own, 0, 3)
    assert RULES.inform(after(Offer(4)), plain) is plain


RULE_NAMES = [
    "boulware",
    "conceder",
    "logroll",
    "micro",
    "tit_for_tat",
    "random_walker",
    "nash_seeking",
    "spe",
]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(RULE_NAMES), st.sampled_from(RULE_NAMES), st.integers(1, 12), st.integers(0, 99))
def test_talks_keep_to_their_framework_and_replay(a, b, rounds, seed):
    chance = np.random.default_rng(seed)
    utilities = [from_values(SPACE, chance.permutation(6) / 5, 0.1) for _ in "ab"]
    sides = [Side(n, u, strategy(rule)) for n, u, rule in zip("ab", utilities, (a, b), strict=True)]
    state = bargain(RULES, sides, rounds, seed)
    start = RULES.start(SPACE, ("a", "b"), rounds)
    made = [entry.move.kind for entry in state.history if isinstance(entry.move, WorldEvent)]

    assert RULES.replay(start, state.history) == state
    assert made == ["framework"] * (state.framework is not None)
    if state.agreement is not None:
        assert state.agreement // 3 == state.framework // 3
        assert all(u.value(state.agreement) >= 0.1 for u in utilities)
    else:
        assert state.end_state in ("walked_away", "expired" if state.framework is None else "framework_only")


@pytest.mark.parametrize(
    ("struck", "kind", "news"),
    [
        (False, "signed", "the parties sign the agreement"),
        (True, "struck_then_signed", "the parties sign the agreement, after the tariffs were struck down"),
    ],
)
def test_what_has_passed_at_home_is_signed(struck, kind, news):
    agreed = after(Offer(4), Accept(), Offer(5), Accept())
    (event,) = RULES.ratified(agreed, struck)
    signed = RULES.apply(agreed, event)

    assert event == WorldEvent(kind, news)
    assert (signed.end_state, signed.agreement, signed.history[-1].round) == (kind, 5, 1)
    assert AlternatingOffers().ratified(agreed, struck) == ()
    with pytest.raises(IllegalMove, match="only an agreement can be signed"):
        RULES.apply(after(Offer(4), Accept()), event)


GIVEN = FrameworkThenDetail(headline=("i0",), given={"i0": "v1"})
REOPENED = replace(GIVEN, binding=False)


def test_a_given_text_is_a_framework_of_the_day_before():
    start = after(rules=GIVEN)
    (news,) = GIVEN.before_the_talks(start)
    told = GIVEN.apply(start, news)

    assert (start.framework, GIVEN.text(start)) == (3, {"i0": "v1"})
    assert told.history[0] == Entry(-1, None, WorldEvent("framework", "a framework stands: i0 v1"))
    assert (told.round, told.turn, told.rounds_begun) == (0, 0, 0)
    assert RULES.before_the_talks(after()) == ()


def test_what_is_given_is_locked_and_the_first_acceptance_is_of_the_whole():
    start = after(rules=GIVEN)

    assert GIVEN.still_open(start).tolist() == [False] * 3 + [True] * 3
    with pytest.raises(IllegalMove):
        after(Offer(2), rules=GIVEN)
    agreed = after(Offer(5), Accept(), rules=GIVEN)
    assert (agreed.end_state, agreed.agreement, agreed.framework) == ("agreed", 5, 3)


def test_what_does_not_bind_stands_but_may_be_reopened():
    start = after(rules=REOPENED)

    assert REOPENED.still_open(start) is None
    agreed = after(Offer(2), Accept(), rules=REOPENED)
    assert (agreed.end_state, agreed.agreement, REOPENED.text(agreed)) == ("agreed", 2, {"i0": "v1"})
    assert after(*[Offer(2)] * 6, rules=REOPENED).end_state == "framework_only"
    assert after(WalkAway(), rules=REOPENED).end_state == "walked_away"


def test_headline_issues_that_the_text_leaves_out_are_details():
    space = space_of(2, 3, 2)
    rules = FrameworkThenDetail(headline=("i0", "i1"), given={"i1": "v2"})
    state = rules.start(space, ("a", "b"), 3)

    assert rules.text(state) == {"i1": "v2"}
    assert np.flatnonzero(rules.still_open(state)).tolist() == [4, 5, 10, 11]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"given": {"i1": "v1"}}, "mechanism.given: unknown issue of the headline 'i1'. Known: i0"),
        ({"given": {"i0": "v9"}}, "mechanism.given.i0: unknown level of issue 'i0' 'v9'. Known: v0, v1"),
        ({"binding": False}, "mechanism.binding: must be true where no text is given, got false"),
    ],
)
def test_texts_that_are_none_are_refused(settings, sentence):
    with pytest.raises(ConfigError, match=sentence):
        after(rules=replace(RULES, **settings))


def test_two_sides_sign_in_two_steps():
    rules = {"type": "framework_then_detail", "headline": ["i0"]}
    a = UtilityFunction(
        SPACE, (Block((0,), np.array([0.0, 1.0])), Block((1,), np.array([0.0, 0.25, 0.5]))), 0.0
    )
    b = UtilityFunction(
        SPACE, (Block((0,), np.array([0.5, 0.0])), Block((1,), np.array([1.0, 0.5, 0.0]))), 0.0
    )
    played = play({"a": a, "b": b}, ["linear", "linear"], rounds=10, mechanism=rules)

    # the headline goes to a and, once that is settled, the detail to b
    assert played.agreement == {"i0": "v1", "i1": "v0"}
    assert played.table["move"].tolist().count("accept") == 2
    assert played.table["why"][played.table["move"] == "framework"].tolist() == [NEWS.detail]


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        (("i0", "i2"), r"mechanism.headline\[1\]: unknown issue 'i2'. Known: i0, i1"),
        ((), "mechanism.headline: must be at least one issue, each once, and leave at least one of i0, i1"),
        (("i0", "i1"), "for the details, got"),
        (("i0", "i0"), "each once"),
    ],
)
def test_headlines_that_are_none_are_refused(headline, sentence):
    with pytest.raises(ConfigError, match=sentence):
        after(rules=FrameworkThenDetail(headline=headline))


def test_spaces_that_cannot_be_listed_are_refused(monkeypatch):
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 3)

    with pytest.raises(ConfigError, match="framework_then_detail needs outcomes that can be listed"):
        after()
