"""A class in the Mesa model, without the classroom: same moves, same state; same seeds, same talks."""

from dataclasses import replace

import numpy as np
import pytest

from negsim.bargaining.strategy import Strategy
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group, Player, make_players
from negsim.rng import derive_seed
from negsim.settings.build import build
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario
from tests.classroom.classes import until
from tests.classroom.replay import WatchedGroup, replay

HERE = Place("test")


def random_group(scenario, seed):
    """Return a group in which two people made random moves to some end."""
    chance = np.random.default_rng(seed)
    players = {"us": Player("a"), "vietnam": Player("b")}
    group = WatchedGroup(1, scenario, seed, players)
    group.take(Event("phase_started", 0.0, payload={"phase": "talks", "minutes": None}))
    while not group.over:
        luck = chance.random()
        if group.model.on_the_table is not None and luck < 0.12:
            group.take(Event("accepted", 1.0, "person", 1))
        elif luck > 0.985:
            group.take(Event("walked_away", 1.0, "person", 1))
        else:
            outcome = int(chance.integers(group.model.space.n))
            group.take(Event("offered", 1.0, "person", 1, None, {"outcome": outcome}))
    return group


@pytest.mark.long
@pytest.mark.parametrize(("name", "games"), [("mini", 70), ("us_vietnam_2025", 30)])
def test_a_hundred_random_games_replay_to_the_same_state(name, games):
    scenario = load_scenario(name)
    ends = set()
    for seed in range(games):
        group = random_group(scenario, seed)
        model = replay(scenario, group)

        assert model.state == group.model.state
        assert model.tick == group.model.tick
        assert repr(model.offers) == repr(group.model.offers)
        assert model.record().parties == group.model.record().parties
        ends.add(model.record().end_state)

    assert {"agreed", "signed"} & ends
    assert "walked_away" in ends


def test_games_that_break_down_replay_to_the_same_state():
    scenario = load_scenario("mini", ("mechanism.breakdown=0.3",))
    ends = []
    for seed in range(12):
        group = random_group(scenario, seed)
        assert replay(scenario, group).state == group.model.state
        ends.append(group.ending)
        if group.ending == "broken_down":
            assert group.history[-1].detail == "the talks break down over a refused offer"

    assert ends.count("broken_down") > 5


@pytest.mark.parametrize(
    ("us", "vietnam"),
    [
        ("boulware", "conceder"),
        ("micro", "tit_for_tat"),
        ("logroll", "linear"),
        ("random_walker", "nash_seeking"),
    ],
)
@pytest.mark.parametrize("name", ["mini", "us_vietnam_2025"])
def test_computers_in_the_room_bargain_as_in_the_headless_model(make_class, name, us, vietnam):
    class_ = make_class(scenario=name, computers={"us": us, "vietnam": vietnam}, computer_groups=2)
    class_.do("advance")
    class_.do("advance")
    class_.closed()
    scenario = load_scenario(name)
    for group in class_.state.groups.values():
        parties = {
            side: replace(
                spec,
                settings=replace(
                    spec.settings, strategy=build(Strategy, {"us": us, "vietnam": vietnam}[side], HERE)
                ),
            )
            for side, spec in scenario.parties.items()
        }
        model = NegotiationModel(replace(scenario, parties=parties), group.seed, log=True)
        record = model.run()

        assert model.state == group.model.state
        assert record.parties == group.model.record().parties
        assert record.end_state == group.model.record().end_state


STRATEGIES = ("boulware", "conceder", "logroll", {"bidding": "linear", "opponent_model": "smith"})


def test_games_with_take_over_and_take_back_replay_to_the_same_state():
    scenario = load_scenario("us_vietnam_2025")
    pledges = 0
    for seed in range(12):
        group = changing_group(scenario, seed)
        model = replay(scenario, group)

        assert model.state.history == group.model.state.history
        assert model.state == group.model.state
        assert model.tick == group.model.tick
        assert model.record().parties == group.model.record().parties
        for side, party in model.parties.items():
            assert party.pledge == group.model.parties[side].pledge
            assert party.utility_of(0) == group.model.parties[side].utility_of(0)
        pledges += sum(line.kind == "pledge" for line in group.history)

    assert pledges > 5


def changing_group(scenario, seed):
    """Return a group in which computers take seats and people take them back, before and during the talks."""
    chance = np.random.default_rng(seed)
    group = WatchedGroup(1, scenario, seed, {"us": Player("a"), "vietnam": Player("b", "conceder")})

    def sit(side, raw):
        seat = {"party": side, "seat": group.players[side].seat, "computer": raw}
        group.take(Event("seat_replaced", 1.0, "instructor", 1, payload=seat))

    if seed % 2:
        sit("us", "boulware")
        sit("vietnam", None)
    group.take(Event("phase_started", 1.0, payload={"phase": "talks", "minutes": None}))
    while not group.over and len(group.history) < 30:
        if chance.random() < 0.4:
            sit(
                str(chance.choice(["us", "vietnam"])),
                (None, *STRATEGIES)[chance.integers(1 + len(STRATEGIES))],
            )
        outcome = int(chance.integers(group.model.space.n))
        group.take(Event("offered", 2.0, "person", 1, None, {"outcome": outcome}))
    if not group.over:
        group.take(Event("phase_started", 3.0, "clock", payload={"phase": "closed"}))
    sit("us", None)
    return group


def test_a_group_that_never_began_replays_to_nothing():
    scenario = load_scenario("mini")
    group = WatchedGroup(1, scenario, 1, {"us": Player("a"), "vietnam": Player("b")})
    group.take(Event("phase_started", 1.0, payload={"phase": "brief", "minutes": None}))
    group.take(Event("phase_started", 2.0, payload={"phase": "closed", "minutes": None}))

    assert replay(scenario, group).state == group.model.state


@pytest.mark.parametrize("students", [1, 2, 5, 8])
def test_a_group_s_seed_does_not_depend_on_how_many_students_there_are(make_class, students):
    class_ = make_class(seed=5)
    class_.start(*(f"Student {number}" for number in range(students)))
    class_.join("Late")
    class_.do("admit")

    for number, group in class_.state.groups.items():
        assert group.seed == derive_seed(5, "group", number)


def test_a_new_group_changes_no_other_group_s_luck(make_class):
    one, two = make_class(seed=5, computer_groups=1), make_class(seed=5, computer_groups=3)
    for class_ in (one, two):
        class_.do("advance")
        class_.do("advance")
        class_.closed()

    assert one.state.groups[1].model.state == two.state.groups[1].model.state
    assert two.state.groups[1].seed != two.state.groups[2].seed


def test_the_scenario_s_own_strategy_sits_where_nothing_else_is_asked_for():
    scenario = load_scenario("mini")
    group = Group(1, scenario, 1, make_players({"us": None, "vietnam": "seat"}, {}))

    assert group.strategy("us") == scenario.parties["us"].settings.strategy
    assert group.strategy("vietnam") is None


def test_a_computer_that_takes_over_learns_from_the_transcript(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    vietnam.offer(0, 0, 0)
    us.offer(4, 2, 2)
    vietnam.offer(1, 0, 0)
    class_.seat("computer", group=1, side="us", strategy="{bidding: logroll, opponent_model: smith}")
    until(lambda: len(class_.state.groups[1].history) == 4)
    line = class_.state.groups[1].history[-1]

    assert (line.by, line.party) == ("computer", "us")
    assert class_.state.groups[1].model.parties["us"].estimate is not None
