"""Paired comparison of metrics between levels of a factor, or between two result folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.intervals import interval
from negsim.analysis.results import Results
from negsim.analysis.summary import is_rate, known, numbers_only
from negsim.arrays import Array
from negsim.errors import ResultError
from negsim.registry import unknown

MOST_LEVELS = 12
"""Levels up to which every pair of them is compared."""
FOLDER = "folder"
"""Name of the factor that tells two result folders apart."""


@dataclass(frozen=True)
class Material:
    """Runs to compare.

    Attributes
    ----------
    runs : finished runs with their factors
    factors : columns that make a design point
    metrics : columns to compare
    """

    runs: pd.DataFrame
    factors: Sequence[str]
    metrics: Sequence[str]


def compare(material: Material, by: Sequence[str]) -> pd.DataFrame:
    """Return one row for each metric and pair of levels of each factor in `by`.

    Differences are second minus first level. Runs are *paired* if they share replication, seed and all other
    factors; as runs of one replication share their luck at every point, differences are averaged within a
    replication first, and `n` counts replications. Runs that share no luck are compared within each
    combination of the other factors; where these differ too, as two samples of points. `p` is of the paired
    t-test (of McNemar's exact test where each difference of a rate is between two runs; of Welch's t-test
    without pairs), `p_holm` corrects it for all rows.
    """
    rows = []
    for factor in by:
        levels = list(dict.fromkeys(material.runs[factor]))
        if len(levels) > MOST_LEVELS:
            raise ResultError(
                f"{factor}: has {len(levels)} levels; at most {MOST_LEVELS} can be compared in pairs"
            )
        others = [name for name in material.factors if name != factor]
        for metric in material.metrics:
            for first, second in combinations(levels, 2):
                ends = {"factor": factor, "first": first, "second": second, "metric": metric}
                rows.append(ends | _row(material.runs, factor, (first, second), metric, others))
    if not rows:
        raise ResultError(f"{' and '.join(by)}: has one level only: there is nothing to compare")
    table = pd.DataFrame(rows)
    table["p_holm"] = holm(table["p"].to_numpy(dtype=float))
    return table


def holm(p: Array) -> Array:
    """Return p-values corrected for their number (Holm 1979); nan stays nan and does not count."""
    corrected = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    corrected[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return corrected


def _row(
    runs: pd.DataFrame, factor: str, levels: tuple[Any, Any], metric: str, others: Sequence[str]
) -> dict[str, Any]:
    keys = [*others, "replication", "seed_key"]
    samples = [runs[runs[factor] == level].dropna(subset=[metric]) for level in levels]
    first, second = (s.groupby(keys, dropna=False)[metric].mean().astype(float) for s in samples)
    both = pd.concat([first, second], axis=1, keys=["first", "second"], join="inner").dropna()
    if len(both) == 0:
        return _stratified(samples, metric, others) or _unpaired(samples, metric)
    whole = len(both) == sum(map(len, samples)) / 2
    difference = (both["second"] - both["first"]).groupby("replication").mean().to_numpy()
    exact = is_rate(metric) and whole and len(difference) == len(both)
    low, high = interval(difference)
    return {
        "paired": True,
        "n": len(difference),
        "pairs": len(both),
        "mean_first": float(both["first"].mean()),
        "mean_second": float(both["second"].mean()),
        "difference": float(difference.mean()),
        "low": low,
        "high": high,
        "test": "McNemar" if exact else "paired t",
        "p": mcnemar(difference) if exact else paired_t(difference),
        "p_wilcoxon": wilcoxon(difference),
    }


def paired_t(difference: Array) -> float:
    """Return the two-sided p-value that the mean difference is zero; nan below two differences."""
    if len(difference) < 2:
        return float("nan")
    if np.ptp(difference) == 0:
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


def _stratified(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> dict[str, Any] | None:
    """Compare runs that share no luck within each combination of the other factors, and average.

    None where the samples do not have the same combinations, two runs or more in each and more than one.
    """
    cells = [
        s.groupby(list(others), dropna=False)[metric].agg(["mean", "var", "count"]) for s in samples if others
    ]
    if (
        not cells
        or len(cells[0]) < 2
        or not cells[0].index.sort_values().equals(cells[1].index.sort_values())
    ):
        return None
    first, second = cells[0], cells[1].reindex(cells[0].index)
    if min(first["count"].min(), second["count"].min()) < 2:
        return None
    parts = np.concatenate([c["var"].to_numpy(float) / c["count"].to_numpy(float) for c in (first, second)])
    free = np.concatenate([c["count"].to_numpy(float) - 1.0 for c in (first, second)])
    change = float((second["mean"] - first["mean"]).mean())
    low, high, p = _t_of(change, parts, free, len(first))
    return {
        "paired": False,
        "n": int(min(first["count"].sum(), second["count"].sum())),
        "pairs": 0,
        "mean_first": float(first["mean"].mean()),
        "mean_second": float(second["mean"].mean()),
        "test": "stratified t",
        "difference": change,
        "low": low,
        "high": high,
        "p": p,
        "p_wilcoxon": float("nan"),
    }


def _t_of(change: float, parts: Array, free: Array, strata: int) -> tuple[float, float, float]:
    """Return interval and p-value of a mean difference over strata, with Welch's degrees of freedom."""
    if not parts.any():
        return change, change, float(change == 0)
    from scipy.stats import t

    error = float(np.sqrt(parts.sum())) / strata
    degrees = float(parts.sum() ** 2 / (parts**2 / free).sum())
    half = float(t.ppf(0.975, degrees)) * error
    return change - half, change + half, float(2 * t.sf(abs(change) / error, degrees))


