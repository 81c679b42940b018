from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
