"""Events in whole talks: dated, by their own luck, in the transcript, and nowhere where there are none."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining.move import Offer, WorldEvent
from negsim.bargaining.strategies.coherence import news_since_own_offer
from negsim.registry import lookup, names, register
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import make_scenario, varied
from negsim.world.event import Happening, Now, OneDay
from negsim.world.events.tariff_in_force import TariffInForce
from negsim.world.memory import Memory
from tests.scenarios import SIDES, changed, model, play, raw_scenario, scenario
from tests.world.events.days import at_tick

RULING = {"type": "court", "window": [2, 20], "chance": 0.6, "odds": {"us": 0.4}, "lag": 1}
RISE = {"type": "tariff_in_force", "hazard": 0.08, "rate": 0.46}
SEEDS = range(8)


def events_of(talks: NegotiationModel, kind: str) -> list[tuple[int, str]]:
    """Return (round, line) of the events of a kind in a transcript."""
    moves = [(entry.round, entry.move) for entry in talks.state.history]
    return [(round_, m.detail) for round_, m in moves if isinstance(m, WorldEvent) and m.kind == kind]


def test_one_more_event_changes_nobody_elses_luck():
    """Not that of another event, of beliefs and moods, or of the strategies."""
    alone = scenario("quiet", events={"ruling": RULING})
    beside = scenario("quiet", events={"rise": RISE, "ruling": RULING})
    before = 0
    for seed in SEEDS:
        one, two = _played(alone, seed), _played(beside, seed)
        day = next((round_ for round_, _ in events_of(two, "tariff_in_force")), 35)
        same = [entry for entry in two.state.history if entry.round < day]
        before += len(same)

        assert same == list(one.state.history[: len(same)])
        assert [o for _, (k, _, o) in _planned(one)] == [o for _, (k, _, o) in _planned(two) if k == "court"]
    assert before > 100


def test_each_name_has_its_own_luck():
    twins = scenario("quiet", events={"one": {**RISE, "news": "1"}, "two": {**RISE, "news": "2"}})
    days = [dict(events_of(_played(twins, seed), "tariff_in_force")) for seed in range(20)]

    assert any(len(found) == 2 for found in days)


def _played(talks, seed):
    here = NegotiationModel(talks, seed)
    here.run()
    return here


def _planned(talks):
    return [(tick, due) for tick, dues in sorted(talks.course._due.items()) for due in dues]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_transcript_with_events_replays_to_the_same_state(seed):
    talks = model("quiet", seed=seed, events={"ruling": RULING, "rise": RISE})
    mechanism, start = talks.scenario.mechanism, talks.state
    talks.run()

    assert mechanism.replay(start, talks.state.history) == talks.state


def test_within_a_tick_the_order_is_that_of_the_scenario():
    rates = {"first": 0.46, "last": 0.1}
    events = {name: {"type": "tariff_in_force", "at": 2, "rate": rate} for name, rate in rates.items()}
    talks = at_tick(model("mini", events=events), 2)

    assert talks.world.rate_in_force == 0.1
    assert [line.split("%")[0] for _, line in events_of(talks, "tariff_in_force")] == [
        "a reciprocal rate of 46 ",
        "a reciprocal rate of 10 ",
    ]


def test_an_event_is_news_to_those_who_have_made_an_offer():
    talks = at_tick(model("mini", events={"rise": {**RISE, "hazard": 0, "at": 2}}), 2)
    views = [talks.view(name) for name in talks.parties]

    assert all(view.sent for view in views)
    assert all(news_since_own_offer(view) for view in views)
    assert all(view.news[-1].startswith("tariff_in_force: ") for view in views)


def test_what_concessions_count_from_is_found_in_the_new_world():
    """Utilities of two worlds do not compare: the best of the old one is no anchor in the new one."""
    silent = {"pledge_probability": 0, "leak_probability": 0}
    politics = {f"parties__{side}__politics": silent for side in SIDES}
    talks = model("quiet", events={"rise": {**RISE, "hazard": 0, "at": 3}}, **politics)
    for _ in range(3):
        talks.step()
    demands = talks.course.demands()
    talks.open_tick()

    for name, party in talks.parties.items():
        best = party.utility.best_within(talks.win_sets.admissible(name))
        carried = demands[name].carried_over(party.utility, party.no_deal_now)
        assert talks.anchors[name] == min(best, carried)


@pytest.mark.parametrize(("world", "rate", "who"), [("historical", 0.2, "vietnam"), ("quiet", 0.1, "us")])
def test_who_has_less_without_a_deal_does_not_take_back_what_it_gave(world, rate, who):
    """A higher rate in force is worse for Vietnam, a lower one for the US: neither may ask for more then."""
    events, met = {"turn": {**RISE, "hazard": 0, "at": 14, "rate": rate}}, 0
    for seed in range(12):
        here = NegotiationModel(scenario(world, events=events), seed)
        while here.running and here.tick < 14:
            here.step()
        if not here.running:
            continue
        party, before = here.parties[who], here.course.demands()[who]
        aim = party.settings.strategy.bidding.target(here.view(who))
        here.open_tick()
        offer = party.utility.value(before.offer)

        assert offer - party.no_deal_now > before.worth - before.no_deal
        if aim <= before.worth:
            met += 1
            assert party.settings.strategy.bidding.target(here.view(who)) <= offer
    assert met > 5


def test_an_estimate_follows_the_terms_into_the_new_world():
    talks = at_tick(model("quiet", events={"rise": {**RISE, "hazard": 0, "at": 3}}), 3)
    for name, party in talks.parties.items():
        view = talks.view(name)
        estimate = party.estimate
        other = next(p for n, p in talks.parties.items() if n != name)
        memory = estimate.memory
        renewed = party.settings.strategy.opponent_model.renew(estimate, view)

        assert estimate.utility.values().tolist() == renewed.utility.values().tolist()
        assert len(memory.seen) > 0
        assert estimate.utility.space is other.public_terms.tables.space


def test_moves_are_judged_in_the_world_of_their_day():
    talks = model("quiet", events={"rise": {**RISE, "hazard": 0, "at": 3}})
    here = at_tick(talks, 3)
    before = [record.ratifiable for record in here.offers]
    homes = {name: party.home for name, party in here.parties.items()}
    offer = next(k.outcome for k in here.offers.kept if isinstance(k.entry.move, Offer))
    here.submit(Offer(offer))

    assert [record.ratifiable for record in here.offers][: len(before)] == before
    assert here.offers[-1].ratifiable == {name: home.margin(offer) >= 0 for name, home in homes.items()}


def test_no_deal_is_compared_over_time_in_the_table_of_the_start():
    """Three weeks end without a deal at 46 %: in the table at the start that is the old threat come true."""
    stubborn = {f"parties__{side}__strategy": "hardliner" for side in SIDES}
    events = {"rise": {**RISE, "hazard": 0, "at": 1}}
    record = model("quiet", time__ticks=3, events=events, **stubborn).run()
    for name in record.parties:
        mandate = scenario("quiet").mandate(name)
        now, threatened = mandate.without_deal(mandate.weights)

        assert record.agreement is None
        assert record.parties[name].initial_utility == pytest.approx(threatened, rel=1e-12)
        assert record.parties[name].initial_utility != pytest.approx(now, abs=0.1)


def test_a_world_that_was_forgotten_is_not_taken_for_another():
    """The second run begins in a world of which the memory has lost sight; a threat does not change it."""
    events = {"up": {"type": "threat", "at": 2, "rate": 0.6}, "rise": {**RISE, "hazard": 0, "at": 6}}
    raw = changed(raw_scenario("mini"), ("events",), events)
    talks = NegotiationModel(make_scenario(raw, "test", worlds=Memory(1)))
    at_tick(talks, 6)
    assert talks.world is not talks.course.reference
    talks.reset(0)
    at_tick(talks, 2)

    assert talks.course.conditions.threatened == 0.6
    assert talks.world is talks.course.reference


def test_no_run_notices_how_many_worlds_are_remembered():
    events = {
        "up": {"type": "threat", "at": 4, "rate": 0.6},
        "rise": {**RISE, "hazard": 0.2},
        "ruling": RULING,
        "back": {"type": "tariff_in_force", "at": 25, "rate": 0.2},
    }
    raw = changed(raw_scenario(), ("events",), events)
    roomy, narrow = (make_scenario(raw, "test", worlds=Memory(size)) for size in (16, 1))

    assert play(roomy, SEEDS) == play(narrow, SEEDS)


def test_resolved_scenarios_make_the_same_talks():
    talks = scenario("quiet", events={"ruling": RULING, "rise": RISE})
    again = make_scenario(talks.resolved(), "again")

    assert again.events == talks.events
    assert play(again, SEEDS) == play(talks, SEEDS)


def test_a_setting_of_an_event_is_a_factor_like_any_other():
    base = scenario("quiet", events={"ruling": RULING})
    sure = varied(base, [("events.ruling.odds.us", 1.0), ("events.ruling.chance", 1.0)], "a sweep")

    assert sure.events["ruling"].odds["us"] == sure.events["ruling"].chance == 1.0
    assert sure.parties is base.parties
    assert sure.bargain.no_deal["us"] != base.bargain.no_deal["us"]


@pytest.fixture
def quiet(own_registry: None) -> str:
    """An event of one's own that is nothing but news."""

    @register("event", "quiet")
    @dataclass(frozen=True, kw_only=True)
    class Quiet(OneDay):
        """Somebody says something."""

        def happen(self, occasion, now: Now) -> Happening:
            return Happening(f"{now.conditions.in_force:.0%} is in force, somebody says")

    return "quiet"


