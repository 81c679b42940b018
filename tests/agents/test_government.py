"""Governments: what a deal and having none are worth to them, term by term."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.model import NegotiationModel
from negsim.scenario import Scenario
from tests.scenarios import model, nine_issues, outcome, scenario

RATES = (0.0, 0.10, 0.15, 0.20, 0.25, 0.46)
WHOLE = NegotiationModel(nine_issues(), 1)
FRAMEWORK = outcome(
    WHOLE.world,
    exemptions="annex",
    access="all",
    purchases="$5 bn",
    origin="digital audits",
    reform="binding",
    strategic="process",
)
"""The framework of October 2025: 20 %, annex, full access, $5bn, audits, reform, process."""
ANY = st.integers(0, WHOLE.space.n - 1)
GRID = 2.0**-20


def by_term(government, at) -> dict[str, float]:
    """Return own utility by term, the groups of the lobby term together."""
    terms: dict[str, float] = {}
    for name, value in government.parts(at).items():
        term = name.split(": ")[1]
        terms[term] = terms.get(term, 0.0) + value
    return terms


@pytest.mark.parametrize(
    ("party", "printed"),
    [
        (
            "us",
            {
                "deficit": 0.247,
                "welfare": -0.014,
                "home": 0.003,
                "headline": 0.0,
                "price": -0.075,
                "access": 0.45,
                "purchase": 0.10,
                "origin": 0.25,
                "reform": 0.30,
                "cooperation": 0.0,
                "strategic": -0.202,
                "precedent": 0.0,
                "carveout": -0.032,
                "lobby": 0.082,
            },
        ),
        (
            "vietnam",
            {
                "exports": -0.008,
                "jobs": 0.159,
                "face": 0.0,
                "own_market": 0.003,
                "access": -0.45,
                "purchase": -0.135,
                "origin": -0.122,
                "reform": -0.30,
                "strategic": 0.36,
                "cooperation": 0.0,
                "certainty": 0.90,
                "lobby": -0.080,
            },
        ),
    ],
)
def test_the_framework_is_worth_what_it_was_set_to_be_worth(party, printed):
    assert by_term(WHOLE.parties[party], FRAMEWORK) == pytest.approx(printed, abs=0.001)


@pytest.mark.parametrize(
    ("change", "us", "vietnam"),
    [
        ({}, 1.107, 0.328),
        ({"phasing": "phased"}, 0.949, 0.433),
        ({"tariff": "10 %"}, -0.150, 2.154),
        # zero for zero: no tariffs on either side and nothing else
        (
            {"tariff": "0 %", "exemptions": "none", "purchases": "none", "origin": "status quo",
             "reform": "none", "strategic": "none"},
            -3.262,
            4.799,
        ),
    ],
)  # fmt: skip
def test_deals_near_the_framework(change, us, vietnam):
    at = outcome(WHOLE.world, **WHOLE.space.describe(FRAMEWORK) | change)

    assert WHOLE.parties["us"].initial.value(at) == pytest.approx(us, abs=0.002)
    assert WHOLE.parties["vietnam"].initial.value(at) == pytest.approx(vietnam, abs=0.002)


def test_the_whole_space_has_the_shape_it_was_set_to_have():
    us, vietnam = (party.initial.values() for party in WHOLE.parties.values())
    both = (us >= 0) & (vietnam >= 0)
    frontier = WHOLE.parties["us"].initial.frontier(WHOLE.parties["vietnam"].initial)

    assert us.mean() == pytest.approx(-0.1402, abs=0.001)
    assert vietnam.mean() == pytest.approx(0.8316, abs=0.001)
    assert np.corrcoef(us, vietnam)[0, 1] == pytest.approx(-0.629, abs=0.001)
    assert both.mean() == pytest.approx(0.332, abs=0.001)
    assert both[frontier].sum() == 43


@pytest.mark.parametrize(
    ("party", "printed"),
    [("us", [-3.83, -1.32, -0.51, 0.0, 0.03, -0.96]), ("vietnam", [4.40, 1.96, 0.93, 0.0, -0.84, -3.63])],
)
def test_having_no_deal_at_six_rates(party, printed):
    worth = [NegotiationModel(nine_issues(threatened=rate), 1).parties[party] for rate in RATES]

    assert [g.mandate.without_deal(g.mandate.weights)[1] for g in worth] == pytest.approx(printed, abs=0.01)


def test_no_deal_in_the_default_world():
    parties = model("us_vietnam_2025").parties
    us, vietnam = (g.mandate.without_deal(g.mandate.weights) for g in parties.values())

    assert us == pytest.approx((0.0, -0.956), abs=0.002)
    assert vietnam == pytest.approx((0.0, -3.634), abs=0.002)
    assert parties["us"].no_deal_now == parties["us"].initial_no_deal == us[0]


@given(ANY)
def test_terms_add_up_to_utility(at):
    for government in WHOLE.parties.values():
        assert abs(sum(government.parts(at).values()) - government.utility.value(at)) <= GRID
        assert government.utility_of(at) == government.utility.value(at)


def test_terms_add_up_without_a_deal():
    for government in WHOLE.parties.values():
        assert sum(government.parts(None).values()) == pytest.approx(government.no_deal_now, abs=1e-12)
        assert government.utility_of(None) == government.no_deal_now


@given(ANY)
def test_an_opinion_is_the_gain_over_no_deal_and_its_reasons(at):
    for government in WHOLE.parties.values():
        opinion = government.opinion(at)
        gain = government.utility.value(at) - government.no_deal_now
        named = {name.split(": ")[-1] for name in government.parts(at)}

        assert abs(opinion.gain - gain) <= GRID
        assert 0.0 < opinion.support < 1.0
        assert (opinion.support > 0.5) == (opinion.gain > 0)
        assert sum(value for _, value in opinion.terms) == pytest.approx(opinion.gain)
        assert {name.split(": ")[-1] for name, _ in opinion.terms} == named


def test_an_opinion_names_what_moved_it_most():
    reason = WHOLE.parties["vietnam"].opinion(FRAMEWORK).reason

    assert reason == "certainty +0.90, access -0.45, strategic +0.36"


def utilities(talks: Scenario) -> list[np.ndarray]:
    return [government.initial.values() for government in NegotiationModel(talks, 1).parties.values()]


def test_a_lobby_without_weight_is_no_lobby():
    silent = scenario(
        "us_vietnam_2025",
        parties__us__terms={"lobby": {"weight": 0}},
        parties__vietnam__terms={"lobby": {"weight": 0}},
    )
    absent = scenario(
        "us_vietnam_2025", parties__us__terms={"lobby": None}, parties__vietnam__terms={"lobby": None}
    )

    for one, other in zip(utilities(silent), utilities(absent), strict=True):
        assert (one == other).all()
    runs = [NegotiationModel(talks, 5, log=True).run() for talks in (silent, absent)]
    assert [o.entry for o in runs[0].offers] == [o.entry for o in runs[1].offers]
    assert [o.utilities for o in runs[0].offers] == [o.utilities for o in runs[1].offers]


US_TERMS = scenario().parties["us"].settings.terms
VIETNAM_TERMS = scenario().parties["vietnam"].settings.terms


@pytest.mark.parametrize(
    ("party", "term"),
    [*(("us", term) for term in US_TERMS), *(("vietnam", term) for term in VIETNAM_TERMS)],
)
def test_a_term_without_weight_is_no_term(party, term):
    silent, absent = (
        utilities(scenario("us_vietnam_2025", **{f"parties__{party}__terms": {term: change}}))
        for change in ({"weight": 0}, None)
    )

    for one, other in zip(silent, absent, strict=True):
        assert (one == other).all()


def test_a_weight_scales_its_term_and_no_other():
    usual, double = (
        model("us_vietnam_2025", parties__us__terms={"access": {"weight": w}}) for w in (0.45, 0.9)
    )
    at = outcome(usual.world, access="all")
    before, after = (by_term(talks.parties["us"], at) for talks in (usual, double))

    assert after.pop("access") == pytest.approx(2 * before.pop("access"))
    assert after == before


@pytest.mark.parametrize(("credibility", "us", "vietnam"), [(0, 0.0, 0.0), (1, -0.956, -3.634)])
def test_a_certain_belief_is_shared_and_sets_the_reservation_value(credibility, us, vietnam):
    talks = model("us_vietnam_2025", seed=3, no_deal__credibility=credibility)

    assert [g.belief for g in talks.parties.values()] == [credibility, credibility]
    assert talks.parties["us"].reservation == pytest.approx(us, abs=0.002)
    assert talks.parties["vietnam"].reservation == pytest.approx(vietnam, abs=0.002)


def test_reservation_follows_belief():
    for government in model("us_vietnam_2025", seed=4).parties.values():
        now, threatened = government.mandate.without_deal(government.mandate.weights)

        assert 0.0 < government.belief < 1.0
        assert government.reservation == pytest.approx(
            (1 - government.belief) * now + government.belief * threatened
        )


def test_small_shifts_of_influence_are_not_worth_a_new_table():
    us = model().parties["us"]
    before = us.utility
    us.listen({"exporters": 1.0009})

    assert (us.utility is before, us.refreshes) == (True, 0)


def test_lobbied_groups_count_more():
    us = model("us_vietnam_2025").parties["us"]
    opened = outcome(us.model.world, access="all")
    before = by_term(us, opened)["lobby"]
    us.listen({"exporters": 1.5, "somebody_elses_group": 9.0})
    # exporters: weight .15 of the lobby's .2, gain 1 from full access; half of that more
    more = 0.5 * 0.2 * 0.15 * 1.0

    assert by_term(us, opened)["lobby"] - before == pytest.approx(more)
    assert us.utility.value(opened) - us.initial.value(opened) == pytest.approx(more, abs=1e-9)
    assert us.refreshes == 1
    assert us.utility.scale == (us.initial.minimum, us.initial.maximum)


def test_pressure_that_is_over_is_forgotten():
    us = model("us_vietnam_2025").parties["us"]
    us.listen({"exporters": 1.5})
    us.listen({})

    assert (us.utility.values() == us.initial.values()).all()
    assert us.refreshes == 2


def test_the_importance_of_issues_is_the_range_of_their_means():
    us = model().parties["us"]
    values = us.initial.values().reshape(us.initial.space.shape)
    by_hand = [np.ptp(values.mean(axis=axes)) for axes in ((1, 2), (0, 2), (0, 1))]

    assert us.importance == pytest.approx(by_hand)
    assert us.importance.argmax() == 0  # the tariff


@pytest.mark.parametrize("party", ["us", "vietnam"])
def test_every_outcome_of_the_small_space_gets_an_opinion(party):
    government = model().parties[party]
    gains = [government.opinion(at).gain for at in range(54)]

    assert gains == pytest.approx(government.utility.values() - government.no_deal_now, abs=GRID)


def test_tables_are_multiples_of_the_grid():
    for government in WHOLE.parties.values():
        for block in government.initial.blocks:
            assert (block.table * 2.0**32 == np.round(block.table * 2.0**32)).all()
