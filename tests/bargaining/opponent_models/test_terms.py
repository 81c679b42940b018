from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.opponent_models.terms import Memory, Terms, belief, neighbours, steps
from negsim.bargaining.utility.weighted import PublicTerms, WeightedTables
from negsim.bargaining.view import Estimate
from tests.playing import space_of, utility_of, view_of

SPACE = space_of(2, 2)
# two terms: the first issue and the second, a point for level 1 of each
POINTS = np.array([[0.0, 1.0], [0.0, 0.0]])
TABLES = WeightedTables(SPACE, ("one", "two"), ((0,), (1,)), (POINTS, POINTS[::-1]))
PUBLIC = PublicTerms(TABLES, np.array([0.1, 0.0]), np.array([1.0, 2.0]))
OWN = utility_of([1.0, 0.6, 0.4, 0.0], 2, 2)  # the first issue costs this party .6, the second .4
offers = st.lists(st.integers(0, 3), max_size=8)


def view(**known):
    return view_of(OWN, **{"public_terms": PUBLIC, **known})


def learn(model, *seen, **known):
    estimate = model.start(view(**known))
    for outcome in seen:
        estimate = model.update(estimate, outcome, view(**known))
    return estimate


def test_vectors_explain_an_offer_by_hand():
    # offer (1, 0), worth .4 here; near it (0, 0) worth 1, (1, 1) worth 0 and (0, 1) worth .6.
    # Under (1, 2) the other side has 1 from it: (1, 1) and (0, 1) give it 3 and 2, so they count.
    # Under (2, 1) it has 2: only (1, 1) gives as much.
    model = Terms(vectors=2, sharpness=5.0, doubt=0.1)
    vectors = np.array([[1.0, 2.0], [2.0, 1.0]])
    memory = Memory(vectors, TABLES.under(vectors), steps((2, 2)), np.zeros(2), frozenset())
    before = Estimate(TABLES.utility(vectors.mean(axis=0), -np.inf), memory)

    after = model.update(before, 2, view())

    first, second = -log(1 + exp(5 * -0.4) + exp(5 * 0.2)), -log(1 + exp(5 * -0.4))
    assert after.memory.log_odds == pytest.approx([first, second])
    share = exp(first) / (exp(first) + exp(second)) * 0.9 + 0.05
    mean = share * vectors[0] + (1 - share) * vectors[1]
    assert after.utility.values() == pytest.approx([0, mean[1], mean[0], mean.sum()])


def test_what_is_asked_at_a_price_to_us_seems_dear_to_them():
    # asking for the first issue, which costs .6, instead of the second says that it weighs more
    none, first = learn(Terms()), learn(Terms(), 2)

    def relative(estimate):
        _, two, one, _ = estimate.utility.values()
        return one / two

    assert relative(first) > relative(none)


@given(st.lists(st.floats(-1e6, 0), min_size=1, max_size=30), st.floats(0, 1))
def test_belief_is_a_distribution_with_a_floor(log_odds, doubt):
    found = belief(np.array(log_odds), doubt)

    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1.0)
    assert found.min() >= doubt / len(log_odds) - 1e-12


@given(offers, st.floats(0, 500))
def test_whatever_is_offered_the_estimate_is_a_number_and_learning_twice_says_the_same(seen, sharpness):
    model = Terms(vectors=20, sharpness=sharpness)
    one, again = learn(model, *seen), learn(model, *seen)

    assert np.isfinite(one.utility.values()).all()
    assert np.array_equal(one.utility.values(), again.utility.values())


@given(offers)
def test_repeated_offers_teach_nothing(seen):
    once = learn(Terms(vectors=20), *dict.fromkeys(seen))

    assert np.array_equal(learn(Terms(vectors=20), *seen, *seen).utility.values(), once.utility.values())


def test_vectors_spread_over_the_ranges_evenly_in_the_logarithm():
    vectors = learn(Terms(vectors=2000)).memory.vectors

    assert (vectors.min(axis=0) >= [0.1, 0.1]).all()  # a range from 0 begins at a twentieth of its end
    assert (vectors.max(axis=0) <= [1.0, 2.0]).all()
    assert np.median(vectors, axis=0) == pytest.approx([0.1**0.5, (0.1 * 2.0) ** 0.5], rel=0.1)


def test_a_term_that_cannot_weigh_weighs_nothing():
    public = PublicTerms(TABLES, np.zeros(2), np.array([1.0, 0.0]))
    estimate = Terms().start(view(public_terms=public))

    assert estimate.memory.vectors[:, 1].max() == 0.0
    assert np.isfinite(estimate.utility.values()).all()


def test_luck_belongs_to_the_run_and_the_party():
    drawn = [learn(Terms(), seed=seed).memory.vectors for seed in (1, 1, 2)]

    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


def test_without_public_terms_there_is_no_estimate():
    nothing = replace(view(), public_terms=None)

    assert Terms().start(nothing) is None
    assert Terms().update(None, 1, nothing) is None


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.data())
def test_neighbours_differ_in_one_or_two_issues(sizes, data):
    space = space_of(*sizes)
    here = data.draw(st.integers(0, space.n - 1))
    levels = np.array([space.levels(o) for o in range(space.n)])
    differ = (levels != levels[here]).sum(axis=1)

    found = sorted(neighbours(space, here, steps(space.shape)))

    assert found == np.flatnonzero((differ == 1) | (differ == 2)).tolist()


def test_a_large_neighbourhood_is_thinned():
    full, thin = learn(Terms(neighbours=3), 2), learn(Terms(neighbours=1), 2)

    assert not np.array_equal(full.memory.log_odds, thin.memory.log_odds)


def test_learns_the_same_in_a_space_too_large_to_list(monkeypatch):
    listed = learn(Terms(), 2, 1)
    monkeypatch.setattr(outcome_module, "ENUMERABLE", 0)

    assert np.array_equal(learn(Terms(), 2, 1).memory.log_odds, listed.memory.log_odds)
