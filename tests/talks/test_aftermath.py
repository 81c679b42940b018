"""What becomes of a deal after the handshake."""

from dataclasses import replace
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.talks.aftermath import bound, headline_ratio, substance
from negsim.talks.model import NegotiationModel
from negsim.world.implementation import InForce
from tests.scenarios import model, outcome, play, scenario

FOLLOWED = {"implementation__ticks": 26}
NAME = "quiet"


def kinds(talks):
    return [entry.move.kind for entry in talks.state.history if hasattr(entry.move, "kind")]


def test_the_talks_are_what_they_are_without_it():
    plain, followed = (play(scenario(NAME, implementation__ticks=ticks), range(4)) for ticks in (0, 26))

    assert all(record.aftermath is None for record in plain)
    for before, after in zip(plain, followed, strict=True):
        same = ("parties", "end_state", "agreement", "rounds", "ticks", "date", "trade", "distances")
        assert all(getattr(before, name) == getattr(after, name) for name in same)


def test_a_deal_is_printed_on_its_days():
    talks = model(NAME, 1, **FOLLOWED)
    record = talks.run()
    last = [line for line in talks.offers if getattr(line.entry.move, "kind", "") == "entry_into_force"]

    assert record.agreement is not None
    assert last[0].date == talks.scenario.time.day(record.ticks).isoformat()
    assert "agreement is in force" in last[0].entry.move.detail


def test_a_shortfall_snaps_back_once_and_only_with_something_to_withdraw():
    never = model(NAME, 3, **FOLLOWED, implementation__compliance_floor=0)
    always = model(NAME, 3, **FOLLOWED, implementation__compliance_floor=1)
    kept, back = never.run().aftermath, always.run().aftermath

    assert (kept.snapped_back, back.snapped_back) == (False, True)
    assert "snap_back" not in kinds(never)
    assert kinds(always)[-2:] == ["shortfall", "snap_back"]
    assert kept.deficit_realised[0] == back.deficit_realised[0]
    assert back.deficit_realised[13] == back.deficit_realised[26] < kept.deficit_realised[26]
    assert back.substance_index < kept.substance_index


def test_a_phased_deal_comes_into_force_in_steps():
    phased = model(
        NAME, 1, **FOLLOWED, issues__phasing__levels=["phased"], issues__tariff__levels=[0.1, 0.15]
    )
    after = phased.run().aftermath

    assert [line.kind for _, line in after.lines if line.kind == "phase"] == ["phase", "phase"]
    assert after.deficit_realised[0] < after.deficit_realised[13] < after.deficit_realised[26]


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    spread=st.floats(0, 0.5),
    floor=st.floats(0, 1),
    ticks=st.integers(1, 40),
    name=st.sampled_from(("mini", NAME, "us_vietnam_2025")),
)
def test_replay_gives_the_same_state(seed, spread, floor, ticks, name):
    changes = {"ticks": ticks, "compliance_spread": spread, "compliance_floor": floor}
    talks = NegotiationModel(scenario(name, implementation=changes), seed, log=True)
    start = talks.state
    record = talks.run()

    assert talks.rules.replay(start, talks.state.history) == talks.state
    assert talks.record().rounds == record.rounds
    assert talks.record() == replace(record, offers=talks.offers)
    days = [line.date for line in talks.offers]
    assert days == sorted(days)


def test_substance_by_hand():
    """Deficit: 5 of 10 cut; relief: 4 of 8 points; found .2 more of 1 promised: (.5 + .5 + .2 + .6) / 4."""
    now, text, end = InForce(100, 0.12, 0.0), InForce(90, 0.04, 1.0), InForce(95, 0.08, 0.2)

    assert substance(text, end, now, bound=0.6) == pytest.approx(0.45)
    assert substance(text, now, now, bound=0.0) == 0.0
    assert substance(text, InForce(80, 0.0, 1.0), now, bound=1.0) == 1.0
    assert substance(now, end, now, bound=0.6) == 0.6  # nothing is promised but what is bound


def test_a_review_with_a_date_binds_nobody():
    world = scenario(NAME).world
    weights = dict.fromkeys(world.rules, 1.0)

    assert bound(world, outcome(world), weights) == 0.0
    assert bound(world, outcome(world, strategic="process", phasing="phased"), weights) == 0.0
    assert bound(world, outcome(world, strategic="full", reform="binding"), weights) == 2 / 8


def test_headlines_by_hand():
    world = scenario(NAME).world
    features = world.consequences(
        outcome(world, tariff="10 %", access="all", purchases="$15 bn", reform="binding", origin="strict")
    ).features

    assert headline_ratio(features) == pytest.approx(2.5 / 4.5)  # .5 + 1 + 1 of that and reform and origin
    assert isnan(headline_ratio(world.consequences(outcome(world)).features))


def test_without_a_deal_there_is_nothing_to_follow():
    stubborn = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}
    record = model("mini", 1, **FOLLOWED, **stubborn).run()

    assert record.agreement is None
    assert (record.aftermath.deal_class, list(record.aftermath.lines)) == ("none", [])
    assert isnan(record.aftermath.substance_index)


def test_a_headline_alone_is_a_framework():
    framework = {
        "type": "framework_then_detail",
        "headline": ["tariff", "access", "purchases"],
    }
    records = play(scenario(NAME, mechanism=framework, time__ticks=6, **FOLLOWED), range(6))
    found = {record.end_state: record.aftermath.deal_class for record in records}

    assert (found["framework_only"], found["signed"]) == ("framework", "substantive")
    assert found["ratification_failed"] == "framework"  # of the details: the headline stands
