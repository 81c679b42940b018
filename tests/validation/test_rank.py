"""Realised trade of autumn 2025 against the core: reported as it comes out, nothing is required of it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.validation.rank import Ranking, ranking
from tests.validation.test_demand_trend import FIT

DOCS = Path(__file__).parents[2] / "docs"
DATA, PAGE = (
    (DOCS / name).read_text(encoding="utf-8") for name in ("reference/data.md", "explanation/deficit-2025.md")
)
FOUND = ranking(load_trade_data())
LATE = ranking(load_trade_data(), day=date(2025, 11, 15))


def test_the_pages_report_the_rank_that_comes_out():
    """Reported, not required: nothing may be tuned to what happened after the world's date."""
    rank, luck = f"{FOUND.correlation:.2f}", f"{FOUND.p_value:.3f}"

    assert f"Spearman's correlation is {rank} (one-sided permutation p = {luck})" in DATA
    assert f"with the farm list for all three months it is {LATE.correlation:.2f}" in DATA
    assert f"Spearman's correlation is {rank}, one-sided permutation p = {luck}" in PAGE
    assert f"it is {LATE.correlation:.2f} (p = {LATE.p_value:.3f})" in PAGE


def test_the_page_reports_every_sector_and_sign():
    for name, came in FOUND.realised.items():
        expected = FOUND.predicted[name]
        sign = "right" if (expected > 0) == (came > 0) else "wrong"

        assert f"| {name} | {100 * expected:+.0f} % | {100 * came:+.0f} % | {sign} |" in PAGE


def test_the_page_reports_the_number_of_right_signs():
    demand = {name: FIT.start(rate, date(2025, 10, 16)) for name, rate in FIT.growth_by_sector().items()}
    grown = ranking(load_trade_data(), demand=demand)
    signs = f"right in {FOUND.right_signs} of {len(FOUND.realised)} sectors"

    assert f"{signs}, and with the trend of demand in {grown.right_signs}" in PAGE
    assert f"in {FOUND.right_halves} of {len(FOUND.realised)} sectors trade did better" in PAGE


def test_signs_and_halves_by_hand():
    predicted, realised = {"a": 1.0, "b": -1.0, "c": -2.0}, {"a": 2.0, "b": 1.0, "c": -1.0}
    one = Ranking(predicted, realised, 1.0, 0.5)

    assert (one.right_signs, one.right_halves) == (2, 3)


def test_a_perfect_order_is_hardly_luck():
    came = FOUND.realised
    perfect = ranking(
        load_trade_data(), demand={n: (1 + v) / (1 + FOUND.predicted[n]) for n, v in came.items()}
    )

    assert perfect.correlation == pytest.approx(1.0)
    assert perfect.p_value < 0.001
    assert perfect.right_signs == len(came)


def test_level_is_not_predicted():
    predicted, realised = (list(values.values()) for values in (FOUND.predicted, FOUND.realised))

    assert np.mean(predicted) < 0 < np.mean(realised)
