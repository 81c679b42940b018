"""The worked example of Francois and Hall (2003): US and EU free their trade."""

import numpy as np
import pytest

from negsim.validation.gsim import gsim

TRADE = np.array(
    [[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20]], dtype=float
)
BEFORE = np.array(
    [[1, 1.21, 1.41, 1.22], [1.37, 1, 1.31, 1.23], [1.32, 1.36, 1, 1.18], [1.57, 1.41, 1.25, 1.15]]
)


@pytest.fixture
def example():
    after = BEFORE.copy()
    after[0, 2] = after[2, 0] = 1.0
    return gsim(TRADE, BEFORE, after)


def test_published_prices(example):
    np.testing.assert_allclose(example.price, [0.0792, -0.0316, 0.0480, -0.0184], atol=5e-5)


def test_published_welfare_and_revenue(example):
    np.testing.assert_allclose(example.producer_surplus, [46.14, -26.24, 39.82, -5.07], atol=0.006)
    np.testing.assert_allclose(example.consumer_surplus, [105.47, -8.88, 61.45, -32.86], atol=0.006)
    np.testing.assert_allclose(example.revenue, [-138.5, 0.6, -93.8, -2.9], atol=0.06)


def test_markets_clear(example):
    # Supply rises by 1.5 p: exporter 0 sells 1.5 * 7.92 % = 11.9 % more over its destinations.
    sold = (TRADE * example.quantity).sum(axis=1) / TRADE.sum(axis=1)

    np.testing.assert_allclose(sold, 1.5 * example.price, atol=1e-12)


def test_no_change_no_effect():
    result = gsim(TRADE, BEFORE, BEFORE)

    assert np.abs(result.price).max() < 1e-12
    assert np.abs(result.revenue).max() < 1e-9
