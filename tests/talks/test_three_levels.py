"""Technical rounds, ministers, leaders: who acts at which level, and what leaders can do to an agreement."""

from typing import Any

import pytest

from negsim.bargaining.move import Accept, Entry, Offer, WalkAway, WorldEvent
from negsim.bargaining.strategy import Strategy
from negsim.errors import ConfigError
from negsim.report.levels import levels
from negsim.report.transcript import transcript
from negsim.talks.model import NegotiationModel
from tests.playing import bidding, strategy, utility_of, view_of
from tests.scenarios import SIDES, model, outcome, scenario

OVERRIDE = {"type": "override", "party": "us", "chance": 1, "final": True}
QUIET = {f"parties__{side}__politics__leak_probability": 0 for side in SIDES}
WAITING = {f"parties__{side}__strategy": "hardliner" for side in SIDES} | QUIET
SUMMIT = {"type": "summit", "at": 2, "chance": 1, "worth": {"us": 0.25, "vietnam": 0.5}, "window": 3}


def rejected(**settings: Any) -> NegotiationModel:
    """Return talks in which 15 % was agreed and the leader of the US asks for 20 %: Vietnam is to answer."""
    talks = model("mini", events={"leader": {**OVERRIDE, **settings}}, **WAITING)
    talks.open_tick()
    for move in (Offer(outcome(talks.world, tariff="15 %", access="all")), Accept()):
        talks.submit(move)
    talks.close_tick()
    talks.open_tick()
    return talks


def test_a_last_word_is_taken_if_it_is_no_worse_than_no_deal():
    talks = rejected()
    asked = outcome(talks.world, tariff="20 %", access="all")
    vietnam = talks.parties["vietnam"]
    worth = vietnam.utility.value(asked)
    view = talks.view("vietnam")
    above, below = (vietnam.utility.with_reservation(worth + step) for step in (0.0, 1e-9))

    assert (talks.awaited, view.standing, view.last_word) == ("vietnam", asked, True)
    for utility, taken in ((above, True), (below, False)):
        vietnam.utility = utility
        move = vietnam.decide(talks.view_of("vietnam"))
        assert isinstance(move, Accept) is taken


def test_a_last_word_that_is_taken_is_not_rejected_again():
    talks = rejected()
    talks.submit(Accept())

    assert talks.state.end_state == "agreed"
    assert [line.partition(":")[0] for line in talks.news] == ["override"]


def test_a_text_like_any_other_is_answered_as_the_rule_has_it():
    talks = rejected(final=False)

    assert not talks.view("vietnam").last_word
    assert isinstance(talks.parties["vietnam"].decide(talks.view("vietnam")), Offer)
    talks.submit(Accept())
    assert not talks.state.ended  # and the leader asks for more again


@pytest.mark.parametrize("penalty", [0, 0.2])
def test_what_is_not_taken_costs_trust(penalty):
    talks = rejected(penalty=penalty)
    before = {name: party.home.raised_demands for name, party in talks.parties.items()}
    talks.submit(Offer(outcome(talks.world, tariff="10 %")))
    after = {name: party.home.raised_demands for name, party in talks.parties.items()}

    assert after["vietnam"] == pytest.approx(before["vietnam"] + penalty)
    assert after["us"] == before["us"]
    line = "override: what the leader of the US asks for is not taken; the other side trusts the US less"
    assert talks.news[1:] == ((line,) if penalty else ())
    talks.submit(Offer(outcome(talks.world, tariff="15 %")))
    assert talks.parties["vietnam"].home.raised_demands == after["vietnam"]


def test_who_leaves_over_it_needs_no_more_trust():
    talks = rejected(penalty=0.2)
    talks.submit(WalkAway())

    assert (talks.state.end_state, len(talks.news)) == ("walked_away", 1)


def test_rules_that_dictate_their_moves_come_before_a_last_word():
    own = utility_of([0.0, 1.0])
    view = view_of(own, received=(1,), last_word=True)
    scripted: Strategy = strategy(bidding("scripted", moves=(0,)))

    assert scripted.act(view) == Offer(0)
    assert strategy("hardliner").act(view) == Accept()


def at_tick(tick: int, event: dict[str, Any] = SUMMIT) -> NegotiationModel:
    talks = model("mini", events={"meeting": event}, **WAITING)
    while talks.tick < tick:
        talks.step()
    talks.open_tick()
    return talks


