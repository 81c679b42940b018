"""Every agent of every kind has an opinion of every outcome, and its reasons add up."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.agents.government import Government
from negsim.report.transcript import transcript
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, outcome, scenario

DEFAULT = model("quiet")
PLEDGED = model("quiet", seed=2)
for party in PLEDGED.parties.values():
    party.take_pressure({"exporters": 1.7, "fdi_exporters": 0.6})
    party.make_pledge(PLEDGED.view(party.name))
AGENTS: list[Any] = list(DEFAULT.agents)
KINDS = {type(agent).__name__ for agent in AGENTS}
ANY = st.integers(0, DEFAULT.space.n - 1)


def check(agent: Any, at: int) -> None:
    opinion = agent.opinion(at)
    gain = agent.utility_of(at) - agent.utility_of(None)

    assert abs(sum(value for _, value in opinion.terms) - opinion.gain) <= 1e-9
    assert abs(opinion.gain - gain) <= 1e-8  # tables of governments are rounded
    assert 0.0 <= opinion.support <= 1.0
    assert (opinion.support >= 0.5) == (opinion.gain >= 0)
    if not isinstance(agent, Government):  # whose terms have names of their own
        assert re.fullmatch(r"economic|access|political", opinion.terms[0][0].partition(": ")[0])
    sizes = [abs(value) for _, value in opinion.terms]
    assert sizes == sorted(sizes, reverse=True)
    assert agent.in_favour(at) in (True, False)


@settings(max_examples=30)
@given(ANY)
def test_reasons_add_up_to_the_gain(at):
    for agent in AGENTS:
        check(agent, at)


@given(ANY)
def test_reasons_of_governments_add_up_under_pressure_and_pledges(at):
    for government in PLEDGED.parties.values():
        check(government, at)


def test_opinions_of_every_kind_are_asked_for():
    assert {"USGovernment", "VietnamGovernment", "Exporter", "Firm", "InterestGroup"} == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_signing_what_holds_changes_nothing_but_certainty(kind):
    same = outcome(DEFAULT.world)
    for agent in AGENTS:
        if type(agent).__name__ == kind:
            moved = {name for name, value in agent.opinion(same).terms if abs(value) > 1e-9}
            assert all("certainty" in name for name in moved)


def test_every_agent_cares_about_at_least_three_things():
    talks = NegotiationModel(scenario("quiet"), 1, log=True)
    talks.run()
    agreement = talks.state.agreement

    assert agreement is not None
    for agent in talks.agents:
        assert len(agent.opinion(agreement).terms) >= 3


def test_a_replay_names_up_to_three_reasons_for_every_agent():
    talks = NegotiationModel(scenario("quiet"), 1, log=True)
    talks.run()
    lines = list(transcript(talks, every_agent=True))
    start = lines.index("What they make of the agreement:")
    verdicts = [re.fullmatch(r"    (.+): ([+-]\d+\.\d\d) \((.+)\)", line) for line in lines[start + 1 :]]

    assert all(verdicts)
    assert len(verdicts) == 95
    told = {verdict[1]: verdict[3].split(", ") for verdict in verdicts}
    assert len(told) == 95
    for agent in talks.agents:
        name = {"us": "United States", "vietnam": "Vietnam"}.get(agent.name, agent.name.replace("_", " "))
        moved = [value for _, value in agent.opinion(talks.state.agreement).terms[:3] if value]
        assert len(re.findall(r"[+-]\d+\.\d\d", ", ".join(told[name]))) == len(moved) >= 1
