"""Paired comparison of metrics between levels of a factor, or between two result folders."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.intervals import interval
from negsim.analysis.results import Results
from negsim.analysis.significance import holm, mcnemar, paired_t, stratified_t, welch, wilcoxon
from negsim.analysis.summary import is_rate, known, numbers_only
from negsim.arrays import Array
from negsim.errors import ResultError
from negsim.registry import unknown

MOST_LEVELS = 12
"""Levels up to which every pair of them is compared."""
FOLDER = "folder"
"""Name of the factor that tells two result folders apart."""
IF_AGREED = ("n", "pairs", "mean_first", "mean_second", "difference", "low", "high")
"""Columns given a second time for runs that ended in agreement, as `<column>_if_agreed`."""


@dataclass(frozen=True)
class Material:
    """Runs to compare.

    Attributes
    ----------
    runs : finished runs with their factors, and whether they agreed
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

    Pairs in which the metric has no value on one side, as the rounds to an agreement that was not reached,
    are `dropped`, and it is said why; means are those of the pairs compared, so their difference is the
    change. Columns ending in `_if_agreed` compare only pairs in which both agreed. They are not tested: which
    pairs agree depends on the levels too.
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


def _row(
    runs: pd.DataFrame, factor: str, levels: tuple[Any, Any], metric: str, others: Sequence[str]
) -> dict[str, Any]:
    """Compare two levels over all runs in which the metric has a value, and over those that agreed."""
    samples = [runs[runs[factor] == level] for level in levels]
    defined = [sample.dropna(subset=[metric]) for sample in samples]
    agreed = [sample[sample["agreed"].eq(True)] for sample in defined]
    pairs = _pairs(samples, metric, others)
    estimate = _paired if pairs["there"].any() else _stratified if _same_cells(defined, others) else _unpaired
    row, conditional = (estimate(part, metric, others) for part in (defined, agreed))
    lost = _lost(pairs) if row["paired"] else _lost_runs(samples, metric)
    return row | lost | {f"{name}_if_agreed": conditional[name] for name in IF_AGREED}


def _pairs(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> pd.DataFrame:
    """Return one row for each luck and combination of other factors that either sample has.

    Columns: the metric's mean in the first and second sample, whether both have such a run at all (`there`),
    whether all of them agreed, and whether each sample has one run only (`single`).
    """
    keys = [*others, "replication", "seed_key"]
    cells = [
        sample.groupby(keys, dropna=False).agg(
            value=(metric, "mean"), runs=(metric, "size"), agreed=("agreed", "min")
        )
        for sample in samples
    ]
    both = cells[0].add_suffix("_first").join(cells[1].add_suffix("_second"), how="outer")
    runs = both[["runs_first", "runs_second"]]
    return pd.DataFrame(
        {
            "first": both["value_first"].astype(float),
            "second": both["value_second"].astype(float),
            "there": runs.notna().all(axis=1),
            "agreed": both[["agreed_first", "agreed_second"]].eq(True).all(axis=1),
            "single": runs.eq(1).all(axis=1),
        }
    )


def _paired(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare runs that share their luck; means are those of the pairs, averaged within a replication."""
    pairs = _pairs(samples, metric, others).dropna(subset=["first", "second"])
    means = pairs.groupby("replication")[["first", "second"]].mean()
    difference = (means["second"] - means["first"]).to_numpy()
    exact = is_rate(metric) and bool(pairs["single"].all()) and len(means) == len(pairs)
    low, high = interval(difference)
    return {
        "paired": True,
        "n": len(means),
        "pairs": len(pairs),
        "mean_first": float(means["first"].mean()),
        "mean_second": float(means["second"].mean()),
        "difference": float(difference.mean()) if len(difference) else float("nan"),
        "low": low,
        "high": high,
        "test": "McNemar" if exact else "paired t",
        "p": mcnemar(difference) if exact and len(difference) else paired_t(difference),
        "p_wilcoxon": wilcoxon(difference),
    }


def _lost(pairs: pd.DataFrame) -> dict[str, int]:
    """Return how many pairs were dropped, and why."""
    lost = pairs[pairs[["first", "second"]].isna().any(axis=1)]
    partner = int((~lost["there"]).sum())
    agreement = int((lost["there"] & ~lost["agreed"]).sum())
    return _reasons(len(lost), partner, agreement)


def _lost_runs(samples: Sequence[pd.DataFrame], metric: str) -> dict[str, int]:
    """Return how many runs that are not paired were dropped, and why."""
    lost = pd.concat([sample.loc[sample[metric].isna(), "agreed"] for sample in samples])
    return _reasons(len(lost), 0, int((~lost.eq(True)).sum()))


def _reasons(dropped: int, partner: int, agreement: int) -> dict[str, int]:
    value = dropped - partner - agreement
    return {
        "dropped": dropped,
        "without_agreement": agreement,
        "without_partner": partner,
        "without_value": value,
    }


def _cells(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> list[pd.DataFrame]:
    """Return mean, variance and count of each combination of other factors with two runs in both samples."""
    cells = [s.groupby(list(others), dropna=False)[metric].agg(["mean", "var", "count"]) for s in samples]
    cells = [cell[cell["count"] >= 2].astype(float) for cell in cells]
    shared = cells[0].index.intersection(cells[1].index)
    return [cell.reindex(shared) for cell in cells]


def _same_cells(samples: Sequence[pd.DataFrame], others: Sequence[str]) -> bool:
    """Return whether both samples have the same combinations of other factors, more than one, each twice."""
    if not others:
        return False
    counts = [sample.groupby(list(others), dropna=False).size() for sample in samples]
    same = counts[0].index.sort_values().equals(counts[1].index.sort_values())
    return same and len(counts[0]) > 1 and min(count.min() for count in counts) > 1


def _stratified(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare runs that share no luck within each combination of the other factors, and average."""
    first, second = _cells(samples, metric, others)
    parts = np.concatenate([(cell["var"] / cell["count"]).to_numpy() for cell in (first, second)])
    free = np.concatenate([cell["count"].to_numpy() - 1.0 for cell in (first, second)])
    means = float(first["mean"].mean()), float(second["mean"].mean())
    low, high, p = stratified_t(means[1] - means[0], parts, free)
    counted = int(min(first["count"].sum(), second["count"].sum()))
    return _strangers(counted, means, "stratified t") | {"low": low, "high": high, "p": p}


def _unpaired(samples: Sequence[pd.DataFrame], metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare means of points that share no luck, or that differ in other factors too."""
    points = [sample.groupby("point_id")[metric].mean().to_numpy(dtype=float) for sample in samples]
    if min(map(len, points)) < 2:  # one point each: its replications are independent runs
        points = [sample[metric].to_numpy(dtype=float) for sample in samples]
    first, second = points
    low, high, p, ranks = welch(first, second)
    row = _strangers(min(len(first), len(second)), (_mean(first), _mean(second)), "Welch t")
    return row | {"low": low, "high": high, "p": p, "p_wilcoxon": ranks}


def _strangers(n: int, means: tuple[float, float], test: str) -> dict[str, Any]:
    """Return what every comparison of runs that share no luck says."""
    return {
        "paired": False,
        "n": n,
        "pairs": 0,
        "mean_first": means[0],
        "mean_second": means[1],
        "difference": means[1] - means[0],
        "low": float("nan"),
        "high": float("nan"),
        "test": test,
        "p": float("nan"),
        "p_wilcoxon": float("nan"),
    }


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")


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
        [FOLDER, *shared, "point_id", "replication", "seed_key", "agreed", *names]
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
