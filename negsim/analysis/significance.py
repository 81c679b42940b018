"""Tests of differences: p-values and intervals from numbers alone."""

import numpy as np

from negsim.arrays import Array


def holm(p: Array) -> Array:
    """Return p-values corrected for their number (Holm 1979); nan stays nan and does not count."""
    corrected = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return corrected


STEADY = 1e-12
"""Spread of values, as a share of the largest, that is rounding only."""


def steady(values: Array) -> bool:
    """Return whether values are all the same but for rounding."""
    return bool(np.ptp(values) <= STEADY * np.abs(values).max())


def paired_t(difference: Array) -> float:
    """Return the two-sided p-value that the mean difference is zero; nan below two differences."""
    if len(difference) < 2:
        return float("nan")
    if steady(difference):
        return 1.0 if difference[0] == 0 else 0.0
    from scipy.stats import ttest_1samp

    return float(ttest_1samp(difference, 0.0).pvalue)


def wilcoxon(difference: Array) -> float:
    """Return the two-sided p-value of Wilcoxon's signed ranks; zero differences do not count."""
    moved = difference[difference != 0]
    if len(difference) < 2 or not len(moved):
        return float("nan") if len(difference) < 2 else 1.0
    from scipy.stats import wilcoxon as signed_ranks

    return float(signed_ranks(moved).pvalue)


def mcnemar(difference: Array) -> float:
    """Return the exact p-value that as many pairs turn from 0 to 1 as from 1 to 0."""
    from scipy.stats import binomtest

    up, down = int((difference > 0).sum()), int((difference < 0).sum())
    return float(binomtest(up, up + down, 0.5).pvalue) if up + down else 1.0


def welch(first: Array, second: Array) -> tuple[float, float, float, float]:
    """Return interval and p-value of the difference of two means (Welch 1947), and p of the rank-sum test."""
    nan = float("nan")
    if min(len(first), len(second)) < 2:
        return nan, nan, nan, nan
    if steady(first) and steady(second):
        change = float(second[0] - first[0])
        return change, change, float(change == 0), float(change == 0)
    from scipy.stats import mannwhitneyu, ttest_ind

    tested = ttest_ind(second, first, equal_var=False)
    inside = tested.confidence_interval()
    ranks = float(mannwhitneyu(second, first).pvalue)
    return float(inside.low), float(inside.high), float(tested.pvalue), ranks


def stratified_t(change: float, parts: Array, free: Array) -> tuple[float, float, float]:
    """Return interval and p-value of a mean difference over strata, with Welch's degrees of freedom.

    Parameters
    ----------
    parts : squared standard error of each mean, those of the first sample's strata before the second's
    free : degrees of freedom of each
    """
    if not parts.any():
        return change, change, float(change == 0) if len(parts) else change
    from scipy.stats import t

    error = 2 * float(np.sqrt(parts.sum())) / len(parts)
    degrees = float(parts.sum() ** 2 / (parts**2 / free).sum())
    half = float(t.ppf(0.975, degrees)) * error
    return change - half, change + half, float(2 * t.sf(abs(change) / error, degrees))


def superiority(first: Array, second: Array) -> float:
    """Return the chance that a value of the second sample is above one of the first; ties count half.

    References
    ----------
    Vargha & Delaney (2000).
    """
    if not len(first) or not len(second):
        return float("nan")
    ordered = np.sort(first)
    below = np.searchsorted(ordered, second, "left") + np.searchsorted(ordered, second, "right")
    return float(below.mean() / (2 * len(first)))
