"""The tables of political weights hold what the scenarios need."""

import pytest

from negsim.agents.us_government import USGovernment
from negsim.agents.vietnam_government import VietnamGovernment
from negsim.politics.tables import blocs, default_weights


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
    assert {group.threshold for group in us} == {0.3}
    assert us[0].cares_about["tariff"] == 1.0
    assert blocs("mars") == ()
