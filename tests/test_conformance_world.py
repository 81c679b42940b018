"""Every registered issue, term and agent keeps the contract of its kind; new plug-ins are tested unasked."""

import dataclasses
import inspect
from itertools import chain

import numpy as np
import pytest

from negsim.agents.contract import Constituent
from negsim.agents.government import Government
from negsim.agents.interest_group import InterestGroup
from negsim.agents.law import Interests
from negsim.bargaining.issue import Issue
from negsim.politics.blocs import blocs
from negsim.politics.mandate import valued, with_blocs
from negsim.registry import Entry
from negsim.settings.build import plain
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import make_scenario
from negsim.world.rule import IssueRule, TradeBase
from negsim.world.world import known_features
from tests.conforming import all_of, check_plain_plugin, check_within_limits, example
from tests.scenarios import changed, raw_scenario, scenario

WORLD = scenario("us_vietnam_2025").world
RAW = raw_scenario("mini")


@pytest.mark.parametrize("entry", [*all_of("issue"), *all_of("term"), *all_of("ratification")])
def test_is_a_plain_plugin(entry):
    check_plain_plugin(entry)


@pytest.mark.parametrize("entry", all_of("issue"))
def test_an_issue_describes_its_levels(entry):
    rule: IssueRule = example(entry)
    base = TradeBase(WORLD.data, WORLD.economy.policy_date, 0.20)
    issue = rule.issue("chosen_name", base)

    assert isinstance(issue, Issue)
    assert issue.name == "chosen_name"
    assert issue.size == len(rule.levels) == len(set(issue.labels))
    assert len(issue.numbers) in (0, issue.size)
    assert list(issue.numbers) == sorted(issue.numbers)
    assert issue.no_deal_level == rule.no_deal(base)
    assert 0 <= issue.no_deal_level < issue.size


@pytest.mark.parametrize("entry", all_of("issue"))
def test_an_issue_sets_the_features_it_promises_for_levels_of_any_shape(entry):
    rule: IssueRule = example(entry)
    level = np.zeros((1, len(rule.levels), 1), dtype=np.intp) + np.arange(len(rule.levels))[:, None]
    features = rule.features(level)

    assert set(features) == set(rule.provides) <= set(known_features())
    assert all(rule.provides.values()), "every feature needs its unit and meaning"
    for values in features.values():
        assert np.broadcast_shapes(values.shape, level.shape) == level.shape
        assert np.isfinite(values).all()


@pytest.mark.parametrize("entry", all_of("issue"))
def test_an_issue_can_be_negotiated_alone(entry):
    talks = make_scenario(changed(RAW, ("issues",), {"only": plain(example(entry))}), "x.yaml")
    record = NegotiationModel(talks, 1).run()

    assert record.space.shape == (len(example(entry).levels),)
    assert record.end_state in ("agreed", "expired", "walked_away")


@pytest.mark.parametrize("entry", all_of("issue"))
@pytest.mark.parametrize("levels", [1, None])
def test_an_issue_joins_any_other_issue(entry, levels):
    rule = dataclasses.replace(example(entry), levels=example(entry).levels[:levels])
    for other in all_of("issue"):
        pair = {"one": plain(rule), "other": plain(example(other.values[0]))}
        if entry.name != other.values[0].name:
            talks = make_scenario(changed(RAW, ("issues",), pair), "x.yaml")
            record = NegotiationModel(talks, 1).run()

            assert record.space.shape[0] == len(rule.levels)
            assert all(np.isfinite(result.utility) for result in record.parties.values())


@pytest.mark.parametrize("entry", all_of("term"))
def test_a_term_is_a_sum_over_outcomes(entry):
    entries = valued(example(entry), with_blocs(WORLD.outcomes[1], blocs("us")))

    assert entries
    for addend in chain.from_iterable(entries.values()):
        assert np.broadcast_shapes(addend.shape, WORLD.space.shape) == WORLD.space.shape
        assert np.isfinite(addend).all()


@pytest.mark.parametrize("entry", all_of("term"))
def test_a_term_values_having_no_deal_by_the_same_formula(entry):
    entries = valued(example(entry), with_blocs(WORLD.without_deal(0.20, 0.46)[1], blocs("us")))

    assert entries
    for addend in chain.from_iterable(entries.values()):
        assert np.broadcast_to(addend.ravel(), 2).shape == (2,)


@pytest.mark.parametrize("entry", all_of("term"))
@pytest.mark.parametrize("party", ["us", "vietnam"])
def test_a_term_can_be_all_a_government_wants(entry, party):
    defaults = scenario().parties[party].settings.terms
    terms = dict.fromkeys(defaults) | {"only": plain(example(entry))}
    talks = make_scenario(changed(RAW, ("parties", party, "terms"), terms), "x.yaml")
    model = NegotiationModel(talks, 1)
    government = model.parties[party]

    assert list(government.settings.terms) == ["only"]
    assert all(sum(government.parts(at).values()) == pytest.approx(government.initial.value(at), abs=2.0**-20)
               for at in range(model.space.n))  # fmt: skip