def _unpaired(samples: Sequence[pd.DataFrame], metric: str) -> dict[str, Any]:
    """Compare means of points that share no luck, or that differ in other factors too."""
    points = [sample.groupby("point_id")[metric].mean().to_numpy(dtype=float) for sample in samples]
    if min(map(len, points)) < 2:  # one point each: its replications are independent runs
        points = [sample[metric].to_numpy(dtype=float) for sample in samples]
    first, second = points
    row: dict[str, Any] = {"paired": False, "n": min(len(first), len(second)), "pairs": 0}
    row |= {"mean_first": _mean(first), "mean_second": _mean(second), "test": "Welch t"}
    row |= {"difference": row["mean_second"] - row["mean_first"]}
    low, high, p, ranks = _welch(first, second)
    return row | {"low": low, "high": high, "p": p, "p_wilcoxon": ranks}


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _welch(first: Array, second: Array) -> tuple[float, float, float, float]:
    """Return interval and p-value of the difference of two means (Welch 1947), and p of the rank-sum test."""
    nan = float("nan")
    if min(len(first), len(second)) < 2:
        return nan, nan, nan, nan
    if np.ptp(first) == np.ptp(second) == 0:
        change = float(second[0] - first[0])
        return change, change, float(change == 0), float(change == 0)
    from scipy.stats import mannwhitneyu, ttest_ind

    tested = ttest_ind(second, first, equal_var=False)
    inside = tested.confidence_interval()
    ranks = float(mannwhitneyu(second, first).pvalue)
    return float(inside.low), float(inside.high), float(tested.pvalue), ranks


def material_of(results: Results, metrics: Sequence[str]) -> Material:
    """Return the finished runs of a result folder."""
    names = list(metrics) or list(results.config["metrics"])
    if not names:
        raise ResultError(f"{results.path}: its experiment asks for no metric; name one by --metric")
    runs = results.runs
    known(names, list(runs.columns), str(results.path))
    numbers_only(runs, names)
    return Material(runs[runs["status"].eq("ok")], list(results.roles), names)


def material_of_two(first: Results, second: Results, metrics: Sequence[str]) -> Material:
    """Return the runs of two result folders, told apart by the factor `folder`."""
    names = list(metrics) or [m for m in first.config["metrics"] if m in second.config["metrics"]]
    if not names:
        raise ResultError(f"{first.path} and {second.path}: have no metric in common; name one by --metric")
    if first.manifest["config_hash"] == second.manifest["config_hash"]:
        raise ResultError(f"{first.path} and {second.path}: are results of the same configuration")
    parts = []
    for label, results in zip(_labels(first, second), (first, second), strict=True):
        part = material_of(results, names)
        parts.append(part.runs.assign(**{FOLDER: label}))
    shared = [name for name in first.roles if name in second.roles]
    runs = pd.concat(parts, ignore_index=True)[
        [FOLDER, *shared, "point_id", "replication", "seed_key", *names]
    ]
    return Material(runs, [FOLDER, *shared], names)


def _labels(first: Results, second: Results) -> tuple[str, str]:
    one, two = str(first.config["name"]), str(second.config["name"])
    return (one, two) if one != two else (f"{one}/{first.path.name}", f"{two}/{second.path.name}")


def factors_to_compare(results: Results, asked: Sequence[str]) -> list[str]:
    """Return the factors asked for; by default the levers, or else all with few levels.

    Raises
    ------
    ResultError : for a name that is no factor, or if there is nothing to compare.
    """
    all_of_them = results.roles
    for name in asked:
        if name not in all_of_them:
            raise ResultError(f"{results.path}: {unknown('factor', name, all_of_them)}")
    if asked:
        return list(asked)
    counts = {path: results.design[path].nunique() for path in all_of_them}
    found = [path for path, role in all_of_them.items() if role == "lever" and counts[path] > 1]
    found = found or [path for path, count in counts.items() if 1 < count <= MOST_LEVELS]
    if not found:
        raise ResultError(f"{results.path}: has no factor with 2 to {MOST_LEVELS} levels to compare")
    return found
