"""Solving the bargain before anybody bargains: by hand where it is small."""

import json
from functools import cache

import numpy as np
import pytest

from negsim.errors import DomainError
from negsim.talks.model import NegotiationModel
from negsim.talks.solution import Solution, solve
from tests.scenarios import SIDES, raw_scenario, scenario

NAME = "quiet"
HOPELESS = {"parties__vietnam__terms": {"certainty": {"weight": -9}}}


@cache
def mini() -> Solution:
    return solve(scenario("mini"))


@cache
def default() -> Solution:
    return solve(scenario(NAME))


def test_utilities_are_those_of_the_governments_at_the_start():
    for name in ("mini", NAME):
        talks = NegotiationModel(scenario(name, no_deal__credibility=1, no_deal__resolve=1), 3)
        solution = solve(talks.scenario)
        for party in SIDES:
            government = talks.parties[party]

            assert (solution.bargain.utilities[party] == government.initial.values()).all()
            assert solution.bargain.no_deal[party] == government.initial.reservation


def test_no_deal_is_expected_at_the_mean_belief():
    now, then = (
        solve(scenario("mini", no_deal__credibility=belief, no_deal__resolve=belief)).bargain.no_deal
        for belief in (0, 1)
    )

    for party in SIDES:
        assert mini().bargain.no_deal[party] == pytest.approx(0.7 * now[party] + 0.3 * then[party])


def test_the_zone_and_its_frontier_by_enumeration():
    solution = mini()
    gains = [
        tuple(
            float(solution.bargain.utilities[party][at] - solution.bargain.no_deal[party]) for party in SIDES
        )
        for at in range(54)
    ]
    inside = [at for at in range(54) if min(gains[at]) >= 0]
    beaten = [
        at
        for at in inside
        if any(
            gains[other] != gains[at] and gains[other][0] >= gains[at][0] and gains[other][1] >= gains[at][1]
            for other in inside
        )
    ]
    expected = sorted(set(inside) - set(beaten), key=lambda at: -gains[at][0])

    assert np.flatnonzero(solution.bargain.zone).tolist() == inside
    assert solution.bargain.frontier.tolist() == expected
    assert solution.bargain.nash == max(inside, key=lambda at: gains[at][0] * gains[at][1])
    assert solution.bargain.egalitarian == max(inside, key=lambda at: min(gains[at]))
    assert solution.bargain.utilitarian == max(inside, key=lambda at: sum(gains[at]))


def test_points_are_the_classical_ones():
    solution = default()

    assert {solution.bargain.nash, solution.bargain.egalitarian} <= set(solution.bargain.frontier.tolist())


def test_without_ratification_everything_passes_and_nobody_is_pivotal():
    assert all(mini().ratified[party].all() for party in SIDES)
    assert {share for party in SIDES for share in mini().pivotal[party].values()} == {0.0}


def test_what_is_ratified_has_even_odds_at_home_without_moods():
    calm = {"mood_sigma": 0}
    talks = NegotiationModel(scenario(NAME, parties__us__politics=calm, parties__vietnam__politics=calm), 1)

    for party in SIDES:
        assert (default().ratified[party] == talks.parties[party].home.win_set()).all()


@pytest.mark.parametrize("party", SIDES)
def test_a_bloc_is_pivotal_where_its_consent_alone_would_do(party):
    """Its consent: gains that never fall below its threshold, or below nothing where it has none."""
    solution, home = default(), NegotiationModel(scenario(NAME)).parties[party].home
    for number, bloc in enumerate(home.members):
        gains = home.blocs.gains.copy()
        content = 0.0 if np.isnan(bloc.threshold) else bloc.threshold
        gains[number] = np.maximum(gains[number], content)
        passes = home.rule.margins(gains, home.weights, home.thresholds) >= -1e-9
        share = (passes & ~solution.ratified[party])[solution.bargain.zone].mean()

        assert solution.pivotal[party][bloc.name] == pytest.approx(share)
        assert (passes | ~solution.ratified[party]).all()  # consent never costs a majority


def test_shares_are_of_the_zone():
    everything, nothing = np.ones(54, dtype=bool), np.zeros(54, dtype=bool)

    assert (mini().share(everything), mini().share(nothing)) == (1.0, 0.0)
    assert mini().share(mini().bargain.zone) == 1.0


def test_plain_data_can_be_read_by_any_program():
    for solution in (mini(), default(), solve(scenario("mini", **HOPELESS))):
        facts = json.loads(json.dumps(solution.plain(), allow_nan=False))

        assert facts == solution.plain()
        assert facts["outcomes"] == solution.space.n
        assert len(facts["frontier"]) == len(solution.bargain.frontier)
    nash = default().plain()["points"]["nash"]
    assert nash["levels"] == default().space.describe(nash["outcome"])
    assert nash["u_us"] == pytest.approx(default().bargain.utilities["us"][nash["outcome"]], abs=1e-6)
    assert default().describe(None) is None


def test_a_hopeless_bargain_has_no_zone():
    solution = solve(scenario("mini", **HOPELESS))
    facts = solution.plain()

    assert not solution.bargain.zone.any()
    assert solution.bargain.frontier.size == 0
    assert np.isnan(solution.share(solution.bargain.zone))
    assert set(facts["points"].values()) == {None}
    assert facts["ratifiable"] == {"us": None, "vietnam": None, "both": None}


def test_what_cannot_be_listed_cannot_be_solved():
    detailed = raw_scenario("detailed")
    rates = [round(0.005 * step, 3) for step in range(30)]
    large = scenario(
        "detailed", issues=detailed["issues"] | {"tariff": {"type": "tariff_rate", "levels": rates}}
    )

    with pytest.raises(DomainError, match="cannot be listed"):
        solve(large)


@pytest.mark.parametrize("belief", [0, 0.3, 0.6, 1])
def test_nobody_bargains_for_more_purchases_than_can_be_delivered(belief):
    """Of what both governments prefer to no deal and both ratify, nothing best is at the top level."""
    solution = solve(scenario("purchases_to_60", no_deal__credibility=belief))
    ratified = solution.bargain.zone & solution.ratified["us"] & solution.ratified["vietnam"]
    best = [
        int(np.argmax(np.where(ratified, solution.bargain.utilities[party], -np.inf)))
        for party in ("us", "vietnam")
    ]

    bought = [solution.space.describe(at)["purchases"] for at in (solution.bargain.nash, *best)]
    assert "$60 bn" not in bought
