"""How many replications a difference needs: by the book, and by trying."""

import numpy as np
import pytest

from negsim.analysis.power import detectable, needed, power
from negsim.analysis.significance import paired_t, superiority


def test_replications_are_those_of_the_book():
    # Cohen (1988), table 2.4.1 for one sample (d sqrt 2 there): d = .5 at two-sided .05 and power .8 needs 34
    assert needed(0.5, 0.05) == 34
    assert needed(0.2, 0.05) == 199
    assert needed(-0.5, 0.05) == 34
    assert needed(0.0, 0.05) == np.inf
    assert np.isnan(needed(np.nan, 0.05))


def test_what_sums_lose_by_rounding_is_no_difference():
    assert needed(1e-16, 0.05) == needed(-1e-16, 0.05) == np.inf
    assert needed(1e-8, 0.05 / 100) < np.iinfo(np.int64).max


def test_so_many_replications_find_it_in_four_of_five_trials():
    n, rng = int(needed(0.6, 0.05)), np.random.Generator(np.random.PCG64(4))
    found = [paired_t(rng.normal(0.6, 1.0, n)) < 0.05 for _ in range(1000)]

    assert 0.76 < np.mean(found) < 0.84


def test_what_n_replications_find_needs_n_replications():
    for n in (5, 34, 400):
        assert power(detectable(1.0, n, 0.05), n, 0.05) == pytest.approx(0.8, abs=1e-6)
    assert detectable(2.0, 34, 0.05) == pytest.approx(2 * detectable(1.0, 34, 0.05))
    assert detectable(1.0, 20_000, 0.05) == pytest.approx(2.8016 / np.sqrt(20_000), rel=1e-4)
    assert np.isnan(detectable(1.0, 1, 0.05))


def test_a_stricter_level_needs_more():
    assert needed(0.5, 0.05 / 12) > needed(0.5, 0.05)


def test_the_chance_to_be_above_counts_ties_half():
    # of the nine pairs (first, second) three are below, one is a tie: 2 > 1; 3 > 1, 3 > 2; 2 = 2 ...
    assert superiority(np.array([1.0, 2.0]), np.array([2.0, 3.0])) == (1 + 0.5 + 1 + 1) / 4
    assert superiority(np.array([5.0]), np.array([1.0])) == 0.0
