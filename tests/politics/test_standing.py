"""Approval and legitimacy: where they settle, how fast, and what they do to thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.politics.standing import approval_target, drift, legitimacy_target, threshold_shift


def test_approval_by_hand():
    # a tenth off the deficit, prices up by 2 %, the other side gave .2 more: .45 + .1 - .02 + .06
    assert approval_target(0.45, 0.10, 0.02, 0.2) == pytest.approx(0.59)
    assert approval_target(0.45, 0.10, 0.02, 0.2, (2.0, 5.0, 1.0)) == pytest.approx(0.75)


def test_legitimacy_by_hand():
    # exports and jobs down by a tenth, gave .4 more than it got: .6 - .1 - .1 - .12
    assert legitimacy_target(0.6, -0.1, -0.1, 0.4) == pytest.approx(0.28)
    assert legitimacy_target(0.6, -0.1, -0.2, 0.4, (2.0, 0.5, 0.0)) == pytest.approx(0.3)


@given(st.floats(0, 1), st.floats(-5, 5), st.floats(0, 1))
def test_standing_stays_a_share_and_moves_towards_its_target(standing, target, memory):
    after = drift(standing, target, memory)
    bounded = min(1.0, max(0.0, target))

    assert 0.0 <= after <= 1.0
    assert min(standing, bounded) - 1e-12 <= after <= max(standing, bounded) + 1e-12


def test_memory_is_the_share_that_stays():
    assert drift(0.5, 0.9, 0.9) == pytest.approx(0.54)
    assert drift(0.5, 0.9, 1.0) == 0.5
    assert drift(0.5, 0.9, 0.0) == 0.9


def test_lost_standing_raises_thresholds():
    assert threshold_shift(0.6, 0.5, 0.5) == pytest.approx(0.05)
    assert threshold_shift(0.6, 0.7, 0.5) == pytest.approx(-0.05)
    assert threshold_shift(0.6, 0.1, 0.0) == 0.0
