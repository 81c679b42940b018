import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.utility.blocks import additive
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block


def space_of(*sizes):
    issues = (
        Issue(f"issue {i}", tuple(f"level {level}" for level in range(size))) for i, size in enumerate(sizes)
    )
    return OutcomeSpace(tuple(issues))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(0, 2**32))
def test_one_vector_of_levels_is_one_block_an_issue(sizes, seed):
    space = space_of(*sizes)
    entries = np.random.default_rng(seed).integers(0, 99, sum(sizes)) / 8
    tables = np.split(entries, np.cumsum(sizes)[:-1])
    plain = UtilityFunction(space, tuple(Block((axis,), table) for axis, table in enumerate(tables)))
    made = additive(space, entries)

    assert [block.axes for block in made.blocks] == [block.axes for block in plain.blocks]
    assert [block.table.tolist() for block in made.blocks] == [table.tolist() for table in tables]
    assert made.values_of(np.arange(space.n)).tolist() == plain.values().tolist()
    assert made.values().tolist() == plain.values().tolist()
    assert made.value(space.n - 1) == plain.value(space.n - 1)


def test_its_blocks_are_a_sequence():
    blocks = additive(space_of(2, 3), np.arange(5.0)).blocks

    assert len(blocks) == 2
    assert blocks[-1].table.tolist() == [2.0, 3.0, 4.0]
    assert [block.axes for block in blocks[1:]] == [(1,)]
    with pytest.raises(IndexError):
        blocks[2]
