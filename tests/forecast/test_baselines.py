"""Forecasters that hold no talks, and the vectors under which talks are played."""

from datetime import date
from itertools import islice

import numpy as np
import pytest

from negsim.errors import NegsimError
from negsim.forecast import draw
from negsim.forecast.baselines import Cut
from negsim.forecast.constraints import Constraint, known_by
from negsim.forecast.draw import drawn, prior
from negsim.forecast.ground import Facts
from negsim.forecast.played import experiment_of, place_of, vectors
from negsim.forecast.questions import questions
from negsim.politics.blocs import ensemble
from negsim.rng import stream
from negsim.talks.solution import solve

APRIL, JULY, OCTOBER = (date(2025, 4, 14), date(2025, 7, 7), date(2025, 10, 27))
BY_NAME = {asked.name: asked for asked in questions()}


@pytest.mark.parametrize("day", [APRIL, JULY, OCTOBER], ids=str)
def test_every_vector_lies_in_the_ranges_and_meets_what_could_be_asked(day):
    cut = Cut(day)
    found = vectors(cut, 6, 1)

    assert all(prior().holds(vector) for vector in found)
    assert all(c.met(Facts(cut.ground, vector)) for vector in found for c in known_by(day))
    assert len({tuple(vector.values()) for vector in found}) == 6
    assert vectors(cut, 3, 1) == found[:3]
    assert vectors(cut, 3, 2) != found[:3]


def test_vectors_that_nothing_allows_are_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(draw, "BLIND", 3)
    never = Constraint("z9", "never", lambda f: (0.0,), lambda x: x > 0)
    with pytest.raises(NegsimError, match="none of 3 vectors meets z9"):
        next(drawn(Cut(APRIL).ground, [never], stream(1, "test")))


@pytest.mark.parametrize("day", [APRIL, OCTOBER], ids=str)
def test_a_vector_reaches_the_talks(day):
    cut, vector = Cut(day), ensemble()[5]
    experiment = experiment_of(cut, [vector, ensemble()[6]], 1)
    scenario = experiment.scenario(experiment.point(0))
    bargain, facts = solve(scenario).bargain, Facts(cut.ground, vector)
    for party in scenario.parties:
        offset = bargain.utilities[party] - facts.calm.utilities[party]

        assert np.ptp(offset) == pytest.approx(0.0, abs=1e-6)
    assert {place_of(cut.talks, key) for key in vector} == set(experiment.factors)
    runs = list(islice(experiment.runs(), 2))
    assert runs[0].seed != runs[1].seed


@pytest.mark.parametrize("day", [APRIL, JULY], ids=str)
def test_the_nash_point_is_that_of_the_bargain_at_the_mean_belief(day):
    cut, vector = Cut(day), ensemble()[0]
    bargain = Facts(cut.ground, vector).believing(cut.talks.no_deal.credibility)
    product = np.where(bargain.zone, bargain.gains[0] * bargain.gains[1], -1.0)
    levels = cut.talks.world.space.describe(int(product.argmax()))
    end = cut.nash(vector)

    assert (end.framework, end.signed) == (day, day)
    assert (f"{100 * end.rate:g} %", end.access, end.exemptions) == tuple(
        levels[name] for name in ("tariff", "access", "exemptions")
    )


def test_the_compromise_lies_between_what_the_sides_like_best_nearer_to_whom_it_matters_to():
    cut, vector = Cut(APRIL), ensemble()[0]
    space = cut.talks.world.space
    tables = [u.reshape(space.shape) for u in Facts(cut.ground, vector).calm.utilities.values()]
    best = [space.issues[0].numbers[np.unravel_index(t.argmax(), t.shape)[0]] for t in tables]
    matters = [np.ptp(t.reshape(space.shape[0], -1).mean(axis=1)) for t in tables]
    end = cut.compromise(vector)

    assert min(best) < end.rate < max(best)
    assert end.rate == pytest.approx((best[0] * matters[0] + best[1] * matters[1]) / sum(matters))


def test_the_status_quo_says_that_nothing_comes():
    end = Cut(JULY).status_quo

    assert (end.framework, end.signed, end.rate, end.deficit_change) == (None, None, 0.10, 0.0)


def test_who_knows_nothing_spreads_evenly():
    cut, asked = Cut(JULY), BY_NAME["framework_date"]

    assert cut.constant(BY_NAME["rate_at_most_20"], 3) == [0.5] * 3
    assert sorted(set(cut.constant(BY_NAME["framework_rate"], 6))) == pytest.approx([0, 10, 15, 20, 25, 46])
    days = Cut(APRIL).constant(asked, 4)
    assert days == pytest.approx([asked.horizon / 4, asked.horizon * 3 / 4, asked.horizon, asked.horizon])


def test_the_deficit_of_the_year_of_the_cut():
    """2024 ran at 123.5; from 14 April on as without a deal, from the signature on at 100."""
    cut = Cut(APRIL)
    now = cut.talks.world.trade_totals(None)["deficit"]
    days = (date(2025, 4, 14) - date(2025, 1, 1)).days

    assert days == 103
    assert cut.last_year == pytest.approx(123.463)
    assert cut.deficit_change(100.0, APRIL) == pytest.approx((365 - days) * (100 - cut.last_year) / 365)
    assert cut.deficit_change(100.0, date(2026, 3, 1)) == pytest.approx(
        (365 - days) * (now - cut.last_year) / 365
    )
    halfway = cut.deficit_change(100.0, date(2025, 7, 2))
    assert halfway == pytest.approx((79 * (now - cut.last_year) + 183 * (100 - cut.last_year)) / 365)
