"""Terms side by side: a weight vector makes a utility function without valuing anything again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.utility.blocks import from_addends
from negsim.bargaining.utility.table import GRID
from negsim.bargaining.utility.weighted import WeightedTables, weighted_tables
from tests.playing import space_of

SPACE = space_of(2, 3, 2, 2)
LUCK = np.random.Generator(np.random.PCG64(1))
TERMS = {
    "tariff": [LUCK.normal(size=(2, 3, 1, 1))],
    "access": [LUCK.normal(size=(1, 1, 2, 1)), LUCK.normal(size=(1, 1, 2, 2))],
    "deal": [np.ones((1, 1, 1, 1))],
    "headline": [LUCK.normal(size=(2, 1, 1, 2))],
}
weights = st.lists(st.floats(-10, 10), min_size=4, max_size=4).map(np.array)


def made(conditioning: int | None = 3) -> WeightedTables:
    return weighted_tables(SPACE, TERMS, conditioning)


def worth(name: str) -> np.ndarray:
    """Return the value of a term for every outcome, the slow way."""
    return sum(np.broadcast_to(addend, SPACE.shape) for addend in TERMS[name]).ravel()


@pytest.mark.parametrize("conditioning", [None, 3])
@given(weights)
def test_utility_is_the_weighted_sum_of_the_terms(conditioning, vector):
    tables = made(conditioning)
    by_hand = sum(weight * worth(name) for weight, name in zip(vector, TERMS, strict=True))

    assert tables.names == tuple(TERMS)
    assert np.abs(tables.utility(vector, 0.0).values() - by_hand).max() <= len(tables.axes) * GRID


@given(weights)
def test_it_is_the_function_that_the_weighted_addends_make(vector):
    addends = [w * a for w, arrays in zip(vector, TERMS.values(), strict=True) for a in arrays]
    direct = from_addends(SPACE, addends, conditioning=3)

    assert np.abs(made().utility(vector, 0.0).values() - direct.values()).max() <= 4 * GRID


def test_each_term_at_one_outcome():
    for at in range(SPACE.n):
        assert made().at(at) == pytest.approx([worth(name)[at] for name in TERMS])


def test_terms_stay_in_the_smallest_blocks():
    assert set(made().axes) == {(0, 1, 3), (2, 3)}
    assert set(made(None).axes) == {(0, 1, 2, 3)}
    assert {table.shape for table in made().tables} == {(4, 12), (4, 4)}


def test_reservation_value_and_scale_are_handed_on():
    utility = made().utility(np.ones(4), 0.25, scale=(-1.0, 2.0))

    assert (utility.reservation, utility.scale, utility.conditioning) == (0.25, (-1.0, 2.0), 3)


def test_entries_are_multiples_of_the_grid():
    for block in made().utility(np.array([0.1, 0.2, 0.3, 0.4]), 0.0).blocks:
        assert (block.table / GRID == np.round(block.table / GRID)).all()


@given(weights)
def test_the_weight_zero_leaves_a_term_out_exactly(vector):
    vector[1] = 0.0
    rest = {name: arrays for name, arrays in TERMS.items() if name != "access"}
    without = weighted_tables(SPACE, rest, 3).utility(vector[[0, 2, 3]], 0.0)

    assert made().utility(vector, 0.0).values().tolist() == without.values().tolist()
