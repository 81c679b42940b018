"""Numbers per design point for the summary on disk, and what agreements look like."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from negsim.analysis.levels import level_metrics, shares
from negsim.analysis.summary import summary

PARTS = ("mean", "sd", "low", "high", "if_agreed")
"""What `summary.csv` has of each metric."""
LEVEL_PARTS = ("mean", "sd", "low", "high")
"""What it has of the number agreed on in an issue, which there is only of agreements."""
SHARE_PARTS = ("mean", "low", "high")
"""What it has of the share of agreements with a level."""


def summarise(runs: pd.DataFrame, factors: Sequence[str], metrics: Sequence[str]) -> pd.DataFrame:
    """Return one row a design point, sorted: the columns of `summary.csv`.

    After the metrics stand the levels agreed on: `level_<issue>` of each issue with numbers, and of every
    other issue the shares of agreements with each level, `share_<issue>_<level>`.
    """
    levels, agreed = level_metrics(runs, metrics), shares(runs)
    wide = pd.concat([runs, agreed], axis=1)
    table = summary(wide, ["point_id", *factors], [*metrics, *levels, *agreed.columns])
    shown = ["point_id", *factors, "n", "n_failed", "n_agreed"]
    for names, parts in ((metrics, PARTS), (levels, LEVEL_PARTS), (agreed.columns, SHARE_PARTS)):
        shown += [f"{name}_{part}" for name in names for part in parts]
    return table.sort_values("point_id", ignore_index=True)[shown]


def agreements(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the runs that ended in agreement; failed runs did not."""
    return runs[runs["agreed"].eq(True)]


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


def summarised_levels(table: pd.DataFrame, besides: Sequence[str]) -> list[str]:
    """Return the levels agreed on that `summary.csv` has, but for those named `besides`."""
    found = [name.removesuffix("_mean") for name in table.columns if name.endswith("_mean")]
    return level_metrics(table[[]].reindex(columns=found), besides)
