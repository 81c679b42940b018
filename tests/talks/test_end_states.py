"""How talks end where a framework comes first: signed, struck then signed, or what is left without it."""

import re
from pathlib import Path
from typing import Any

import pytest

import negsim
from negsim.bargaining.move import Accept, Offer, WalkAway, WorldEvent
from negsim.errors import ConfigError
from negsim.report.transcript import transcript
from negsim.settings import yaml_file
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, outcome, play, raw_scenario, scenario

RULES = {"type": "framework_then_detail", "headline": ["tariff"]}
GIVEN = {**RULES, "given": {"tariff": 0.20}}
LOWER = {**RULES, "given": {"tariff": 0.15}}
QUICK = {f"parties__{side}__strategy": "conceder" for side in ("us", "vietnam")}
WAITING = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}
STRUCK = {"type": "court", "window": [0, 0], "chance": 1, "fallback": 0.1}


def at_the_table(mechanism: dict[str, Any] = GIVEN, **settings: Any) -> NegotiationModel:
    """Return talks of people, so to say, on their first day: nobody moves unless it is told."""
    talks = model("mini", mechanism=mechanism, **{**WAITING, **settings})
    talks.open_tick()
    return talks


def agree(talks: NegotiationModel) -> None:
    """Let both agree on what ratification lets pass."""
    text = Offer(outcome(talks.world, tariff="20 %", access="all"))
    for move in (text, Accept()):
        talks.submit(move)


@pytest.mark.parametrize(("events", "end"), [({}, "signed"), ({"court": STRUCK}, "struck_then_signed")])
def test_what_passes_at_home_is_signed(events, end):
    free = {f"parties__{side}__ratification": "automatic" for side in ("us", "vietnam")}
    talks = at_the_table(events=events, **free)
    agree(talks)
    record = talks.record()

    assert (record.end_state, record.agreement is not None) == (end, True)
    assert talks.course.conditions.struck is (end != "signed")
    assert record.offers[-1].entry.move.kind == end


def test_other_rules_call_it_agreed():
    free = {f"parties__{side}__ratification": "automatic" for side in ("us", "vietnam")}
    talks = at_the_table({"type": "alternating_offers"}, events={"court": STRUCK}, **free)
    agree(talks)

    assert talks.record().end_state == "agreed"
    assert talks.record().framework is None


def test_a_signature_refused_at_home_is_what_talks_are_called_by():
    never = {"parties__us__ratification": {"type": "acquiescence", "threshold": 1000}}
    talks = at_the_table(time__ticks=4, **never)
    agree(talks)
    assert talks.failures == 1
    while talks.running:
        talks.close_tick()
        talks.open_tick() if talks.running else None
        while talks.running and talks.awaited is not None:
            talks.submit(Offer(outcome(talks.world, tariff="20 %")))

    assert talks.state.end_state == "framework_only"
    assert talks.record().end_state == "ratification_failed"


def test_who_walks_away_leaves_the_text_too():
    talks = at_the_table()
    talks.submit(WalkAway())

    assert talks.record().end_state == "walked_away"
    assert str(talks.record().framework) == "tariff 20 %"


def test_a_given_text_is_news_of_the_day_before():
    talks = at_the_table()
    (first, *_) = talks.offers
    record = talks.record()

    assert first.entry.move == WorldEvent("framework", "a framework stands: tariff 20 %")
    assert (first.entry.round + 1, first.date) == (0, "2025-10-26")
    assert record.framework is not None
    assert (record.framework.round, record.framework.date) == (0, "2025-10-26")
    assert talks.news == ("framework: a framework stands: tariff 20 %",)
    assert record.end_state == "framework_only"
    assert "Before round 1, 26 October 2025. A framework stands: tariff 20 %." in list(transcript(talks))


@pytest.mark.parametrize("mechanism", [RULES, LOWER, {**LOWER, "binding": False}])
def test_they_replay(mechanism):
    talks = scenario("mini", mechanism=mechanism, events={"court": {**STRUCK, "window": [0, 20]}}, **QUICK)
    ends = set()
    for seed in range(8):
        here = NegotiationModel(talks, seed)
        start = here.state
        ends.add(here.run().end_state)

        assert talks.mechanism.replay(start, here.state.history) == here.state
    assert ends & {"signed", "struck_then_signed"}


def test_only_rules_that_know_a_framework_have_its_columns(tmp_path):
    plain = negsim.run("mini", replications=1, out=tmp_path).runs
    talks = {"scenario": raw_scenario("mini") | {"name": "mixed"}, "replications": 6}
    factors = {"mechanism": [{"type": "alternating_offers"}, RULES, GIVEN]}
    path = tmp_path / "mixed.yaml"
    path.write_text(yaml_file.dump({**talks, "name": "mixed", "factors": factors}))
    mixed = negsim.run(
        str(path), settings={k.replace("__", "."): v for k, v in QUICK.items()}, out=tmp_path
    ).runs
    columns = ["framework", "framework_round", "framework_date"]

    assert not set(columns) & set(plain.columns)
    none, announced, given = (group for _, group in mixed.groupby("point_id"))
    assert none[columns].isna().all().all()
    assert set(given["framework"]) == {"tariff 20 %"}
    assert set(given["framework_round"]) == {0}
    assert set(given["framework_date"]) == {"2025-10-26"}
    found = announced.dropna(subset=["framework"])
    assert len(found)
    assert (found["framework_round"] > 0).all()
    assert (found["framework_date"] <= found["date"]).all()
    assert given["agreed"].eq(given["end_state"].isin(["signed", "struck_then_signed"])).all()


def test_the_text_of_the_page_can_be_played():
    page = (Path(__file__).parents[2] / "docs/explanation/handshake.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    talks = scenario("us_vietnam_2025", **yaml_file.parse(text, "handshake.md"))
    record = play(talks, [0])[0]

    assert (str(record.framework), record.framework.date) == ("tariff 20 %, access all", "2025-10-26")


def test_a_text_with_a_level_that_is_none_is_refused():
    with pytest.raises(ConfigError, match=r"mechanism\.given\.tariff: unknown level of issue 'tariff' 0\.21"):
        scenario("mini", mechanism={**RULES, "given": {"tariff": 0.21}})
    with pytest.raises(ConfigError, match=r"mechanism\.given: unknown issue of the headline 'tarif'"):
        scenario("mini", mechanism={**RULES, "given": {"tarif": 0.20}})


def test_a_text_that_binds_leaves_nothing_else_to_offer():
    binds, stands = (at_the_table({**GIVEN, "binding": binding}) for binding in (True, False))

    assert binds.view("us").permitted.sum() * 6 == stands.space.n
    assert stands.view("us").permitted is None
