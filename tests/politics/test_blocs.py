"""The tables of political weights hold what the scenarios need."""

from math import isnan

import pytest

from negsim.agents.us_government import USGovernment
from negsim.agents.vietnam_government import VietnamGovernment
from negsim.politics.blocs import blocs, default_weights, ensemble, weight_table
from negsim.politics.ratification.acquiescence import Acquiescence
from negsim.politics.ratification.quorum import Quorum
from tests.scenarios import scenario


@pytest.mark.parametrize("cls", [USGovernment, VietnamGovernment])
def test_every_default_term_has_a_weight_inside_its_range(cls):
    weights = default_weights(cls.side)

    assert set(weights) == set(cls.default_terms())
    assert all(w.low <= w.value <= w.high for w in weights.values())
    assert {name: term["weight"] for name, term in cls.default_terms().items()} == {
        name: w.value for name, w in weights.items()
    }


def test_weights_are_those_that_were_set():
    us, vietnam = default_weights("us"), default_weights("vietnam")

    assert (us["deficit"].value, us["price"].value, us["precedent"].value) == (1.0, 1.25, 1.5)
    assert (vietnam["exports"].value, vietnam["jobs"].value, vietnam["certainty"].value) == (0.5, 0.5, 0.9)


def test_groups_and_factions():
    us, vietnam = blocs("us"), blocs("vietnam")

    assert [group.name for group in vietnam] == [
        "leadership_technocrats",
        "conservatives",
        "soe_farms",
        "fdi_exporters",
        "smes_labour",
    ]
    assert len(us) == 6
    assert [bloc.name for bloc in us if bloc.group == "voters"] == ["voters_base", "voters_swing"]
    assert all(isnan(bloc.threshold) for bloc in us)  # only the weighted sum counts in the United States
    assert [bloc.threshold for bloc in vietnam] == [0.3, -1.2, -0.9, 0.0, -0.1]
    assert us[0].cares_about["tariff"] == 1.0
    assert blocs("mars") == ()


def test_the_ensemble_starts_with_the_default():
    vectors = ensemble()

    assert len(vectors) == 24
    defaults = {key: weight.value for key, weight in weight_table().items()}
    assert {key: defaults[key] for key in vectors[0]} == vectors[0]
    assert set(defaults) - set(vectors[0]) >= {
        ("us", "term", "deficit"),  # units stay fixed
        ("vietnam", "term", "exports"),
    }
    assert {frozenset(vector) for vector in vectors} == {frozenset(vectors[0])}
    assert len({tuple(sorted(vector.items())) for vector in vectors}) == 24


def test_a_rule_alone_has_the_numbers_of_the_table():
    table = {key: weight.value for key, weight in weight_table().items()}

    assert Acquiescence() == Acquiescence(
        threshold=table["us", "acquiescence", "threshold"], slope=table["us", "acquiescence", "slope"]
    )
    assert Quorum() == Quorum(
        quorum=table["vietnam", "quorum", "quorum"], slope=table["vietnam", "quorum", "slope"]
    )


@pytest.mark.parametrize("number", range(24))
def test_a_scenario_ratifies_by_the_numbers_of_its_vector(number):
    talks, vector = scenario("quiet", weights=number), ensemble()[number]
    us, vietnam = (talks.parties[side].settings.ratification for side in ("us", "vietnam"))

    assert us.threshold == vector["us", "acquiescence", "threshold"]
    assert us.slope == vector["us", "acquiescence", "slope"]
    assert vietnam.quorum == vector["vietnam", "quorum", "quorum"]
    assert vietnam.slope == vector["vietnam", "quorum", "slope"]
    assert {bloc.name: bloc.threshold for bloc in talks.blocs("vietnam")} == {
        name: value for (_, kind, name), value in vector.items() if kind == "faction"
    }


def test_what_a_scenario_says_of_ratification_holds_over_its_vector():
    said = {
        "parties__vietnam__ratification": {"type": "quorum", "quorum": 0.9},
        "parties__us__ratification": {"type": "quorum"},
        "agents__vietnam_factions__members": {"soe_farms": {"threshold": -0.5}},
    }
    talks, vector = scenario("quiet", weights=5, **said), ensemble()[5]
    us, vietnam = (talks.parties[side].settings.ratification for side in ("us", "vietnam"))

    assert (vietnam.quorum, vietnam.slope) == (0.9, vector["vietnam", "quorum", "slope"])
    assert us == Quorum()  # not the rule that the table has numbers for
    assert {bloc.name: bloc.threshold for bloc in talks.blocs("vietnam")}["soe_farms"] == -0.5
