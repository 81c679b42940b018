"""The default world before anybody bargains: the numbers its weights were chosen for, and what must hold.

The numbers are what came out after the trade data were corrected (import penetration, exemption lists, wide
Section 232 shares, purchases with capacity); weights are those set before. Levels of a point stand in the
order of the issues: rate, exemptions, access, purchases, origin, reform, strategic, cooperation, phasing.
"""

from functools import cache

import numpy as np
import pytest

from negsim.experiment.experiment import make_experiment
from negsim.politics.blocs import ensemble
from negsim.politics.group_features import bloc_tables
from negsim.politics.mandate import Mandate
from negsim.settings.reader import Place
from negsim.talks.solution import Solution, solve
from tests.scenarios import FRAMEWORK, SIDES, level_table, outcome, raw_scenario, scenario

NAME = "quiet"
RATES = (0.0, 0.10, 0.15, 0.20, 0.25, 0.46)
ZERO_FOR_ZERO = {"tariff": "0 %", "access": "all"}


@cache
def solved(**settings: float) -> Solution:
    """Return the bargain of the default world with `section__key=value` changes, resolve as credible."""
    if "no_deal__credibility" in settings:
        settings["no_deal__resolve"] = settings["no_deal__credibility"]
    return solve(scenario(NAME, **settings))


def at_20() -> Solution:
    """The bargain against no deal at 20 %."""
    return solved(no_deal__credibility=0)


def struck() -> Solution:
    """The bargain after a court has cut the rate in force to 10 %."""
    return solved(no_deal__credibility=0, no_deal__in_force=0.10)


def mandate(party: str, **settings: float) -> Mandate:
    talks = scenario(NAME, **settings)
    return talks.mandate(party)


def deal(**labels: str) -> int:
    """Return the outcome with these labels; the others stand as without a deal at 20 %."""
    return outcome(scenario(NAME).world, **labels)


# having no deal


@pytest.mark.parametrize(
    ("party", "printed"),
    [
        ("us", [-3.691, -1.260, -0.490, -0.008, -0.005, -1.114]),
        ("vietnam", [4.344, 1.938, 0.919, 0.0, -0.833, -3.621]),
    ],
)
def test_having_no_deal_at_six_rates(party, printed):
    """The US has -.008 at 20 %: its price term is scaled by consumers' loss before the correction."""
    worth = []
    for rate in RATES:
        one = mandate(party, no_deal__threatened=rate)
        worth.append(one.without_deal(one.weights)[1])

    assert worth == pytest.approx(printed, abs=0.006, rel=0.01)


def test_the_rate_the_us_likes_best_without_a_deal():
    worth = {}
    for percent in range(15, 32):
        one = mandate("us", no_deal__threatened=percent / 100)
        worth[percent] = one.without_deal(one.weights)[1]

    assert max(worth, key=worth.__getitem__) == 23


def test_carrying_out_the_threat_hurts_both_and_vietnam_more():
    us, vietnam = (solved(no_deal__credibility=1).bargain.no_deal[party] for party in SIDES)

    assert us == pytest.approx(-1.114, abs=0.001)
    assert vietnam == pytest.approx(-3.621, abs=0.001)
    assert vietnam / us == pytest.approx(3.25, abs=0.05)


# deals


@pytest.mark.parametrize(
    ("party", "printed"),
    [
        (
            "us",
            {
                "deficit": 0.246,
                "welfare": -0.014,
                "home": 0.002,
                "headline": 0.0,
                "price": -0.070,
                "access": 0.45,
                "purchase": 0.10,
                "origin": 0.25,
                "reform": 0.30,
                "cooperation": 0.0,
                "strategic": -0.202,
                "precedent": 0.0,
                "carveout": -0.039,
                "lobby": 0.082,
            },
        ),
        (
            "vietnam",
            {
                "exports": 0.0,
                "jobs": 0.166,
                "face": 0.0,
                "own_market": -0.003,
                "access": -0.45,
                "purchase": -0.135,
                "origin": -0.122,
                "reform": -0.30,
                "strategic": 0.36,
                "cooperation": 0.0,
                "certainty": 0.90,
                "lobby": -0.077,
            },
        ),
    ],
)
def test_the_framework_term_by_term(party, printed):
    one = mandate(party)
    values = one.weights * one.tables.at(deal(**FRAMEWORK))
    by_term: dict[str, float] = {}
    for name, value in zip(one.tables.names, values, strict=True):
        term = name.partition(": ")[0]
        by_term[term] = by_term.get(term, 0.0) + value

    assert by_term == pytest.approx(printed, abs=0.001)


