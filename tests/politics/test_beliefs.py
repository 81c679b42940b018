"""Beliefs: how real the threat is taken to be, and what that makes of having no deal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.politics.beliefs import credibility, disagreement


class NoChance:
    """A generator that must not be asked."""


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_draws_nothing(certain):
    assert credibility(certain, 10.0, NoChance()) == certain  # type: ignore[arg-type]


def test_beliefs_scatter_around_the_mean():
    chance = np.random.Generator(np.random.PCG64(1))
    draws = np.array([credibility(0.3, 10.0, chance) for _ in range(4000)])

    # Beta(3, 7): mean .3, variance .3 x .7 / 11 = .0191
    assert draws.mean() == pytest.approx(0.3, abs=0.01)
    assert draws.var() == pytest.approx(0.0191, abs=0.002)
    assert (draws.min() > 0, draws.max() < 1) == (True, True)


@given(st.floats(-10, 10), st.floats(-10, 10), st.floats(0, 1))
def test_no_deal_lies_between_what_holds_and_what_is_threatened(now, threat, belief):
    value = disagreement(now, threat, belief)

    assert min(now, threat) - 1e-9 <= value <= max(now, threat) + 1e-9


def test_disagreement_by_hand():
    assert disagreement(0.0, -0.956, 0.3) == pytest.approx(-0.2868)
    assert disagreement(0.0, -3.634, 0.3) == pytest.approx(-1.0902)
    assert (disagreement(1.0, 2.0, 0.0), disagreement(1.0, 2.0, 1.0)) == (1.0, 2.0)
