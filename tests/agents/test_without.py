"""`agents.X: null` removes a population: what then remains, and how many runs end otherwise."""

import pytest

from negsim.errors import ConfigError
from negsim.settings.paths import apply_settings
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import make_scenario
from tests.scenarios import SIDES, outcome, raw_scenario, removed, scenario

NAME = "us_vietnam_2025"
POPULATIONS = tuple(raw_scenario(NAME)["agents"])
GROUPS = {"us": "us_groups", "vietnam": "vietnam_factions"}
CLASSES = {
    "exporter": ("vietnam_exporters", "us_exporters"),
    "firm": ("firms",),
    "import_competing": ("us_industry", "vietnam_industry"),
    "interest_group": tuple(GROUPS.values()),
}
RUNS = 100


def without(*names: str, of: str = NAME):
    return scenario(of, **{f"agents__{name}": None for name in names})


@pytest.mark.parametrize("name", POPULATIONS)
def test_null_is_as_if_it_were_not_written(name):
    gone, absent = without(name), make_scenario(removed(raw_scenario(NAME), ("agents", name)), NAME)

    assert gone.agents == absent.agents
    assert name not in gone.resolved()["agents"]
    assert name in scenario(NAME).agents


def test_everybody_may_be_gone():
    talks = NegotiationModel(without(*POPULATIONS), 1)
    talks.run()

    assert list(talks.agents) == list(talks.parties.values())


@pytest.mark.parametrize("side", SIDES)
def test_where_no_groups_are_nobody_votes_or_lobbies(side):
    talks = NegotiationModel(without(GROUPS[side]), 1)
    party, at = talks.parties[side], outcome(talks.world, tariff="0 %", access="all")

    assert not party.home.matters
    assert party.home.vote(at, 0) == (True, [])
    assert not [name for name in party.mandate.tables.names if name.startswith("lobby")]
    talks.react(at)
    assert party.influence == {}
    assert talks.parties[next(other for other in SIDES if other != side)].home.matters


def test_a_group_without_members_keeps_its_index():
    talks = NegotiationModel(without("us_industry"), 1)
    home = talks.parties["us"].home
    row = [bloc.name for bloc in home.members].index("import_competing_unions")

    assert (home.blocs.gains[row] == home.blocs.index.gains[row]).all()


def test_who_is_not_there_cannot_be_removed():
    with pytest.raises(ConfigError) as caught:
        apply_settings(raw_scenario(NAME), ("agents.frims=null",))

    assert str(caught.value).startswith(
        "--set agents.frims: unknown agent 'frims'. Did you mean 'firms'? Known: "
    )


def test_settings_of_who_was_removed_are_refused():
    settings = ("agents.firms=null", "agents.firms.smes=3")
    with pytest.raises(ConfigError, match=r"agents\.firms: the key 'type' is missing"):
        make_scenario(apply_settings(raw_scenario(NAME), settings), "x")


def test_events_may_be_removed_too():
    assert "president" not in scenario(NAME, events__president=None).events


def test_parties_and_issues_may_not():
    for name in ("parties__us", "issues__tariff"):
        with pytest.raises(ConfigError, match="must be a mapping"):
            scenario(NAME, **{name: None})


def ends(talks):
    """Return deal, end state and date of the first runs."""
    model, found = NegotiationModel(talks), []
    for seed in range(RUNS):
        model.reset(seed)
        record = model.run()
        found.append((record.agreement, record.end_state, record.rounds))
    return found


@pytest.fixture(scope="module")
def usual():
    return {name: ends(scenario(name)) for name in (NAME, "historical")}


@pytest.mark.long
@pytest.mark.parametrize("kind", CLASSES)
def test_without_a_class_one_run_in_twenty_ends_otherwise(kind, usual):
    """In the default or the historical world; measured are 50 to 95 % in the default world."""
    shares = [
        sum(one != other for one, other in zip(ends(without(*CLASSES[kind], of=name)), known, strict=True))
        / RUNS
        for name, known in usual.items()
    ]

    assert max(shares) >= 0.05