@pytest.mark.parametrize(
    ("labels", "us", "vietnam"),
    [
        (FRAMEWORK, 1.104, 0.339),
        (FRAMEWORK | {"phasing": "phased"}, 0.942, 0.437),
        (FRAMEWORK | {"tariff": "10 %"}, -0.093, 2.141),
        (ZERO_FOR_ZERO, -3.119, 4.747),
    ],
    ids=["framework", "framework, phased", "framework at 10 %", "zero for zero"],
)
def test_deals_everybody_talked_about(labels, us, vietnam):
    at = deal(**labels)

    assert at_20().bargain.utilities["us"][at] == pytest.approx(us, abs=0.001)
    assert at_20().bargain.utilities["vietnam"][at] == pytest.approx(vietnam, abs=0.001)


def test_all_outcomes_on_average():
    us, vietnam = (at_20().bargain.utilities[party] for party in SIDES)

    assert us.mean() == pytest.approx(-0.1972, abs=1e-4)
    assert vietnam.mean() == pytest.approx(0.8308, abs=1e-3)
    assert np.corrcoef(us, vietnam)[0, 1] == pytest.approx(-0.584, abs=0.001)


# the bargain

POINTS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@pytest.mark.parametrize(
    ("belief", "no_deal", "zone", "frontier", "points"),
    [
        (0, (-0.008, 0), 0.323, 33, ["322111110", "322111110", "322111110", "221111110"]),
        (0.3, (-0.339, -1.086), 0.544, 50, ["322111110", "322111110", "322211110", "221110110"]),
        (0.6, (-0.671, -2.173), 0.682, 68, ["322121110", "321211110", "322221110", "221110100"]),
        (1, (-1.114, -3.621), 0.835, 81, ["322121110", "322121100", "212221011", "221110100"]),
    ],
)
def test_the_bargain_at_four_beliefs_in_the_threat(belief, no_deal, zone, frontier, points):
    """Capacity moved the purchases of the Nash point from 15 to 5 billion, the data its rate to 20 %."""
    solution = solved(no_deal__credibility=belief)
    found = {name: solution.space.levels(getattr(solution.bargain, name)) for name in POINTS}

    assert tuple(solution.bargain.no_deal.values()) == pytest.approx(no_deal, abs=0.006)
    assert solution.bargain.zone.mean() == pytest.approx(zone, abs=0.0006)
    assert len(solution.bargain.frontier) == frontier
    assert found == {name: tuple(map(int, levels)) for name, levels in zip(POINTS, points, strict=True)}


def test_what_the_nash_point_is_worth():
    for belief, us, vietnam in ((0, 0.934, 1.059), (0.6, 1.178, 0.695)):
        solution = solved(no_deal__credibility=belief)
        worth = [solution.bargain.utilities[party][solution.bargain.nash] for party in SIDES]

        assert worth == pytest.approx([us, vietnam], abs=0.006)


def levels_on_the_frontier(solution: Solution) -> dict[str, list[int]]:
    """Return issue -> how many points of the frontier have each of its levels."""
    levels = level_table(solution.space)[solution.bargain.frontier]
    return {
        issue.name: np.bincount(levels[:, position], minlength=issue.size).tolist()
        for position, issue in enumerate(solution.space.issues)
    }


