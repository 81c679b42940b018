import numpy as np
import pytest

from negsim.bargaining.opponent_models.opposite import Opposite
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from tests.playing import space_of, utility_of, view_of


def test_mirrors_the_own_utility_on_its_scale():
    estimate = Opposite().start(view_of(utility_of([-5.0, 0.0, 15.0])))

    assert estimate.utility.values() == pytest.approx([1.0, 0.75, 0.0])


def test_keeps_the_blocks_and_the_scale_of_the_initial_table():
    space = space_of(2, 2)
    blocks = (Block((0,), np.array([0.0, 1.0])), Block((1,), np.array([0.0, 2.0])))
    estimate = Opposite().start(view_of(UtilityFunction(space, blocks, scale=(0.0, 6.0))))

    assert estimate.utility.values() == pytest.approx([1.0, 4 / 6, 5 / 6, 3 / 6])
    assert len(estimate.utility.blocks) == 2


def test_offers_teach_it_nothing_but_a_new_table_does():
    old, new = view_of(utility_of([0.0, 1.0])), view_of(utility_of([1.0, 0.0]))
    estimate = Opposite().start(old)

    assert Opposite().update(estimate, 0, old) is estimate
    assert Opposite().update(estimate, 0, new).utility.values().tolist() == [0.0, 1.0]


def test_a_side_that_does_not_care_thinks_the_same_of_the_other():
    assert Opposite().start(view_of(utility_of([2.0, 2.0]))).utility.values().tolist() == [1.0, 1.0]
