"""Governments: what a deal and having none are worth to them, term by term."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenarios import FRAMEWORK, model, outcome

WHOLE = model("quiet")
DEAL = outcome(WHOLE.world, **FRAMEWORK)
ANY = st.integers(0, WHOLE.space.n - 1)
GRID = 2.0**-20


def by_term(government, at) -> dict[str, float]:
    """Return own utility by term, the groups of the lobby term together."""
    terms: dict[str, float] = {}
    for name, value in government.parts(at).items():
        term = name.split(": ")[0]
        terms[term] = terms.get(term, 0.0) + value
    return terms


def test_no_deal_in_the_default_world():
    parties = model("quiet").parties
    us, vietnam = (g.mandate.without_deal(g.mandate.weights) for g in parties.values())

    assert us == pytest.approx((-0.008, -1.114), abs=0.002)
    assert vietnam == pytest.approx((0.0, -3.621), abs=0.002)
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
    reason = WHOLE.parties["vietnam"].opinion(DEAL).reason

    assert reason == "certainty +0.90, access -0.45, strategic +0.36"


def test_a_weight_scales_its_term_and_no_other():
    usual, double = (model("quiet", parties__us__terms={"access": {"weight": w}}) for w in (0.45, 0.9))
    at = outcome(usual.world, access="all")
    before, after = (by_term(talks.parties["us"], at) for talks in (usual, double))

    assert after.pop("access") == pytest.approx(2 * before.pop("access"))
    assert after == before


@pytest.mark.parametrize(("credibility", "us", "vietnam"), [(0, -0.008, 0.0), (1, -1.114, -3.621)])
def test_a_certain_belief_is_shared_and_sets_the_reservation_value(credibility, us, vietnam):
    certain = {"no_deal__credibility": credibility, "no_deal__resolve": credibility}
    talks = model("quiet", seed=3, **certain)

    assert [g.belief for g in talks.parties.values()] == [credibility, credibility]
    assert talks.parties["us"].reservation == pytest.approx(us, abs=0.002)
    assert talks.parties["vietnam"].reservation == pytest.approx(vietnam, abs=0.002)


def test_reservation_follows_belief():
    for government in model("quiet", seed=4).parties.values():
        now, threatened = government.mandate.without_deal(government.mandate.weights)

        assert government.belief in (0.0, 1.0) if government.threatens else 0.0 < government.belief < 1.0
        assert government.reservation == pytest.approx(
            (1 - government.belief) * now + government.belief * threatened
        )


def test_small_shifts_of_influence_are_not_worth_a_new_table():
    us = model().parties["us"]
    before = us.utility
    us.take_pressure({"exporters": 1.0009})

    assert (us.utility is before, us.refreshes) == (True, 0)


def test_lobbied_groups_count_more():
    us = model("quiet").parties["us"]
    opened = outcome(us.model.world, access="all")
    before = by_term(us, opened)["lobby"]
    us.take_pressure({"exporters": 1.5, "somebody_elses_group": 9.0})
    # exporters: weight .15 of the lobby's .2, gain 1 from full access; half of that more
    more = 0.5 * 0.2 * 0.15 * 1.0

    assert by_term(us, opened)["lobby"] - before == pytest.approx(more)
    assert us.utility.value(opened) - us.initial.value(opened) == pytest.approx(more, abs=1e-9)
    assert us.refreshes == 1
    assert us.utility.scale == (us.initial.minimum, us.initial.maximum)


def test_the_same_pressure_again_builds_no_new_table():
    us = model("quiet").parties["us"]
    tables = []
    for exporters in (1.5, 0.5, 1.5):
        us.take_pressure({"exporters": exporters})
        us.take_pressure({"exporters": exporters})
        tables.append(us.utility)

    assert us.refreshes == 3
    first, second, third = (table.values().tolist() for table in tables)
    assert first == third != second


def test_pressure_that_is_over_is_forgotten():
    us = model("quiet").parties["us"]
    us.take_pressure({"exporters": 1.5})
    us.take_pressure({})

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
