"""The tables of political weights hold what the scenarios need."""

from math import isnan

import pytest

from negsim.agents.us_government import USGovernment
from negsim.agents.vietnam_government import VietnamGovernment
from negsim.politics.blocs import blocs, default_weights, ensemble


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
    defaults = {
        (side, name): w.value for side in ("us", "vietnam") for name, w in default_weights(side).items()
    }
    assert {key: defaults[key] for key in vectors[0]} == vectors[0]
    assert set(defaults) - set(vectors[0]) >= {("us", "deficit"), ("vietnam", "exports")}  # units stay fixed
    assert {frozenset(vector) for vector in vectors} == {frozenset(vectors[0])}
    assert len({tuple(sorted(vector.items())) for vector in vectors}) == 24
