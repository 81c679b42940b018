"""Investment pledges: headlines count what is announced, budgets what is made."""

import numpy as np
import pytest

from negsim.errors import ConfigError
from negsim.politics.blocs import weight_table
from negsim.world import implementation
from negsim.world.issues.investment import Investment
from tests.scenarios import SIDES, model, outcome, scenario

TERMS = {
    "parties__us__terms__investment": {
        "type": "feature",
        "feature": "announced_investment",
        "scale": 100,
        "weight": 0.3,
    },
    "parties__vietnam__terms__investment": {
        "type": "feature",
        "feature": "realised_investment",
        "scale": 100,
        "exponent": 1.5,
        "sign": -1,
        "weight": 0.7,
    },
}
ISSUES = {"tariff": {"type": "tariff_rate"}, "investment": {"type": "investment", "realised": 0.25}}


def test_part_of_a_pledge_is_made():
    found = Investment(realised=0.25).features(np.arange(3))

    assert found["announced_investment"].tolist() == [0.0, 100.0, 350.0]
    assert found["realised_investment"].tolist() == [0.0, 25.0, 87.5]


def test_headlines_gain_what_is_announced_and_budgets_lose_what_is_made():
    talks = scenario("quiet", issues=ISSUES, agents={}, **TERMS)

    def worth(side, level):
        mandate = talks.mandate(side)
        at, row = outcome(talks.world, investment=level), mandate.tables.names.index("investment")
        return float(mandate.weights[row] * mandate.tables.at(at)[row])

    assert worth("us", "$350 bn invested") == pytest.approx(0.3 * 3.5)
    assert worth("vietnam", "$350 bn invested") == pytest.approx(-0.7 * 0.875**1.5)
    assert worth("us", "none") == worth("vietnam", "none") == 0.0


def test_a_pledge_is_a_concession_that_people_see():
    talks = scenario("quiet", issues=ISSUES)
    lopsided = [
        talks.world.consequences(outcome(talks.world, investment=level)).asymmetry
        for level in ("none", "$100 bn invested")
    ]

    assert lopsided[1] - lopsided[0] == pytest.approx(0.2)  # one of five concessions


def test_the_less_is_made_the_more_is_pledged():
    """Budgets pay only for what is made, so a pledge that is hardly kept is cheap."""
    ends = {}
    for realised in (0.1, 1.0):
        issues = ISSUES | {"investment": {"type": "investment", "realised": realised}}
        talks = scenario("quiet", issues=issues, **TERMS)
        ends[realised] = talks.world.space.describe(talks.bargain.nash)["investment"]

    assert ends == {0.1: "$350 bn invested", 1.0: "$100 bn invested"}


@pytest.mark.parametrize("levels", [(), (100.0, 50.0), (5.0, 5.0)])
def test_pledges_rise(levels):
    with pytest.raises(ConfigError, match="levels: must be ascending amounts"):
        Investment(levels)


def test_it_is_off_in_the_default_world():
    assert not model("quiet").world.outcomes[1]["announced_investment"].any()


@pytest.mark.parametrize("side", SIDES)
def test_its_terms_have_no_place_among_the_default_weights(side):
    assert (side, "term", "investment") not in weight_table()


def test_what_is_made_of_a_pledge_differs_between_runs():
    talks = scenario("mini", issues__pledge={"type": "investment"})
    world = talks.world
    large = outcome(world, pledge="$350 bn invested")
    shares = {implementation.realised(world, large, seed, 0.15)["pledge"] for seed in range(5)}

    assert len(shares) == 5
    assert implementation.realised(world, large, 1, 0.0) == {"pledge": 0.58}
    assert Investment().carried_out(0.3).features(np.array([1]))["realised_investment"] == pytest.approx(30.0)
