"""Bayes over the types of the other side, by hand: P(k | x) ~ P(k) exp(s u_k(x)) / sum exp(s u_k(y))."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.opponent_models.types import Types
from negsim.bargaining.utility.weighted import PublicTerms, PublicType, WeightedTables
from negsim.errors import ConfigError
from tests.playing import space_of, utility_of, view_of

SPACE = space_of(2, 2)
POINTS = np.array([[0.0, 1.0], [0.0, 0.0]])
TABLES = WeightedTables(SPACE, ("one", "two"), ((0,), (1,)), (POINTS, POINTS[::-1]))
KINDS = (PublicType("first", 0.75, np.array([1.0, 2.0])), PublicType("second", 0.25, np.array([3.0, 1.0])))
PUBLIC = PublicTerms(TABLES, np.zeros(2), np.full(2, 3.0), KINDS)
OWN = utility_of([1.0, 0.6, 0.4, 0.0], 2, 2)
offers = st.lists(st.integers(0, 3), max_size=6)


def view(public=PUBLIC):
    return view_of(OWN, public_terms=public)


def learn(model, *seen):
    estimate = model.start(view())
    for outcome in seen:
        estimate = model.update(estimate, outcome, view())
    return estimate


def test_an_offer_by_hand():
    # Under the first type outcomes are worth 0, 2, 1, 3, under the second 0, 1, 3, 4; all four lie on the
    # frontier between this party and the second. Offered: the third.
    first = 0.75 * exp(0.5 * 1) / sum(exp(0.5 * u) for u in (0, 2, 1, 3))
    second = 0.25 * exp(0.5 * 3) / sum(exp(0.5 * u) for u in (0, 1, 3, 4))
    model = Types(sharpness=0.5)
    after = learn(model, 2)

    assert model.believed(learn(model)) == {"first": 0.75, "second": 0.25}
    share = first / (first + second)
    assert model.believed(after) == pytest.approx({"first": share, "second": 1 - share}, abs=1e-12)
    mean = share * np.array([1.0, 2.0]) + (1 - share) * np.array([3.0, 1.0])
    assert after.utility.values() == pytest.approx([0, mean[1], mean[0], mean.sum()])


def test_only_the_frontiers_count():
    # To a party that wants what both types want there is one outcome on each frontier, the last.
    same = view_of(utility_of([0.0, 0.5, 0.5, 1.0], 2, 2), public_terms=PUBLIC)
    model = Types(sharpness=1.0)
    after = model.update(model.start(same), 2, same)

    first, second = 0.75 * exp(1 - 3), 0.25 * exp(3 - 4)
    assert model.believed(after)["first"] == pytest.approx(first / (first + second), abs=1e-12)


def test_a_prior_of_one_s_own_and_one_that_is_certain():
    doubt, certain = Types(prior={"first": 1.0}), Types(prior={"second": 0.0})

    assert doubt.believed(learn(doubt)) == pytest.approx({"first": 0.8, "second": 0.2})
    assert certain.believed(learn(certain, 2, 1)) == {"first": 1.0, "second": 0.0}


@given(offers)
def test_without_sharpness_nothing_is_learned_and_repeats_teach_nothing(seen):
    blunt, sharp = Types(sharpness=0), Types()

    assert blunt.believed(learn(blunt, *seen)) == pytest.approx({"first": 0.75, "second": 0.25})
    assert sharp.believed(learn(sharp, *seen, *seen)) == sharp.believed(learn(sharp, *dict.fromkeys(seen)))


def test_where_there_is_no_talk_of_types_there_is_no_estimate():
    nothing = PublicTerms(TABLES, np.zeros(2), np.ones(2))

    assert Types().start(view(None)) is None
    assert Types().start(view(nothing)) is None
    assert Types().believed(None) == {}


def test_another_world_keeps_what_was_learned():
    model, other = Types(), PublicTerms(TABLES, np.zeros(2), np.ones(2), (KINDS[0], KINDS[0]))
    before = learn(model, 2)
    after = model.renew(before, view(other))

    assert model.believed(after) == model.believed(before)
    assert after.utility.values() == pytest.approx([0, 2, 1, 3])


def test_a_prior_of_an_unknown_type_is_refused():
    with pytest.raises(ConfigError, match=r"prior: unknown type 'frist'\. Did you mean 'first'"):
        Types(prior={"frist": 1.0}).check(["first", "second"])
