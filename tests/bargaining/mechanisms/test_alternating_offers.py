from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining.mechanism import BROKEN_DOWN
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Accept, Entry, Offer, Reject, WalkAway, WorldEvent
from negsim.bargaining.play import Side, bargain
from negsim.bargaining.utility.function import from_values
from negsim.errors import ConfigError, IllegalMove
from tests.playing import space_of, strategy, talk

GOLDEN = Path(__file__).parents[2] / "golden" / "alternating_offers.txt"
SPACE = space_of(2, 3)
RULES = AlternatingOffers()
RULE_NAMES = ["boulware", "conceder", "hardliner", "logroll", "micro", "tit_for_tat", "random_walker"]


def after(*moves, rounds=3, rules=RULES):
    state = rules.start(SPACE, ("a", "b"), rounds)
    for move in moves:
        state = rules.apply(state, move)
    return state


def test_parties_take_turns_and_a_round_is_one_turn_each():
    states = [after(*[Offer(i) for i in range(n)]) for n in range(5)]

    assert [RULES.mover(state) for state in states] == ["a", "b", "a", "b", "a"]
    assert [state.round for state in states] == [0, 0, 1, 1, 2]
    assert states[3].standing == ("a", 2)


def test_the_scenario_says_who_opens():
    assert AlternatingOffers(first="b").mover(after(rules=AlternatingOffers(first="b"))) == "b"
    with pytest.raises(ConfigError, match=r"mechanism\.first.*Did you mean 'b'"):
        after(rules=AlternatingOffers(first="bb"))


def test_accepting_ends_the_talks_inside_the_round():
    state = after(Offer(4), Accept())

    assert (state.end_state, state.agreement, state.round) == ("agreed", 4, 0)
    assert RULES.mover(state) is None


def test_walking_away_ends_the_talks_without_agreement():
    assert after(Offer(4), WalkAway()).end_state == "walked_away"
    assert after(WalkAway()).agreement is None


def test_talks_expire_after_the_last_round():
    assert after(*[Offer(0)] * 5).end_state is None
    assert after(*[Offer(0)] * 6).end_state == "expired"


def test_rejecting_clears_the_table():
    state = after(Offer(4), Reject())

    assert state.standing is None
    assert not RULES.legal(state, "a", Accept())


@pytest.mark.parametrize(
    ("moves", "illegal"),
    [
        ((), Accept()),  # nothing to accept
        ((), Reject()),
        ((Offer(0), Reject()), Accept()),
        ((), Offer(6)),  # no such outcome
        ((), Offer(-1)),
        ((Offer(0), Accept()), Offer(1)),  # the talks are over
        ((WalkAway(),), Accept()),
    ],
)
def test_illegal_moves_are_refused(moves, illegal):
    state = after(*moves)

    assert not RULES.legal(state, RULES.mover(state) or "a", illegal)
    with pytest.raises(IllegalMove):
        RULES.apply(state, illegal)


def test_nobody_moves_out_of_turn():
    assert RULES.legal(after(), "a", Offer(0))
    assert not RULES.legal(after(), "b", Offer(0))
    assert not RULES.legal(after(), "c", Offer(0))


def test_an_event_of_the_world_is_part_of_the_transcript_and_takes_no_turn():
    state = after(Offer(1), WorldEvent("news", "ruling"))

    assert state.history[-1] == Entry(0, None, WorldEvent("news", "ruling"))
    assert (RULES.mover(state), state.standing) == ("b", ("a", 1))


def test_breakdown_is_an_event_that_ends_the_talks():
    state = after(Offer(1), Offer(2), BROKEN_DOWN)

    assert (state.end_state, state.agreement, RULES.mover(state)) == ("broken_down", None, None)
    assert state.history[-1] == Entry(0, None, BROKEN_DOWN)
    with pytest.raises(IllegalMove, match="only talks that go on can break down"):
        after(Offer(1), Accept(), BROKEN_DOWN)


