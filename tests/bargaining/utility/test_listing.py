"""Listing sums of blocks by two half sums is listing them one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.utility.listing import Half, Layout
from negsim.bargaining.utility.table import Block, Table, table_of
from tests.playing import space_of


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


def table_on(shape, groups, some) -> Table:
    """Return the sum of these tables."""
    return table_of(space_of(*shape), [Block(*pair) for pair in zip(groups, some, strict=True)])


def one_by_one(shape, groups, given_tables):
    return [
        sum(float(t[tuple(levels[i] for i in group)]) for group, t in zip(groups, given_tables, strict=True))
        for levels in product(*(range(size) for size in shape))
    ]


@given(blocks(), st.integers(0, 2**32))
def test_half_sums_are_the_sums(drawn, seed):
    shape, groups = drawn
    some = tables(shape, groups, seed)
    table, expected = table_on(shape, groups, some), one_by_one(shape, groups, some)

    assert table.values.tolist() == expected
    assert [table.value(outcome) for outcome in range(len(expected))] == expected


@given(blocks(), st.integers(0, 2**32), st.lists(st.integers(0, 10**6), max_size=6))
def test_some_outcomes_in_the_order_asked_for(drawn, seed, wanted):
    shape, groups = drawn
    some, n = tables(shape, groups, seed), int(np.prod(shape))
    outcomes = np.array([at % n for at in wanted], dtype=np.intp)
    table = table_on(shape, groups, some)

    assert table.values_of(outcomes).tolist() == table.values[outcomes].tolist()


@given(blocks(), st.integers(0, 2**32))
def test_blocks_are_found_where_they_were_laid(drawn, seed):
    shape, groups = drawn
    some = tables(shape, groups, seed)
    table = table_on(shape, groups, some)

    assert len(table) == len(some)
    assert [block.axes for block in table] == list(groups)
    assert [block.table.tolist() for block in table] == [given.tolist() for given in some]


@given(blocks())
def test_every_block_is_in_one_half(drawn):
    shape, groups = drawn
    left, right = Layout(shape, groups).halves

    assert sorted([*left.members, *right.members]) == list(range(len(groups)))


def test_halves_are_of_similar_size():
    left, right = Layout((6, 3, 3, 3, 3, 2, 3, 2, 2), ((0, 1, 4, 8), (2, 3, 8), (5,), (6,), (7,))).halves

    def size(half: Half) -> int:
        return half.cells.shape[1]

    assert 108 in (size(left), size(right))
    assert max(size(left), size(right)) <= 250


def test_a_layout_is_worked_out_once_a_space():
    space = space_of(2, 2)

    assert space.layout(((0,), (1,))) is space.by_issue
    assert space_of(2, 2).by_issue is not space.by_issue


@pytest.mark.parametrize("groups", [((0,),), ((0, 1),)])
def test_one_block_needs_one_half(groups):
    some = tables((2, 2), groups)
    table = table_on((2, 2), groups, some)

    assert table.layout.halves[1].members == ()
    assert table.values.tolist() == one_by_one((2, 2), groups, some)
    assert table.values_of(np.array([3])).tolist() == [one_by_one((2, 2), groups, some)[3]]


def test_a_selection_keeps_its_last_answer():
    table = table_on((4,), ((0,),), [np.array([1.0, 3.0, 2.0, 3.0])])
    chosen = table.within(np.array([False, True, True, True]))

    assert chosen.outcomes.tolist() == [1, 2, 3]
    assert chosen.best == 3.0
    assert chosen.lowest(2.5).tolist() == [1, 3]
    assert chosen.lowest(2.5) is chosen.lowest(2.5)
    assert chosen.lowest(9.0).tolist() == []
    assert chosen.at_least(2.5).tolist() == [1, 3]
