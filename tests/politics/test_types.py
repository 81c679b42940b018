"""Types of a party: data with ranges, weights that follow, and the one that is true."""

import pytest

from negsim.errors import ConfigError
from negsim.files import packaged_rows
from negsim.politics.blocs import default_weights
from negsim.politics.types import types_of
from negsim.talks.solution import solve
from tests.scenarios import model, play, scenario

ROWS = packaged_rows("politics", "types")
LEARNS = {"parties__vietnam__strategy__opponent_model": "types"}


def test_every_row_is_an_assumption_within_its_range_about_a_term_that_there_is():
    for row in ROWS:
        assert row["status"] == "assumption"
        assert float(row["low"]) <= float(row["factor"]) <= float(row["high"])
        assert row["term"] in default_weights(row["party"])
    assert sum(kind.prior for kind in types_of("us").values()) == 1.0
    assert types_of("vietnam") == {}


def test_a_true_type_weighs_its_terms_more():
    usual, hawk = (
        scenario("quiet", parties__us__true_type=kind).mandate("us") for kind in (None, "deficit_hawk")
    )
    ratios = dict(zip(usual.tables.names, hawk.weights / usual.weights, strict=True))

    assert {name for name, ratio in ratios.items() if ratio != 1} == {"deficit", "headline"}
    assert ratios["deficit"] == ratios["headline"] == pytest.approx(1.2)
    assert scenario("quiet").mandate("us").weights.tolist() == usual.weights.tolist()


@pytest.mark.parametrize("kind", [None, *types_of("us")])
def test_others_know_all_types_whichever_is_true(kind):
    known = model("quiet", parties__us__true_type=kind).parties["us"].public_terms.types
    usual = scenario("quiet").mandate("us")

    assert [each.name for each in known] == ["deficit_hawk", "access_seeker", "strategist"]
    for each in known:
        factors = types_of("us")[each.name].factors
        wanted = [factors.get(name.partition(": ")[0], 1.0) for name in usual.tables.names]
        assert each.weights == pytest.approx(usual.weights * wanted)


def test_executing_the_threat_costs_every_type():
    for kind in types_of("us"):
        mandate = scenario("quiet", parties__us__true_type=kind).mandate("us")
        now, threatened = mandate.without_deal(mandate.weights)
        assert threatened < now


def test_a_strategist_is_found_out_and_a_hawk_taken_for_an_access_seeker():
    """Origin rules and cooperation tell; what a hawk asks for is what an access seeker asks for too."""
    found = {}
    for kind in types_of("us"):
        runs = play(scenario("quiet", parties__us__true_type=kind, **LEARNS), range(12))
        found[kind] = sum(run.types["us"][kind] for run in runs) / len(runs)
        assert all(run.types["vietnam"] == {} for run in runs)

    assert found["strategist"] > 0.9
    assert found["deficit_hawk"] < 0.5


def test_a_strategist_is_found_out_from_a_wrong_prior_too():
    prior = {"deficit_hawk": 0.98, "access_seeker": 0.01, "strategist": 0.01}
    learns = {"parties__vietnam__strategy__opponent_model": {"type": "types", "prior": prior}}
    runs = play(scenario("quiet", parties__us__true_type="strategist", **learns), range(12))

    assert sum(run.types["us"]["strategist"] for run in runs) / len(runs) > 0.5


def test_the_bargain_is_that_of_the_true_type():
    nash = [
        solve(scenario("quiet", parties__us__true_type=kind)).bargain.nash for kind in (None, "strategist")
    ]
    assert nash[0] != nash[1]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"parties__us__true_type": "hawk"}, r"us.true_type: must be one of deficit_hawk, .* got 'hawk'"),
        ({"parties__vietnam__true_type": "strategist"}, r"vietnam.true_type: unknown type 'strategist'"),
        (
            {"parties__us__strategy__opponent_model": {"type": "types", "prior": {"strategist": 1}}},
            r"us.strategy.opponent_model.*prior: unknown type 'strategist'",
        ),
    ],
)
def test_types_that_nobody_speaks_of_are_refused(settings, sentence):
    with pytest.raises(ConfigError, match=sentence):
        scenario("quiet", **settings)
