from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.core import issue
from negsim.core.utility import GRID, Block, UtilityFunction, from_addends, from_values
from negsim.errors import DomainError
from tests.talks import space_of, utility_of


@st.composite
def functions(draw, count=1):
    """Draw utility functions over one space: blocks of 1-2 issues, perhaps sharing a conditioning issue.

    Of two functions only the first may have the conditioning issue. Values are quarters, so that ties are
    common and every sum is exact.
    """
    shape = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    space = space_of(*shape)
    c = draw(st.none() | st.integers(0, len(shape) - 1))
    own = [c, *(draw(st.sampled_from([c, None])) for _ in range(count - 1))]
    return space, [_function(draw, space, condition) for condition in own]


def _function(draw, space, c):
    free = [axis for axis in range(len(space.shape)) if axis != c]
    groups, start = [], 0
    while start < len(free):
        width = draw(st.integers(1, 2))
        groups.append(free[start : start + width])
        start += width
    groups = [group for group in groups if draw(st.integers(0, 5))] or [free[:1]]
    blocks = []
    for group in groups:
        shared = [c] if c is not None and draw(st.booleans()) else []
        axes = tuple(sorted([*group, *shared]))
        size = int(np.prod([space.shape[a] for a in axes]))
        cells = draw(st.lists(st.integers(-4, 4), min_size=size, max_size=size))
        blocks.append(Block(axes, np.array(cells).reshape([space.shape[a] for a in axes]) / 4))
    return UtilityFunction(space, tuple(blocks), conditioning=c)


def again(utility):
    """Return the same function without anything cached."""
    return UtilityFunction(utility.space, utility.blocks, utility.reservation, utility.conditioning)


def listed(space, utility):
    """Return the utility of every outcome, summed the slow way."""
    all_levels = product(*(range(size) for size in space.shape))
    return np.array(
        [sum(b.table[tuple(levels[a] for a in b.axes)] for b in utility.blocks) for levels in all_levels]
    )


@settings(deadline=None)
@given(functions())
def test_block_sums_equal_brute_force(drawn):
    space, (utility,) = drawn
    expected = listed(space, utility)

    assert np.array_equal(utility.values(), expected)
    assert [utility.value(outcome) for outcome in range(space.n)] == expected.tolist()
    assert utility.range == (expected.min(), expected.max())


@settings(deadline=None)
@given(functions())
def test_orders_break_ties_by_lowest_index(drawn):
    space, (utility,) = drawn
    values = listed(space, utility)

    assert utility.order.tolist() == sorted(range(space.n), key=lambda o: (values[o], o))
    assert utility.descending.tolist() == sorted(range(space.n), key=lambda o: (-values[o], o))


@settings(max_examples=200, deadline=None)
@given(functions(count=2), st.integers(-12, 12), st.booleans())
def test_best_at_least_equals_enumeration(drawn, quarters, enumerable):
    space, (utility, score) = drawn
    target, mine, theirs = quarters / 4, listed(space, utility), listed(space, score)
    reaching = [o for o in range(space.n) if mine[o] >= target]
    best = min(reaching, key=lambda o: (-theirs[o], o), default=None)
    best_own = min(reaching, key=lambda o: (-mine[o], o), default=None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(issue, "ENUMERABLE", issue.ENUMERABLE if enumerable else 0)
        assert again(utility).best_at_least(target, again(score)) == best
        assert again(utility).best_at_least(target) == best_own


@settings(max_examples=200, deadline=None)
@given(functions(count=2), st.booleans())
def test_frontier_equals_enumeration(drawn, enumerable):
    space, (first, second) = drawn
    u, v = listed(space, first), listed(space, second)
    beaten = ((u >= u[:, None]) & (v >= v[:, None]) & ((u > u[:, None]) | (v > v[:, None]))).any(axis=1)
    expected = sorted(np.flatnonzero(~beaten).tolist(), key=lambda o: (-u[o], o))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(issue, "ENUMERABLE", issue.ENUMERABLE if enumerable else 0)
        assert again(first).frontier(again(second)) == expected


def test_searches_a_space_of_ten_to_the_nine():
    space = space_of(*(10,) * 9)
    own = UtilityFunction(space, tuple(Block((a,), np.arange(10) / 8) for a in range(9)))
    other = UtilityFunction(space, tuple(Block((a,), -np.arange(10) / (8 + 8 * (a == 0))) for a in range(9)))

    # every eighth given costs the other side an eighth, on the first issue only half of it
    best = own.best_at_least(2.0, other)

    assert space.levels(best) == (9, 0, 0, 0, 0, 0, 0, 0, 7)
    assert own.maximum == 81 / 8
    assert own.best_at_least(11.0) is None
    with pytest.raises(DomainError, match="cannot be listed"):
        own.values()


def test_values_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        utility_of([0.0, 1.0]).values()[0] = 2.0


def test_scaled_maps_the_initial_table_to_zero_and_one():
    utility = utility_of([-1.0, 0.0, 3.0])
    initial = UtilityFunction(utility.space, utility.blocks, scale=(-1.0, 1.0))

    assert utility.scaled(utility.values()).tolist() == [0.0, 0.25, 1.0]
    assert initial.scaled(3.0) == 2.0
    assert utility_of([2.0, 2.0]).scaled(2.0) == 0.0


def test_from_values_keeps_the_numbers_as_given():
    values = [0.1, 0.2, 0.30000000000000004, 1 / 3]

    assert from_values(space_of(2, 2), values).values().tolist() == values


def test_from_addends_joins_issues_only_where_a_term_needs_them_together():
    space = space_of(2, 3, 2, 2)
    generator = np.random.default_rng(1)
    addends = [
        generator.random((2, 1, 1, 1)),
        generator.random((2, 3, 1, 1)),
        generator.random((1, 1, 2, 2)),
        generator.random((1, 1, 1, 1)),
    ]
    utility = from_addends(space, addends, conditioning=3)
    exact = sum(np.broadcast_to(a, space.shape) for a in addends).ravel()

    assert sorted(block.axes for block in utility.blocks) == [(0, 1), (2, 3)]
    assert np.abs(utility.values() - exact).max() <= 2 * GRID
    assert np.array_equal(utility.values(), np.round(utility.values() / GRID) * GRID)


def test_a_term_of_the_conditioning_issue_alone_is_kept():
    space = space_of(2, 3)
    utility = from_addends(space, [np.array([[0.5], [1.0]])], conditioning=0)

    assert utility.values().tolist() == [0.5, 0.5, 0.5, 1.0, 1.0, 1.0]


def test_no_terms_at_all_is_zero_everywhere():
    assert from_addends(space_of(2, 2), []).values().tolist() == [0.0] * 4