def settings_of(entry: Entry):
    return entry.factory.Settings


@pytest.mark.parametrize("entry", all_of("agent"))
def test_an_agent_declares_its_settings(entry):
    settings = settings_of(entry)

    assert entry.description.endswith(".")
    assert inspect.getdoc(settings)
    assert dataclasses.is_dataclass(settings)
    assert settings.__dataclass_params__.frozen
    for field in dataclasses.fields(settings):
        assert field.metadata.get("help"), f"setting '{field.name}' needs a line of help"
        if field.default is not dataclasses.MISSING:
            check_within_limits(entry.name, field, field.default)


CONSTITUENTS = [p for p in all_of("agent") if issubclass(p.values[0].factory, Constituent)]
GOVERNMENTS = [p for p in all_of("agent") if issubclass(p.values[0].factory, Government)]


GROUPS = [p for p in all_of("agent") if issubclass(p.values[0].factory, InterestGroup)]


def test_an_agent_negotiates_earns_or_votes():
    assert len(CONSTITUENTS) + len(GOVERNMENTS) + len(GROUPS) == len(all_of("agent"))


@pytest.mark.parametrize("entry", GROUPS)
@pytest.mark.parametrize("side", ["us", "vietnam"])
def test_groups_judge_every_outcome(entry, side):
    talks = make_scenario(changed(RAW, ("agents",), {"only": {"type": entry.name, "side": side}}), "x.yaml")
    model = NegotiationModel(talks, 1)
    model.run()

    assert model.population.agents == []
    assert {type(group) for group in model.groups} == {entry.factory}
    for group in model.groups:
        assert (group.side, bool(group.name), group.weight > 0) == (side, True, True)
        for at in range(model.space.n):
            opinion = group.opinion(at)
            assert opinion.gain == pytest.approx(group.utility_of(at) - group.utility_of(None), abs=1e-12)
            assert 0.0 < opinion.support < 1.0


@pytest.mark.parametrize("entry", all_of("ratification"))
def test_a_rule_ratifies_less_when_thresholds_rise(entry):
    rule = example(entry)
    gains = np.linspace(-2.0, 2.0, 60).reshape(3, 20)
    weights, thresholds = np.array([0.5, 0.3, 0.2]), np.array([0.0, -0.2, 0.1])
    before = rule.margins(gains, weights, thresholds)
    after = rule.margins(gains, weights, thresholds + 0.25)
    chance = np.random.Generator(np.random.PCG64(1))

    assert before.shape == (20,)
    assert after == pytest.approx(before - 0.25, abs=1e-12)
    assert rule.passes(50.0, chance)


@pytest.mark.parametrize("entry", all_of("ratification"))
@pytest.mark.parametrize("party", ["us", "vietnam"])
def test_a_rule_can_bind_either_side(entry, party):
    talks = make_scenario(changed(RAW, ("parties", party, "ratification"), entry.name), "x.yaml")

    assert type(talks.parties[party].settings.ratification) is entry.factory
    ends = ("agreed", "expired", "walked_away", "ratification_failed")
    assert NegotiationModel(talks, 1).run().end_state in ends


@pytest.mark.parametrize("entry", CONSTITUENTS)
def test_a_constituent_can_be_the_only_one(entry):
    talks = make_scenario(changed(RAW, ("agents",), {"only": entry.name}), "x.yaml")
    model = NegotiationModel(talks, 1)
    model.run()
    everybody = model.population.agents

    assert everybody
    assert {type(agent) for agent in everybody} == {entry.factory}
    assert all(agent.side in ("us", "vietnam") and agent.group and agent.name for agent in everybody)
    assert all(np.isfinite(agent.opinion(at).gain) for agent in everybody for at in (0, 53))
    assert all(agent.profit > 0 and 0 < agent.share <= 1 for agent in everybody)


@pytest.mark.parametrize("entry", CONSTITUENTS)
def test_a_constituent_s_numbers_are_columns(entry):
    settings, columns = settings_of(entry)(), {field.name for field in dataclasses.fields(Interests)}
    seats = entry.factory.seats(settings, WORLD)
    one, again = (entry.factory.draw("only", settings, WORLD, seed) for seed in (1, 1))

    assert {name for seat in seats for name in seat.numbers} | set(one) <= columns
    assert seats == entry.factory.seats(settings, WORLD)
    assert all((one[name] == again[name]).all() and one[name].shape == (len(seats),) for name in one)


@pytest.mark.parametrize("entry", GOVERNMENTS)
def test_a_government_takes_its_seat_with_terms_of_its_own(entry):
    cls = entry.factory
    party = scenario().parties[cls.side]

    assert party.cls is cls
    assert list(party.settings.terms) == list(cls.default_terms())
    assert all(term["weight"] > 0 for term in cls.default_terms().values())