def test_levels_on_the_frontier():
    assert levels_on_the_frontier(at_20()) == {
        "tariff": [2, 0, 12, 19, 0, 0],
        "exemptions": [1, 1, 31],
        "access": [0, 9, 24],
        "purchases": [0, 24, 9],
        "origin": [6, 14, 13],
        "reform": [3, 30],
        "strategic": [1, 32, 0],
        "cooperation": [11, 22],
        "phasing": [31, 2],
    }


def test_after_a_strike():
    """With 10 % in force all is measured from there: gains compare, levels of utility do not."""
    solution = struck()
    now = solution.bargain.no_deal
    twenty = {}
    for party in SIDES:
        one = mandate(party, no_deal__in_force=0.10, no_deal__threatened=0.20)
        twenty[party] = one.without_deal(one.weights)[1]

    assert {party: now[party] - twenty[party] for party in SIDES} == pytest.approx(
        {"us": -1.252, "vietnam": 1.938}, abs=0.006
    )
    assert solution.bargain.zone.mean() == pytest.approx(0.189, abs=0.0006)
    assert len(solution.bargain.frontier) == 37
    assert [solution.space.levels(getattr(solution.bargain, name)) for name in POINTS] == [
        (2, 2, 1, 1, 1, 0, 1, 0, 0),
        (0, 0, 2, 1, 2, 1, 1, 1, 1),
        (2, 2, 2, 1, 1, 0, 2, 1, 0),
        (0, 0, 2, 1, 1, 1, 1, 0, 1),
    ]


def test_a_strike_shrinks_what_vietnam_accepts():
    accepted = [
        (s.bargain.utilities["vietnam"] >= s.bargain.no_deal["vietnam"]).mean() for s in (at_20(), struck())
    ]
    high = level_table(at_20().space)[:, 0] >= 2  # rates of 15 % and more

    assert accepted == pytest.approx([0.71, 0.36], abs=0.006)
    assert [s.bargain.zone[high].mean() for s in (at_20(), struck())] == pytest.approx(
        [0.39, 0.10], abs=0.006
    )
    assert struck().bargain.zone.mean() < 0.8 * at_20().bargain.zone.mean()


@pytest.mark.parametrize(("solution", "highest"), [(at_20, "25 %"), (struck, "15 %")])
def test_the_price_of_access(solution, highest):
    """The highest rate at which Vietnam opens its market for the annex and a process on its status."""
    here = solution()
    given = {"exemptions": "annex", "access": "all", "strategic": "process"}
    rates = next(issue for issue in here.space.issues if issue.name == "tariff").labels
    taken = [
        rate
        for rate in rates
        if here.bargain.utilities["vietnam"][deal(tariff=rate, **given)] >= here.bargain.no_deal["vietnam"]
    ]

    assert taken == list(rates[: rates.index(highest) + 1])


def test_why_the_framework_would_not_survive_a_strike():
    us, vietnam = (struck().bargain.utilities[party] - struck().bargain.no_deal[party] for party in SIDES)
    at = deal(**FRAMEWORK)

    assert us[at] > 0 > vietnam[at]
    assert vietnam[at] == pytest.approx(0.34 - 1.94, abs=0.005)


# ratification


def test_how_much_of_the_zone_is_ratified():
    solution = at_20()
    both = solution.ratified["us"] & solution.ratified["vietnam"]

    assert solution.bargain.zone.sum() == 3773
    assert solution.share(solution.ratified["us"]) == pytest.approx(0.71, abs=0.005)
    assert solution.share(solution.ratified["vietnam"]) == pytest.approx(0.73, abs=0.005)
    assert solution.share(both) == pytest.approx(0.502, abs=0.005)
    assert solution.ratified["us"][solution.bargain.frontier].mean() == 1.0
    assert solution.ratified["vietnam"][solution.bargain.frontier].mean() == pytest.approx(0.64, abs=0.005)


def test_who_is_pivotal():
    assert dict(at_20().pivotal["vietnam"]) == pytest.approx(
        {
            "soe_farms": 0.12,
            "conservatives": 0.11,
            "smes_labour": 0.03,
            "leadership_technocrats": 0.02,
            "fdi_exporters": 0.02,
        },
        abs=0.005,
    )
    us = at_20().pivotal["us"]
    assert (us["voters_base"], us["import_competing_unions"]) == pytest.approx((0.07, 0.05), abs=0.005)
    assert (
        max(share for bloc, share in us.items() if bloc not in ("voters_base", "import_competing_unions"))
        < 0.02
    )


