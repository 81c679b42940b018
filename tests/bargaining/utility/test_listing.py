"""Listing sums of blocks by two half sums is listing them one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.utility.listing import Half, listing


@st.composite
def blocks(draw):
    """Draw a shape and groups of its issues; groups may share issues and leave some out."""
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)))
    axes = st.sets(st.integers(0, len(shape) - 1), min_size=1, max_size=3).map(lambda s: tuple(sorted(s)))
    return shape, tuple(draw(st.lists(axes, min_size=1, max_size=5)))


def tables(shape, groups, seed=0):
    """Return a table of eighths for each group, so that every sum is exact."""
    luck = np.random.Generator(np.random.PCG64(seed))
    return [luck.integers(-8, 8, [shape[i] for i in group]) / 8 for group in groups]


def joined(some):
    """Return the tables as a listing takes them: one after the other in one vector."""
    return np.concatenate([table.ravel() for table in some])


def one_by_one(shape, groups, given_tables):
    return [
        sum(float(t[tuple(levels[i] for i in group)]) for group, t in zip(groups, given_tables, strict=True))
        for levels in product(*(range(size) for size in shape))
    ]


@given(blocks(), st.integers(0, 2**32))
def test_half_sums_are_the_sums(drawn, seed):
    shape, groups = drawn
    some = tables(shape, groups, seed)

    assert listing(shape, groups).values(joined(some)).tolist() == one_by_one(shape, groups, some)


@given(blocks(), st.integers(0, 2**32), st.lists(st.integers(0, 10**6), max_size=6))
def test_some_outcomes_in_the_order_asked_for(drawn, seed, wanted):
    shape, groups = drawn
    some, n = tables(shape, groups, seed), int(np.prod(shape))
    outcomes = np.array([at % n for at in wanted], dtype=np.intp)
    everything = listing(shape, groups).values(joined(some))

    assert listing(shape, groups).values_of(joined(some), outcomes).tolist() == everything[outcomes].tolist()


@given(blocks())
def test_every_block_is_in_one_half(drawn):
    shape, groups = drawn
    plan = listing(shape, groups)

    assert sorted([*plan.left.members, *plan.right.members]) == list(range(len(groups)))


def test_halves_are_of_similar_size():
    plan = listing((6, 3, 3, 3, 3, 2, 3, 2, 2), ((0, 1, 4, 8), (2, 3, 8), (5,), (6,), (7,)))

    def size(half: Half) -> int:
        return half.cells.shape[1]

    assert 108 in (size(plan.left), size(plan.right))
    assert max(size(plan.left), size(plan.right)) <= 250


def test_a_listing_is_planned_once():
    assert listing((2, 2), ((0,), (1,))) is listing((2, 2), ((0,), (1,)))


@pytest.mark.parametrize("groups", [((0,),), ((0, 1),)])
def test_one_block_needs_one_half(groups):
    plan = listing((2, 2), groups)
    some = tables((2, 2), groups)

    assert plan.right.members == ()
    assert plan.values(joined(some)).tolist() == one_by_one((2, 2), groups, some)
    assert plan.values_of(joined(some), np.array([3])).tolist() == [one_by_one((2, 2), groups, some)[3]]
