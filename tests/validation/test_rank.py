"""Realised trade of autumn 2025 against the core: order only, never levels."""

from datetime import date
from pathlib import Path

import numpy as np
from scipy.stats import permutation_test, rankdata, spearmanr

from negsim.economy.load import load_trade_data
from negsim.validation.rank import predicted_changes, realised_changes


def pairs(elasticities="short_run", **options):
    predicted, realised = predicted_changes(load_trade_data(), elasticities, **options), realised_changes()
    return [predicted[sector] for sector in realised], list(realised.values())


def rank_and_luck(**options):
    """Spearman's correlation over 14 sectors, and its one-sided permutation p."""
    predicted, realised = (rankdata(values) for values in pairs(**options))
    by_luck = permutation_test(
        (predicted,),
        lambda order, axis: (order * realised).sum(axis),
        permutation_type="pairings",
        alternative="greater",
        vectorized=True,
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    )
    return spearmanr(predicted, realised).statistic, by_luck.pvalue


def test_the_page_reports_the_rank_that_comes_out():
    """Reported, not required: nothing may be tuned to what happened after the world's date."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    rank, luck = rank_and_luck()
    late, _ = rank_and_luck(day=date(2025, 11, 15))

    assert f"Spearman's correlation is {rank:.2f} (one-sided permutation p = {luck:.3f})" in page
    assert f"with the farm list for all three months it is {late:.2f}" in page


def test_level_is_not_predicted():
    predicted, realised = pairs()

    assert np.mean(predicted) < 0 < np.mean(realised)