def gains_at(party: str, **labels: str) -> dict[str, float]:
    """Return bloc -> what it gains from a deal, and its weight."""
    talks = scenario(NAME)
    members = talks.blocs(party)
    gains = bloc_tables(members, talks.world).gain(outcome(talks.world, **labels))
    return {bloc.name: float(gain) for bloc, gain in zip(members, gains, strict=True)}


def test_the_framework_at_home():
    us = gains_at("us", **FRAMEWORK)
    index = sum(bloc.weight * us[bloc.name] for bloc in scenario(NAME).blocs("us"))
    rule = scenario(NAME).parties["us"].settings.ratification
    vietnam = gains_at("vietnam", **FRAMEWORK)
    against = [b for b in scenario(NAME).blocs("vietnam") if vietnam[b.name] < b.threshold]

    assert index == pytest.approx(0.452, abs=0.001)
    assert 1 / (1 + np.exp(-rule.slope * (index - rule.threshold))) == pytest.approx(0.77, abs=0.005)
    assert [bloc.name for bloc in against] == ["soe_farms"]
    assert 1 - against[0].weight == pytest.approx(0.85)


def test_zero_for_zero_fails_in_the_united_states():
    us = gains_at("us", **ZERO_FOR_ZERO)
    index = sum(bloc.weight * us[bloc.name] for bloc in scenario(NAME).blocs("us"))

    assert index == pytest.approx(-0.282, abs=0.001)
    assert not at_20().ratified["us"][deal(**ZERO_FOR_ZERO)]
    assert at_20().ratified["vietnam"][deal(**ZERO_FOR_ZERO)]


# one weight at a time: share of the zone at half and at double the weight

SHARES = {
    ("us", "deficit"): (0.388, 0.266),
    ("us", "price"): (0.282, 0.454),
    ("us", "precedent"): (0.367, 0.265),
    ("us", "carveout"): (0.348, 0.277),
    ("us", "access"): (0.290, 0.381),
    ("us", "origin"): (0.280, 0.398),
    ("us", "strategic"): (0.397, 0.232),
    ("us", "reform"): (0.297, 0.367),
    ("us", "cooperation"): (0.307, 0.356),
    ("us", "purchase"): (0.302, 0.361),
    ("us", "headline"): (0.332, 0.312),
    ("us", "welfare"): (0.326, 0.320),
    ("us", "home"): (0.325, 0.322),
    ("us", "lobby"): (0.316, 0.341),
    ("vietnam", "certainty"): (0.243, 0.422),
    ("vietnam", "access"): (0.336, 0.296),
    ("vietnam", "purchase"): (0.350, 0.260),
    ("vietnam", "strategic"): (0.298, 0.356),
    ("vietnam", "origin"): (0.336, 0.296),
    ("vietnam", "reform"): (0.337, 0.295),
    ("vietnam", "exports"): (0.331, 0.313),
    ("vietnam", "jobs"): (0.324, 0.321),
}


@pytest.mark.parametrize(("party", "term"), SHARES, ids=lambda word: word)
def test_a_weight_moves_the_zone(party, term):
    shares = []
    for factor in (0.5, 2.0):
        moved = {}
        for side in SIDES:
            one = mandate(side)
            weights = one.weights.copy()
            for row, name in enumerate(one.tables.names):
                if (side, name.partition(": ")[0]) == (party, term):
                    weights[row] *= factor
            moved[side] = one.utility(weights, 0.0).values() >= one.without_deal(weights)[0]
        shares.append((moved["us"] & moved["vietnam"]).mean())

    assert shares == pytest.approx(SHARES[party, term], abs=0.0015)


# what must hold


