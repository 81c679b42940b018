"""Proper scores, against hand calculations and known values."""

from math import inf, log

import numpy as np
import pytest
from scipy.stats import norm

from negsim.forecast.scores import brier, crps, log_score, probability


def test_published_values():
    assert brier(0.7, 1) == pytest.approx(0.09)
    assert log_score(0.7, 1) == pytest.approx(0.3566749, abs=1e-7)
    assert log_score(0.7, 0) == pytest.approx(-log(0.3))
    assert log_score(0.0, 1) == inf


def test_crps_of_a_normal():
    """Gneiting & Raftery (2007): of N(0, 1) at 0 it is (sqrt 2 - 1)/sqrt pi."""
    values = norm.ppf((np.arange(20_000) + 0.5) / 20_000)

    assert crps(values, 0.0) == pytest.approx(0.2336950, abs=1e-5)


@pytest.mark.parametrize(
    ("values", "came", "score"), [([3.0], 5.0, 2.0), ([0.0, 1.0], 0.0, 0.25), ([0.0, 1.0, 5.0], 2.0, 8 / 9)]
)
def test_crps_by_hand(values, came, score):
    """Of 0, 1 and 5 at 2: distances 2, 1, 3, mean 2; pairs 2 (1 + 5 + 4)/9 = 20/9, half of it 10/9."""
    assert crps(values, came) == pytest.approx(score)


def test_crps_is_the_integral_of_squared_steps():
    values, came = np.array([0.3, 0.9, 2.0, 2.5]), 1.4
    grid = np.linspace(-1, 4, 500_001)
    below = (values[:, None] <= grid).mean(axis=0)

    assert crps(values, came) == pytest.approx(((below - (grid >= came)) ** 2).mean() * 5, abs=1e-4)


@pytest.mark.parametrize("score", [brier, log_score])
def test_who_says_what_it_believes_expects_the_best(score):
    for belief in (0.1, 0.35, 0.8):
        said = np.linspace(0.01, 0.99, 99)
        expected = [belief * score(p, 1) + (1 - belief) * score(p, 0) for p in said]

        assert said[int(np.argmin(expected))] == pytest.approx(belief)


def test_nobody_says_never():
    assert probability([]) == 0.5
    assert probability([0.0] * 9) == pytest.approx(0.05)
    assert probability([1.0, 0.0, 0.5]) == pytest.approx(0.5)
