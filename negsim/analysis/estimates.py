"""What two samples of runs say of one metric: runs in pairs, in cells of like points, or as strangers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.intervals import interval
from negsim.analysis.significance import mcnemar, paired_t, steady, stratified_t, superiority, welch, wilcoxon
from negsim.analysis.summary import is_rate
from negsim.arrays import Array

Samples = Sequence[pd.DataFrame]
NAN = float("nan")


def pairs_of(samples: Samples, metric: str, others: Sequence[str]) -> pd.DataFrame:
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


def paired(samples: Samples, metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare runs that share their luck; means are those of the pairs, averaged within a replication."""
    pairs = pairs_of(samples, metric, others).dropna(subset=["first", "second"])
    means = pairs.groupby("replication")[["first", "second"]].mean()
    difference = (means["second"] - means["first"]).to_numpy()
    exact = is_rate(metric) and bool(pairs["single"].all()) and len(means) == len(pairs)
    low, high = interval(difference)
    spread = NAN if len(difference) < 2 else 0.0 if steady(difference) else float(difference.std(ddof=1))
    mean = float(difference.mean()) if len(difference) else NAN
    return {
        "paired": True,
        "n": len(means),
        "pairs": len(pairs),
        "mean_first": float(means["first"].mean()),
        "mean_second": float(means["second"].mean()),
        "difference": mean,
        "low": low,
        "high": high,
        "spread": spread,
        "effect": _effect(mean, spread),
        "superiority": float(np.mean(np.sign(difference) / 2 + 0.5)) if len(difference) else NAN,
        "same": bool(len(pairs)) and bool((pairs["first"] == pairs["second"]).all()),
        "test": "McNemar" if exact else "paired t",
        "p": mcnemar(difference) if exact and len(difference) else paired_t(difference),
        "p_wilcoxon": wilcoxon(difference),
    }


def _effect(difference: float, spread: float) -> float:
    """Return a difference in standard deviations; of one that never varies, infinite or none."""
    if spread == 0:
        return 0.0 if difference == 0 else float(np.copysign(np.inf, difference))
    return difference / spread


def _cells(samples: Samples, metric: str, others: Sequence[str]) -> list[pd.DataFrame]:
    """Return mean, variance and count of each combination of other factors with two runs in both samples."""
    cells = [s.groupby(list(others), dropna=False)[metric].agg(["mean", "var", "count"]) for s in samples]
    cells = [cell[cell["count"] >= 2].astype(float) for cell in cells]
    shared = cells[0].index.intersection(cells[1].index)
    return [cell.reindex(shared) for cell in cells]


def same_cells(samples: Samples, others: Sequence[str]) -> bool:
    """Return whether both samples have the same combinations of other factors, more than one, each twice."""
    if not others:
        return False
    counts = [sample.groupby(list(others), dropna=False).size() for sample in samples]
    same = counts[0].index.sort_values().equals(counts[1].index.sort_values())
    return same and len(counts[0]) > 1 and min(count.min() for count in counts) > 1


def stratified(samples: Samples, metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare runs that share no luck within each combination of the other factors, and average."""
    first, second = _cells(samples, metric, others)
    parts = np.concatenate([(cell["var"] / cell["count"]).to_numpy() for cell in (first, second)])
    free = np.concatenate([cell["count"].to_numpy() - 1.0 for cell in (first, second)])
    means = float(first["mean"].mean()), float(second["mean"].mean())
    low, high, p = stratified_t(means[1] - means[0], parts, free)
    counted = int(min(first["count"].sum(), second["count"].sum()))
    spread = float(np.sqrt((first["var"] + second["var"]).mean() / 2))
    groups = [dict(list(s.groupby(list(others), dropna=False)[metric])) for s in samples]
    above = [superiority(*(group[key].to_numpy(float) for group in groups)) for key in groups[0]]
    row = strangers(counted, means, "stratified t", spread, float(np.mean(above)))
    return row | {"low": low, "high": high, "p": p}


def unpaired(samples: Samples, metric: str, others: Sequence[str]) -> dict[str, Any]:
    """Compare means of points that share no luck, or that differ in other factors too."""
    points = [sample.groupby("point_id")[metric].mean().to_numpy(dtype=float) for sample in samples]
    if min(map(len, points)) < 2:  # one point each: its replications are independent runs
        points = [sample[metric].to_numpy(dtype=float) for sample in samples]
    first, second = points
    low, high, p, ranks = welch(first, second)
    enough = min(len(first), len(second)) > 1
    spread = float(np.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2)) if enough else NAN
    means, above = (_mean(first), _mean(second)), superiority(first, second)
    row = strangers(min(len(first), len(second)), means, "Welch t", spread, above)
    return row | {"low": low, "high": high, "p": p, "p_wilcoxon": ranks}


def strangers(
    n: int, means: tuple[float, float], test: str, spread: float = NAN, above: float = NAN
) -> dict[str, Any]:
    """Return what every comparison of runs that share no luck says."""
    return {
        "paired": False,
        "n": n,
        "pairs": 0,
        "mean_first": means[0],
        "mean_second": means[1],
        "difference": means[1] - means[0],
        "low": NAN,
        "high": NAN,
        "spread": spread,
        "effect": _effect(means[1] - means[0], spread),
        "superiority": above,
        "same": False,
        "test": test,
        "p": NAN,
        "p_wilcoxon": NAN,
    }


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else NAN


def lost_pairs(pairs: pd.DataFrame) -> dict[str, int]:
    """Return how many pairs were dropped, and why."""
    lost = pairs[pairs[["first", "second"]].isna().any(axis=1)]
    partner = int((~lost["there"]).sum())
    agreement = int((lost["there"] & ~lost["agreed"]).sum())
    return _reasons(len(lost), partner, agreement)


def lost_runs(samples: Samples, metric: str) -> dict[str, int]:
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
