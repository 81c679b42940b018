"""A leader changes the text: the agreement is an offer again, one level better for that side."""

import pytest

from negsim.bargaining.move import Accept, Offer, WorldEvent
from negsim.errors import ConfigError
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, outcome, scenario

OVERRIDE = {"type": "override", "party": "us", "chance": 1}
WAITING = {f"parties__{side}__strategy": "hardliner" for side in ("us", "vietnam")}


def at_the_table(**settings: object) -> NegotiationModel:
    """Return talks of people, so to say: nobody moves unless it is told."""
    talks = model("mini", events={"leader": {**OVERRIDE, **settings}}, **WAITING)
    talks.open_tick()
    return talks


def text(talks: NegotiationModel, tariff: str) -> int:
    return outcome(talks.world, tariff=tariff, access="all")


def test_what_was_agreed_is_an_offer_again_one_level_up():
    talks = at_the_table()
    talks.submit(Offer(text(talks, "15 %")))
    talks.submit(Accept())

    assert not talks.state.ended
    assert talks.state.standing == ("us", text(talks, "20 %"))
    assert talks.awaited is None  # the round is over: vietnam answers in the next
    assert [type(entry.move) for entry in talks.state.history] == [Offer, Accept, WorldEvent, Offer]
    assert talks.news == (
        "override: the leader of the US rejects what was agreed: tariff 20 % instead of 15 %",
    )
    assert talks.scenario.mechanism.mover(talks.state) == "vietnam"


@pytest.mark.parametrize(("in_force", "threatened", "asked"), [(0.1, 0.15, None), (0.2, 0.2, "20 %")])
def test_a_leader_asks_for_no_rate_that_nobody_could_put_in_force(in_force, threatened, asked):
    """After a strike 10 % are in force and 15 % can be threatened: who has 15 % has all there is to have."""
    talks = model(
        "mini",
        events={"leader": OVERRIDE},
        no_deal={"in_force": in_force, "threatened": threatened, "credibility": 0.3, "threatener": "us"},
        **WAITING,
    )
    talks.open_tick()
    talks.submit(Offer(text(talks, "15 %")))
    talks.submit(Accept())

    assert talks.state.ended is (asked is None)
    assert any("instead of 15 %" in line for line in talks.news) is (asked is not None)


def test_who_made_the_offer_loses_a_turn_if_its_leader_rewrites_it():
    """Vietnam accepts an offer of the US: the leader's text takes the place of the next answer."""
    talks = at_the_table()
    talks.submit(Offer(text(talks, "0 %")))
    talks.submit(Offer(text(talks, "15 %")))
    talks.close_tick()
    talks.open_tick()
    talks.submit(Accept())

    assert talks.state.standing == ("us", text(talks, "20 %"))
    assert (talks.state.round, talks.state.turn) == (2, 0)


def test_talks_go_on_after_it_and_replay():
    """Some agree on the leader's text, some on another; none on what the leader has rejected."""
    talks = scenario("mini", events={"leader": {**OVERRIDE, "chance": 0.5}})
    agreed = 0
    for seed in range(12):
        here = NegotiationModel(talks, seed)
        start = here.state
        record = here.run()
        entries = list(here.state.history)
        undone = [k for k, e in enumerate(entries) if getattr(e.move, "kind", "") == "override"]
        agreed += bool(undone) and record.end_state == "agreed"

        assert talks.mechanism.replay(start, entries) == here.state
        assert all(isinstance(entries[k - 1].move, Accept) for k in undone)
        assert all(entries[k + 1].party == "us" for k in undone)
    assert agreed > 1


def test_each_leader_has_its_own_luck_at_each_agreement():
    """Where one draw served all, only the first leader would ever reject, and would do so time after time."""
    leaders = {party: {**OVERRIDE, "party": party, "chance": 0.5} for party in ("us", "vietnam")}
    talks = scenario("mini", events=leaders, **WAITING)
    found = set()
    for seed in range(24):
        here = NegotiationModel(talks, seed)
        rejected = []
        for tariff in ("10 %", "15 %"):
            here.open_tick()
            here.submit(Offer(text(here, tariff)))
            here.submit(Accept())
            rejected.append("nobody" if here.state.ended else here.state.standing[0])
            if here.state.ended:
                break
            here.close_tick()
        found.add(tuple(rejected))

    assert found >= {("nobody",), ("us", "nobody"), ("vietnam", "nobody"), ("us", "us"), ("us", "vietnam")}


def test_who_cannot_have_more_signs():
    talks = at_the_table(issue="access")
    talks.submit(Offer(text(talks, "15 %")))
    talks.submit(Accept())

    assert talks.state.end_state == "agreed"


@pytest.mark.parametrize(("chance", "share"), [(0, 0), (0.5, 0.5)])
def test_it_comes_by_its_odds(chance, share):
    talks = scenario("mini", events={"leader": {**OVERRIDE, "chance": chance}}, **WAITING)
    found = 0
    for seed in range(80):
        here = NegotiationModel(talks, seed)
        here.open_tick()
        here.submit(Offer(text(here, "15 %")))
        here.submit(Accept())
        found += not here.state.ended

    assert found / 80 == pytest.approx(share, abs=0.15)


def test_at_the_last_minute_there_is_no_text():
    talks = model("mini", time__ticks=1, events={"leader": OVERRIDE}, **WAITING)
    talks.open_tick()
    talks.submit(Offer(text(talks, "15 %")))
    talks.submit(Accept())

    assert (talks.state.end_state, talks.state.agreement) == ("expired", None)


def test_what_a_framework_has_settled_stays():
    """The tariff is locked by the first acceptance: the leader may ask for another access, but no rate."""
    for issue, end in (("tariff", "signed"), ("access", None)):
        framework = {"type": "framework_then_detail", "headline": ["tariff"], "first": "vietnam"}
        leader = {**OVERRIDE, "issue": issue}
        talks = model("mini", mechanism=framework, events={"leader": leader}, **WAITING)
        talks.open_tick()
        text = Offer(outcome(talks.world, tariff="15 %", access="selective"))
        for move in (text, Accept(), text, Accept()):
            if talks.awaited is None:
                talks.close_tick()
                talks.open_tick()
            talks.submit(move)

        assert talks.state.end_state == end


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"party": "usa"}, r"events\.leader\.party: unknown party 'usa'"),
        ({"issue": "tarif"}, r"events\.leader\.issue: unknown issue 'tarif'\. Did you mean 'tariff'"),
    ],
)
def test_what_means_nothing_is_refused(settings, sentence):
    with pytest.raises(ConfigError, match=sentence):
        at_the_table(**settings)
