"""One model plays many runs: beginning again is beginning, and nothing is left of the run before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from negsim import registry
from negsim.agents.firm import Firm
from negsim.agents.law import Interests
from negsim.bargaining.move import Offer
from negsim.registry import register
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario, make_scenario
from tests.scenarios import changed, model, raw_scenario, scenario

SEEDS = (7, 3, 9, 1, 3, 0, 2**40, 5, 8, 7)
"""Shuffled, and two of them twice."""


def facts(talks: NegotiationModel) -> dict[str, Any]:
    """Return everything a run leaves, as plain comparable data."""
    interests = talks.population.interests
    return {
        "record": talks.record(),
        "moves": [(o.entry, o.entry.move, getattr(o.entry.move, "target", None)) for o in talks.offers],
        "columns": {f.name: getattr(interests, f.name).tolist() for f in fields(Interests)},
        "parties": [
            (p.belief, p.pledge, p.influence, p.standing, p.refreshes, p.utility.values().tobytes())
            for p in talks.parties.values()
        ],
        "home": [
            (p.home.moods.tolist(), p.home.error, p.home.shift, p.home.failures, p.home.revealed)
            for p in talks.parties.values()
        ],
        "known": talks.priors,
        "state": (talks.tick, talks.today, talks.cool_off, talks.running, talks.state),
        "sets": [str(talks.win_sets.admissible(name)) for name in talks.parties],
        "luck": (talks.random.random(), talks.rng.random()),
    }


EVENTS = {
    "rise": {"type": "tariff_in_force", "hazard": 0.1, "rate": 0.46},
    "ruling": {"type": "court", "window": [2, 20], "chance": 0.6, "lag": 2},
}


def fresh(talks: Scenario, seed: int) -> dict[str, Any]:
    once = NegotiationModel(talks, seed, log=True)
    once.run()
    return facts(once)


@pytest.mark.parametrize("name", ["quiet", "mini", "neutral"])
def test_beginning_again_is_beginning(name):
    talks = scenario(name)
    again = NegotiationModel(talks, 4, log=True)
    for seed in SEEDS:
        again.reset(seed, log=True)
        again.run()

        assert facts(again) == fresh(talks, seed)


def test_beginning_again_is_beginning_in_the_world_of_the_start():
    talks = scenario("quiet", events=EVENTS)
    again = NegotiationModel(talks, 4, log=True)
    worlds = set()
    for seed in SEEDS:
        again.reset(seed, log=True)
        assert again.world is talks.world
        again.run()
        worlds.add(again.world.rate_in_force)

        assert facts(again) == fresh(talks, seed)
    assert len(worlds) > 1


@pytest.mark.parametrize("until", [0, 1, 20])
def test_talks_may_be_left_in_the_middle(until):
    talks = scenario("quiet", parties__us__ratification__slope=2)
    again = NegotiationModel(talks, 4, log=True)
    for seed in (2, 6):
        for _ in range(until):
            again.step()
        again.reset(seed, log=True)
        again.run()

        assert facts(again) == fresh(talks, seed)


def test_moves_by_hand_are_forgotten():
    talks = model("quiet")
    talks.submit(Offer(77))
    talks.open_tick()
    talks.reset(5)

    assert talks.state.history == ()
    assert talks.offers == []
    assert talks.on_the_table is None
    assert not talks.population.interests.gain.any()
    assert [party.utility is party.initial for party in talks.parties.values()] == [True, True]


def test_reactions_of_one_run_are_not_those_of_the_next():
    """Reactions to an outcome are remembered within a run; firms have other sizes in the next."""
    talks = model("quiet", seed=1)
    first = talks.population.pressure(123)
    sizes = talks.population.interests.gain.copy()
    talks.reset(2)
    second = talks.population.pressure(123)

    assert first != second
    assert (sizes != talks.population.interests.gain).any()
    assert second == model("quiet", seed=2).population.pressure(123)


def test_what_is_remembered_is_what_would_be_computed():
    talks = model("quiet", seed=1)
    interests = talks.population.interests
    first = talks.population.pressure(5)
    gains = interests.gain.copy()
    other = talks.population.pressure(6000)
    again = talks.population.pressure(5)

    assert first == again != other
    assert (interests.gain == gains).all()


# who is there


def test_ninety_five_agents():
    talks = model("quiet")
    count = {kind.__name__: len(agents) for kind, agents in talks.agents_by_type.items()}
    firms = Counter(a.labels["kind"] for a in talks.population.agents if isinstance(a, Firm))

    assert count == {
        "USGovernment": 1,
        "VietnamGovernment": 1,
        "Exporter": 33,
        "Firm": 50,
        "InterestGroup": 10,
    }
    assert len(talks.agents) == 95
    assert firms == {"smes": 24, "fdi_exporters": 14, "importers": 8, "multinationals": 4}
    assert Counter(group.side for group in talks.groups) == {"us": 5, "vietnam": 5}
    assert len({agent.name for agent in talks.agents}) == 95


def test_a_new_run_makes_no_new_agents():
    talks = model("quiet")
    before = list(talks.agents)
    talks.reset(9)

    assert list(talks.agents) == before


# a user's own constituent


@pytest.fixture(scope="module")
def moody() -> Iterator[Scenario]:
    """A scenario whose firms react by a `step` of their own, with luck of their own."""

    @register("agent", "moody_firm")
    class MoodyFirm(Firm):
        """A firm that lobbies by mood."""

        def step(self) -> None:
            super().step()
            self.gain *= 1.0 + self.model.rng.random()

    firms = {"type": "moody_firm", "smes": 6, "fdi_exporters": 3, "importers": 2, "multinationals": 1}
    yield make_scenario(changed(raw_scenario(), ("agents", "firms"), firms), "moody.yaml")
    del registry._entries["agent", "moody_firm"]


def test_a_class_with_only_a_step_of_its_own_works(moody):
    talks = NegotiationModel(moody, 1, log=True)
    record = talks.run()
    own = [agent for agent in talks.population.agents if type(agent).__name__ == "MoodyFirm"]

    assert record.end_state in ("agreed", "expired", "ratification_failed", "walked_away")
    assert len(own) == 12
    assert talks.population.pressure(77) != talks.population.pressure(77)  # never taken from memory


def test_a_class_with_luck_of_its_own_begins_again_too(moody):
    again = NegotiationModel(moody, 4, log=True)
    for seed in (2, 9, 2):
        again.reset(seed, log=True)
        again.run()

        assert facts(again) == fresh(moody, seed)


def test_gains_of_a_slow_class_are_those_of_the_quick_one(moody):
    plain = make_scenario(changed(dict(moody.raw), ("agents", "firms", "type"), "firm"), "plain.yaml")
    gains = []
    for talks in (moody, plain):
        here = NegotiationModel(talks, 1)
        here.population.pressure(4321)
        gains.append(here.population.interests.gain.copy())
    firms = [agent.row for agent in here.population.agents if isinstance(agent, Firm)]
    louder = gains[0][firms] / gains[1][firms]

    assert ((louder >= 1.0) & (louder < 2.0)).all()
    assert (np.delete(gains[0], firms) == np.delete(gains[1], firms)).all()