def test_news_alone_begins_no_round_and_moves_no_world(quiet):
    talks = at_tick(model("mini", events={"word": {"type": quiet, "at": 0}}), 0)

    assert talks.state.rounds_begun == 0
    assert talks.world is talks.scenario.world
    assert talks.news == ("quiet: 20% is in force, somebody says",)


@dataclass(frozen=True)
class Luck:
    """What a random scenario is made of: kinds of events with their hazard, and a seed."""

    kinds: tuple[str, ...]
    hazard: float
    seed: int


def some_events(luck: Luck) -> dict[str, Any]:
    """Return events of some kinds, by hazard where they can be, at different times where they cannot."""
    found = {}
    for number, kind in enumerate(luck.kinds):
        cls: Any = lookup("event", kind).factory
        settings = {**getattr(cls, "example", {})}
        if issubclass(cls, OneDay):
            settings |= {"at": None, "hazard": luck.hazard}
        elif "at" in settings:
            settings["at"] = number
        found[f"{kind}_{number}"] = {"type": kind, **settings}
    return found


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        Luck,
        st.lists(st.sampled_from(names("event")), unique=True, max_size=6).map(tuple),
        st.sampled_from([0.05, 0.3, 1.0]),
        st.integers(0, 2**32),
    )
)
def test_random_worlds_replay_and_begin_again(luck):
    """Whatever happens, the transcript replays, and a second run of one model is a first of another."""
    talks = scenario("mini", events=some_events(luck))
    first, again = NegotiationModel(talks, luck.seed, log=True), NegotiationModel(talks, 0, log=True)
    start = first.state
    record = first.run()
    again.run()
    again.reset(luck.seed, log=True)

    assert talks.mechanism.replay(start, first.state.history) == first.state
    assert again.run() == record
    assert again.state.history == first.state.history
    assert again.course.conditions == first.course.conditions


def test_an_event_is_a_value():
    assert TariffInForce(at=3) == TariffInForce(at=3, rate=0.2)
    assert hash(TariffInForce(at=3)) == hash(TariffInForce(at=3))
