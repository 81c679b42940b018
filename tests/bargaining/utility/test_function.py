from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.bargaining import outcome as outcome_module
from negsim.bargaining.utility.blocks import from_addends
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.bargaining.utility.table import GRID, Block
from negsim.errors import DomainError
from tests.playing import space_of, utility_of


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
        patch.setattr(outcome_module, "ENUMERABLE", outcome_module.ENUMERABLE if enumerable else 0)
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
        patch.setattr(outcome_module, "ENUMERABLE", outcome_module.ENUMERABLE if enumerable else 0)
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


# a public pledge

pledges = st.tuples(
    st.integers(-8, 8).map(lambda quarters: quarters / 4), st.sampled_from([0.25, 1.0, 1 / 3, 10.0])
)


def pledged(utility, kink):
    """Return the same function under a pledge, without anything cached."""
    return replace(again(utility), kink=kink)


@given(functions(), pledges)
def test_falling_short_of_a_pledge_costs_in_proportion(drawn, kink):
    space, (utility,) = drawn
    plain, (pledge, slope) = listed(space, utility), kink
    after = pledged(utility, kink)
    short = np.maximum(0.0, pledge - plain)

    assert after.values() == pytest.approx(plain - slope * short, abs=1e-12)
    assert (after.values()[short == 0] == plain[short == 0]).all()
    assert [pledged(utility, kink).value(o) for o in range(space.n)] == after.values().tolist()
    assert pledged(utility, kink).values_of(np.arange(space.n)).tolist() == after.values().tolist()
    assert after.range == (after.values().min(), after.values().max())
    assert (after.minimum, after.maximum) == after.range


@given(functions(count=2), pledges)
def test_a_pledge_changes_levels_but_neither_order_nor_frontier(drawn, kink):
    _, (utility, other) = drawn
    before, after = again(utility), pledged(utility, kink)

    assert after.order.tolist() == before.order.tolist()
    assert after.descending.tolist() == before.descending.tolist()
    assert after.frontier(again(other)) == before.frontier(again(other))
    assert again(other).frontier(after) == again(other).frontier(before)


@settings(max_examples=200)
@given(functions(count=2), pledges, st.data())
def test_searches_under_a_pledge_equal_enumeration(drawn, kink, data):
    """Targets are utilities of outcomes, exactly, or lie between them."""
    space, (utility, score) = drawn
    mine, theirs = pledged(utility, kink).values(), listed(space, score)
    target = data.draw(
        st.sampled_from(sorted(set(mine.tolist()))) | st.integers(-240, 80).map(lambda n: n / 7)
    )
    reaching = [o for o in range(space.n) if mine[o] >= target]
    best = min(reaching, key=lambda o: (-theirs[o], o), default=None)
    frontier = pledged(utility, kink).frontier(again(score))

    assert pledged(utility, kink).best_at_least(target, again(score)) == best
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcome_module, "ENUMERABLE", 0)
        assert pledged(utility, kink).best_at_least(target, again(score)) == best
        assert pledged(utility, kink).range == pytest.approx((mine.min(), mine.max()), abs=1e-12)
        assert pledged(utility, kink).frontier(again(score)) == frontier


def test_a_pledge_by_hand():
    # utilities 0, 1, 2; pledged 1.5 at .5 a unit: 0 - .75, 1 - .25, 2
    utility = replace(utility_of([0.0, 1.0, 2.0]), kink=(1.5, 0.5))

    assert utility.values().tolist() == [-0.75, 0.75, 2.0]
    assert utility.best_at_least(0.75, utility_of([3.0, 2.0, 1.0])) == 1


# what is listed once


def test_utilities_of_some_outcomes_without_listing_the_others():
    utility = again(_everything())
    some = np.array([5, 0, 23, 5])

    assert utility.values_of(some).tolist() == _everything().values()[some].tolist()
    assert "_values" not in utility.__dict__
    utility.values()
    assert utility.values_of(some).tolist() == utility.values()[some].tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcome_module, "ENUMERABLE", 0)
        with pytest.raises(DomainError):
            again(utility).values_of(some)


def _everything():
    space = space_of(2, 3, 4)
    generator = np.random.Generator(np.random.PCG64(3))
    return UtilityFunction(space, (Block((0, 2), generator.random((2, 4))), Block((1,), generator.random(3))))


def test_the_best_within_a_set_is_kept_for_that_set():
    utility = _everything()
    some = np.zeros(24, dtype=bool)
    some[[3, 9]] = True
    other = some.copy()
    other[utility.descending[0]] = True

    assert utility.best_within(None) == utility.maximum
    assert utility.table.within(some) is utility.table.within(some)
    assert utility.best_within(some) == utility.values()[[3, 9]].max()
    assert utility.best_within(some) == utility.values()[[3, 9]].max()
    assert utility.best_within(other) == utility.maximum
    assert utility.best_within(np.zeros(24, dtype=bool)) == -np.inf


def test_another_reservation_value_lists_nothing_again():
    utility = _everything()
    values, order = utility.values(), utility.order
    twin = utility.with_reservation(0.7)

    assert (twin.reservation, utility.reservation) == (0.7, -np.inf)
    assert twin.values() is values
    assert twin.order is order


def test_a_pledge_lists_nothing_again():
    utility = _everything()
    values = utility.values().copy()
    pledged = utility.pledged(1.0, 0.5)
    higher = pledged.pledged(2.0, 0.5)

    assert pledged.table is higher.table is utility.table
    assert pledged.order is utility.order
    assert pledged.scale == higher.scale == utility.range
    assert (utility.values() == values).all()
    assert (pledged.values() == values - 0.5 * np.maximum(0.0, 1.0 - values)).all()
    assert pledged.best_within(np.ones(24, dtype=bool)) == pledged.maximum == values.max()


def test_means_by_level_without_listing():
    utility = _everything()
    values = utility.values().reshape(2, 3, 4)
    by_hand = [values.mean(axis=(1, 2)), values.mean(axis=(0, 2)), values.mean(axis=(0, 1))]

    for found, expected in zip(utility.marginals(), by_hand, strict=True):
        assert found - found.mean() == pytest.approx(expected - expected.mean())