@pytest.mark.parametrize(("tick", "paid"), [(1, 0), (2, 1), (4, 1), (5, 0), (7, 0)])
def test_a_summit_pays_for_a_signature_within_its_window(tick, paid):
    here, plain = at_tick(tick), at_tick(tick, {**SUMMIT, "worth": {}})
    for name, worth in SUMMIT["worth"].items():
        party, other = here.parties[name], plain.parties[name]
        assert party.reservation == pytest.approx(other.reservation - paid * worth, abs=1e-12)
        assert (party.utility.values() == other.utility.values()).all()
    nothing = "summit: nothing was signed in time to crown the meeting of the leaders"
    assert (nothing in here.news) is (tick >= 5)
    assert nothing not in plain.news


def test_it_moves_acceptance_against_no_deal_by_exactly_its_worth():
    here, plain = at_tick(2), at_tick(2, {**SUMMIT, "worth": {}})
    values, least = plain.parties["us"].utility.values(), plain.parties["us"].reservation
    now = here.parties["us"].reservation
    missed = [o for o in range(here.space.n) if least - 0.25 <= values[o] < least]

    assert missed
    for at in range(here.space.n):
        assert here.parties["us"].in_favour(at) is (plain.parties["us"].in_favour(at) or at in missed)
    assert now == pytest.approx(least - 0.25, abs=1e-12)


def test_what_it_pays_counts_in_the_gain_of_a_signature():
    agreed = {}
    for name, event in (("paid", SUMMIT), ("plain", {**SUMMIT, "worth": {}})):
        talks = at_tick(2, event)
        text = outcome(talks.world, tariff="15 %", access="all")
        for move in (Offer(text), Accept()):
            talks.submit(move)
        agreed[name] = talks.record().parties
    for side, worth in SUMMIT["worth"].items():
        assert agreed["paid"][side].utility == agreed["plain"][side].utility
        assert agreed["paid"][side].gain == pytest.approx(agreed["plain"][side].gain + worth, abs=1e-12)


def test_its_news_says_by_when_to_sign():
    crowned = "summit: the leaders meet and shake hands; a signature before 1 December 2025 would crown it"

    assert at_tick(2).news == (crowned,)
    assert at_tick(2, {**SUMMIT, "worth": {}}).news == ("summit: the leaders meet and shake hands",)


def test_a_summit_that_fails_pays_nothing():
    here, plain = at_tick(2, {**SUMMIT, "chance": 0}), at_tick(2, {**SUMMIT, "chance": 0, "worth": {}})

    assert here.parties["us"].reservation == plain.parties["us"].reservation
    assert here.news == plain.news == ("summit: the meeting of the leaders comes to nothing",)


def test_the_next_run_begins_without_it():
    talks = NegotiationModel(scenario("mini", events={"meeting": SUMMIT}, **WAITING), 1)
    start = talks.parties["us"].reservation
    while talks.tick < 3:
        talks.step()
    assert talks.parties["us"].reservation < start
    talks.reset(1)

    assert talks.parties["us"].reservation == start


def test_a_payment_to_somebody_else_is_refused():
    with pytest.raises(ConfigError, match=r"events\.meeting\.worth: unknown party 'usa'\. Did you mean 'us'"):
        at_tick(0, {**SUMMIT, "worth": {"usa": 0.1}})


def test_each_line_has_its_level():
    asked = WorldEvent("override", "the leader rejects what was agreed", "us")
    moves = [
        (None, WorldEvent("technical_round", "experts meet")),
        ("vietnam", Offer(0)),
        ("us", Accept()),
        (None, asked),
        ("us", Offer(1)),
        ("vietnam", Accept()),
        (None, WorldEvent("court", "the tariffs stand")),
        (None, WorldEvent("leak", "a paper prints")),
    ]
    lines = [Entry(0, party, move) for party, move in moves]
    known = {"technical_round": "technical", "override": "leaders", "court": ""}
    m, leaders = "ministers", "leaders"

    assert list(levels(lines, known)) == ["technical", m, m, leaders, leaders, m, "", ""]


def test_the_transcript_says_who_acts_above_or_below_the_ministers():
    talks = model(
        "mini",
        events={
            "leader": {**OVERRIDE, "chance": 1},
            "experts": {"type": "technical_round", "at": 0},
        },
    )
    talks.run()
    printed = list(transcript(talks))

    assert talks.course.levels == {"override": "leaders", "technical_round": "technical"}
    assert any(line.startswith("Round 1, 27 October 2025, technical. Working groups end") for line in printed)
    at = next(n for n, line in enumerate(printed) if ", leaders. The leader of the US rejects" in line)
    assert ", leaders. United States steps back: tariff" in printed[at + 2]
    assert any(line.startswith("Round 1, 27 October 2025. Vietnam opens") for line in printed)
