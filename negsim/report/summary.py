"""Numbers per design point: mean, spread and interval of every metric asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from negsim.tables import metric

Array = NDArray[np.float64]
CONFIDENCE = 0.95


def summarise(runs: pd.DataFrame, factors: Sequence[str], metrics: Sequence[str]) -> pd.DataFrame:
    """Return one row a design point.

    Columns are the factors, `n`, `n_failed`, `n_agreed`, and for each metric its mean, sd and interval over
    all runs and, as `<metric>_if_agreed`, its mean over runs that ended in agreement. Intervals hold
    95 %: Student's t for means, Wilson's for rates (metrics whose values are 0 or 1).
    """
    rows = []
    for point, group in runs.groupby("point_id", sort=True):
        done = group[group["status"] == "ok"]
        agreed = agreements(done)
        row: dict[str, Any] = {"point_id": point, **{name: group[name].iloc[0] for name in factors}}
        row |= {"n": len(done), "n_failed": len(group) - len(done), "n_agreed": len(agreed)}
        for name in metrics:
            row |= describe(name, _values(done, name))
            row[f"{name}_if_agreed"] = _mean(_values(agreed, name))
        rows.append(row)
    return pd.DataFrame(rows)


def agreements(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the runs that ended in agreement; failed runs did not."""
    return runs[runs["agreed"].eq(True)]


def describe(name: str, values: Array) -> dict[str, float]:
    """Return mean, sd and interval of one metric as columns; values that are nan do not count."""
    known = values[~np.isnan(values)]
    low, high = interval(known, rate=is_rate(name))
    return {
        f"{name}_mean": _mean(known),
        f"{name}_sd": float(known.std(ddof=1)) if known.size > 1 else float("nan"),
        f"{name}_low": low,
        f"{name}_high": high,
    }


def is_rate(name: str) -> bool:
    """Return whether a metric is 1 or 0 in each run, so that its mean is a rate."""
    return metric(name).unit == "share of runs"


def interval(values: Array, *, rate: bool = False) -> tuple[float, float]:
    """Return the 95 % interval of a mean (Student) or a rate (Wilson 1927); nan below two values."""
    n = values.size
    if n < 2:
        return float("nan"), float("nan")
    if rate:
        return wilson(float(values.mean()), n)
    half = float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * values.std(ddof=1) / np.sqrt(n))
    return float(values.mean()) - half, float(values.mean()) + half


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return Wilson's score interval of a share observed in n trials."""
    z = float(ndtri(0.5 + CONFIDENCE / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return min(share, max(0.0, float(centre - half))), max(share, min(1.0, float(centre + half)))


def _values(runs: pd.DataFrame, name: str) -> Array:
    return runs[name].to_numpy(dtype=float)


def _mean(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def modal_agreement(runs: pd.DataFrame) -> tuple[dict[str, str], float] | None:
    """Return the most frequent agreement, issue -> label, and its share of agreements; None without any."""
    columns = [name for name in runs.columns if name.startswith("issue_")]
    agreed = agreements(runs)
    if agreed.empty:
        return None
    counts = agreed.groupby(columns, dropna=False, sort=True).size()
    best = counts.index[int(np.argmax(counts.to_numpy()))]
    labels = best if isinstance(best, tuple) else (best,)
    names = [name.removeprefix("issue_") for name in columns]
    terms = {name: label for name, label in zip(names, labels, strict=True) if isinstance(label, str)}
    return terms, float(counts.max() / len(agreed))


def level_shares(runs: pd.DataFrame, issue: str, labels: Sequence[str]) -> Mapping[str, float]:
    """Return how often agreements have each level of an issue, in the order of `labels`."""
    agreed = agreements(runs)[f"issue_{issue}"]
    return {label: float((agreed == label).mean()) if len(agreed) else 0.0 for label in labels}