def test_only_refusals_can_break_talks_down():
    rules = AlternatingOffers(breakdown=1.0)
    states = [after(*moves) for moves in ((), (Offer(1),), (Offer(1), Offer(2)), (Offer(1), Reject()))]
    opened, countered, rejected = [
        rules.consequences(states[before], states[now], seed=0) for before, now in ((0, 1), (1, 2), (1, 3))
    ]

    assert (opened, countered, rejected) == ((), (BROKEN_DOWN,), (BROKEN_DOWN,))
    assert not rules.consequences(states[3], rules.apply(states[3], Offer(3)), 0)  # the table was empty
    assert not rules.consequences(states[1], rules.apply(states[1], Accept()), 0)
    assert not rules.consequences(states[1], rules.apply(states[1], WalkAway()), 0)
    last = after(*[Offer(0)] * 5)
    assert not rules.consequences(last, rules.apply(last, Offer(0)), 0)  # has expired
    assert not any(RULES.consequences(states[1], states[2], seed) for seed in range(50))


def hard(breakdown, seed, rounds=40):
    """Return the end of talks in which all is refused."""
    a, b = from_values(SPACE, range(6), 0.0), from_values(SPACE, range(6, 0, -1), 0.0)
    sides = [Side("a", a, strategy("hardliner")), Side("b", b, strategy("hardliner"))]
    return bargain(AlternatingOffers(breakdown=breakdown), sides, rounds, seed)


def test_talks_break_down_as_often_as_the_setting_says():
    # offers until the end, of which the last one refuses for the last time: geometric with .2, so 1 + 1 / .2
    lengths = np.array([len(hard(0.2, seed).history) - 1 for seed in range(600)])

    assert lengths.min() == 2
    assert lengths.mean() == pytest.approx(6.0, abs=4 * (0.8**0.5 / 0.2) / 600**0.5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 999), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_more_risk_ends_the_same_talks_earlier(seed, one, two):
    short, long = (hard(max(one, two), seed), hard(min(one, two), seed))
    moves = [[entry for entry in state.history if entry.party] for state in (short, long)]

    assert moves[0] == moves[1][: len(moves[0])]
    assert short.end_state == "broken_down" or long.end_state == "expired"
    start = RULES.start(SPACE, ("a", "b"), 40)
    assert RULES.replay(start, short.history) == short  # whatever the rules say of chance


def test_states_never_change():
    before = after(Offer(1))
    RULES.apply(before, Offer(2))

    assert before.standing == ("a", 1)
    assert len(before.history) == 1


@settings(deadline=None)
@given(st.sampled_from(RULE_NAMES), st.sampled_from(RULE_NAMES), st.integers(1, 12), st.integers(0, 99))
def test_transcripts_replay_and_nobody_ends_below_no_deal(a, b, rounds, seed):
    state = talk(a, b, rounds, reservations=(0.3, 0.2), seed=seed)
    start = RULES.start(state.space, ("a", "b"), rounds)

    assert RULES.replay(start, state.history) == state
    if state.agreement is not None:
        assert 0.3 <= state.agreement / 10 <= 0.8
    else:
        assert state.end_state == "expired"


def test_golden_transcript():
    # a logroller against tit for tat on a space of 2 x 3 outcomes: if this changes, explain the difference
    a = from_values(SPACE, [0.0, 0.25, 0.5, 0.5, 0.75, 1.0], 0.125)
    b = from_values(SPACE, [1.0, 0.75, 0.625, 0.5, 0.125, 0.0], 0.125)
    sides = [Side("a", a, strategy("logroll")), Side("b", b, strategy("tit_for_tat"))]
    state = bargain(RULES, sides, rounds=8)
    lines = [_line(entry, state.space) for entry in state.history]

    assert "\n".join([*lines, f"{state.end_state} in round {state.round + 1}", ""]) == GOLDEN.read_text()


def _line(entry, space):
    move = type(entry.move).__name__
    what = " ".join(space.describe(entry.move.outcome).values()) if move == "Offer" else ""
    return f"{entry.round + 1} {entry.party} {move:<7} {what:<6} target {entry.move.target:.6f}"
