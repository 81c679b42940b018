"""Compiled searches and those in NumPy are twins: same outcomes, same bits."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.utility import fast
from negsim.bargaining.utility.blocks import additive
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario
from tests.bargaining.utility.test_blocks import space_of

pytest.importorskip("numba", reason="compiled searches need numba: pip install 'negsim[fast]'")


@pytest.fixture(autouse=True)
def back_to_numpy() -> Iterator[None]:
    yield
    fast.compile_searches(False)


def both_ways(search):
    """Return what a search finds compiled and in NumPy."""
    found = []
    for compiled in (True, False):
        assert fast.compile_searches(compiled) is compiled
        found.append(search())
    return found


@st.composite
def cases(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    luck = np.random.default_rng(draw(st.integers(0, 2**32)))
    space = space_of(*sizes)
    kink = draw(st.sampled_from([None, (0.5, 0.25)]))

    def made() -> UtilityFunction:
        """Return a function that nothing is known of yet; small integers make ties."""
        return replace(additive(space, entries), kink=kink)

    entries = luck.integers(-3, 4, sum(sizes)) / 4
    allowed = luck.random(space.n) < draw(st.sampled_from([0.0, 0.3, 1.0]))
    score = luck.integers(-2, 3, sum(sizes)) / 2
    return made, allowed, lambda: additive(space, score), float(draw(st.integers(-8, 8))) / 4


@given(cases())
def test_twins_find_the_same(case):
    made, allowed, score, target = case

    listed = both_ways(lambda: made().values().tobytes())
    best = both_ways(lambda: made().best_within(allowed))
    found = both_ways(lambda: made().best_scored(allowed, target, score()))

    assert listed[0] == listed[1]
    assert best[0] == best[1]
    assert found[0] == found[1]


@given(cases())
def test_the_best_scored_outcome_is_the_best(case):
    made, allowed, score, target = case
    utility, other = made(), score()
    reached = [o for o in range(utility.space.n) if allowed[o] and utility.values()[o] >= target]
    best = min(reached, key=lambda o: (-other.values()[o], o), default=None)

    assert both_ways(lambda: made().best_scored(allowed, target, score())) == [best, best]


def test_a_score_that_is_listed_already_is_read_from_its_list():
    utility = from_values(space_of(4), [0.0, 1.0, 2.0, 3.0])
    score = from_values(space_of(4), [9.0, 5.0, 7.0, 7.0])
    score.values()

    assert both_ways(lambda: utility.best_scored(np.ones(4, dtype=bool), 0.5, score)) == [2, 2]


@pytest.mark.parametrize("name", ["mini", "us_vietnam_2025"])
def test_runs_are_the_same_run(name):
    talks = NegotiationModel(load_scenario(name))

    def played(seed: int) -> object:
        talks.reset(seed, log=True)
        return talks.run()

    for seed in range(5):
        compiled, plain = both_ways(lambda seed=seed: played(seed))
        assert repr(compiled) == repr(plain)


def test_without_numba_there_is_nothing_to_compile(monkeypatch):
    monkeypatch.setattr(fast, "find_spec", lambda name: None)

    assert fast.compile_searches() is False
    assert fast.loops() is None