def test_the_bargain_is_neither_trivial_nor_hopeless():
    solution = solved()

    assert solution.space.n == 11_664
    assert len(solution.bargain.frontier) >= 30
    assert 0.05 < solution.bargain.zone.mean() < 0.95
    assert 0.05 < at_20().bargain.zone.mean() < 0.40


def test_no_issue_is_settled_before_the_talks():
    frontiers = [levels_on_the_frontier(s) for s in (at_20(), struck(), solved(no_deal__credibility=0.6))]
    total = {name: np.sum([counts[name] for counts in frontiers], axis=0) for name in frontiers[0]}

    assert {name: counts.max() / counts.sum() <= 0.95 for name, counts in total.items()} == dict.fromkeys(
        total, True
    )


# the ensemble of weights


@cache
def vector(number: int, in_force: float = 0.20) -> Solution:
    return solved(weights=number, no_deal__credibility=0, no_deal__in_force=in_force)


VECTORS = range(24)


def test_there_are_24_vectors_and_the_first_is_the_default():
    assert len(ensemble()) == 24
    assert scenario(NAME, weights=0).parties == scenario(NAME).parties
    assert all(
        (vector(0).bargain.utilities[party] == at_20().bargain.utilities[party]).all() for party in SIDES
    )


def test_the_ensemble_as_a_factor_has_a_point_for_each_vector():
    question = {
        "name": "q",
        "scenario": raw_scenario(NAME),
        "factors": {"weights": "ensemble"},
        "replications": 1,
    }
    asked = make_experiment(question, Place("question.yaml"))

    points = [asked.point(point_id) for point_id in range(asked.n_points)]
    scenarios = [asked.scenario(point) for point in points]
    assert [dict(point.factors) for point in points] == [{"weights": number} for number in VECTORS]
    assert [made.weights for made in scenarios] == list(VECTORS)
    assert scenarios[0].parties == scenario(NAME).parties
    assert len({repr(made.parties) for made in scenarios}) == 24


@pytest.mark.parametrize("number", VECTORS)
def test_every_vector_makes_a_believable_bargain(number):
    """The constraints once more, read off solved scenarios instead of the study of the weights."""
    solution, after = vector(number), vector(number, 0.10)
    us, vietnam = (solution.bargain.utilities[party] for party in SIDES)
    threat = solved(weights=number, no_deal__credibility=1).bargain.no_deal
    at, zero = deal(**FRAMEWORK), deal(**ZERO_FOR_ZERO)
    cheap = deal(**FRAMEWORK | {"tariff": "10 %"})
    phased = deal(**FRAMEWORK | {"phasing": "phased"})
    met = {
        "a2": 0.29 <= -threat["us"] <= 1.51,
        "a3": threat["vietnam"] <= 2 * threat["us"] + 0.01,
        "b1": 0.09 <= vietnam[at] <= 0.61,
        "b3": after.bargain.utilities["vietnam"][at] < after.bargain.no_deal["vietnam"],
        "c": 0.29 <= us[at] <= 2.01,
        "cp": min(us[phased], vietnam[phased]) > 0,
        "d": us[zero] <= -0.79 and vietnam[zero] >= 1.49,
        "h": us[cheap] < 0.01,
        "e": after.bargain.zone.mean() < 0.8 * solution.bargain.zone.mean(),
        "f1": 0.05 <= solution.bargain.zone.mean() <= 0.40,
        "f2": len(solution.bargain.frontier) >= 30,
        "g": solution.space.levels(solution.bargain.nash)[0] in (2, 3),  # 15 or 20 %
    }

    assert {name for name, holds in met.items() if not holds} == set()


# the default world in detail


def test_the_detailed_world_is_as_large_as_can_be_listed():
    talks = scenario("detailed")
    space = talks.world.space

    assert (space.n, space.enumerable) == (1_990_656, True)
    assert len(space.issues) == 17
    for party in SIDES:
        one = talks.mandate(party)
        values = one.utility(one.weights, 0.0).values()

        assert values.shape == (space.n,)
        assert np.isfinite(values).all()
        assert values.min() < 0 < values.max()
