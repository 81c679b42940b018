"""Paired comparison of metrics between levels of a factor, or between result folders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.estimates import (
    lost_pairs,
    lost_runs,
    paired,
    pairs_of,
    same_cells,
    stratified,
    unpaired,
)
from negsim.analysis.levels import level_metrics, with_shares
from negsim.analysis.power import detectable, needed
from negsim.analysis.results import Results
from negsim.analysis.significance import holm
from negsim.analysis.summary import known, numbers_only
from negsim.errors import ResultError
from negsim.registry import unknown

MOST_LEVELS = 12
"""Levels up to which every pair of them is compared."""
FOLDER = "folder"
"""Name of the factor that tells result folders apart."""
IF_AGREED = ("n", "pairs", "mean_first", "mean_second", "difference", "low", "high")
"""Columns given a second time for runs that ended in agreement, as `<column>_if_agreed`."""
SIGNIFICANT = 0.05
"""Level of the tests, all of a table together."""


@dataclass(frozen=True)
class Material:
    """Runs to compare.

    Attributes
    ----------
    runs : finished runs with their factors, and whether they agreed
    factors : columns that make a design point
    metrics : columns to compare
    sources : the results that runs come from, by their column `source`
    """

    runs: pd.DataFrame
    factors: Sequence[str]
    metrics: Sequence[str]
    sources: Sequence[Results] = field(default=())


def compare(material: Material, by: Sequence[str]) -> pd.DataFrame:
    """Return one row for each metric and pair of levels of each factor in `by`.

    Differences are second minus first level. Runs are *paired* if they share replication, seed and all other
    factors; as runs of one replication share their luck at every point, differences are averaged within a
    replication first, and `n` counts replications. Runs that share no luck are compared within each
    combination of the other factors; where these differ too, as two samples of points. `p` is of the paired
    t-test (of McNemar's exact test where each difference of a rate is between two runs; of Welch's t-test
    without pairs), `p_holm` corrects it for all rows, and `significant` says whether that is below .05.

    `spread` is the standard deviation of the paired differences (without pairs, that within the samples),
    `effect` the difference in its unit, `superiority` the chance that the second level has the higher value,
    ties counted half. `verdict` is *differs*, *within noise*, *no difference* (each pair is equal) or
    *not tested*. `n_needed` replications find a difference of the observed size with power .8 at the level
    that Holm's correction leaves in the worst case, .05 over the number of tests; `detectable` is the
    smallest difference that the n there are would find.

    Pairs in which the metric has no value on one side, as the rounds to an agreement that was not reached,
    are `dropped`, and it is said why; means are those of the pairs compared, so their difference is the
    change. Columns ending in `_if_agreed` compare only pairs in which both agreed. They are not tested: which
    pairs agree depends on the levels too.
    """
    rows = []
    for factor, first, second in pairs_of_levels(material, by):
        others = [name for name in material.factors if name != factor]
        for metric in material.metrics:
            ends = {"factor": factor, "first": first, "second": second, "metric": metric}
            rows.append(ends | _row(material.runs, factor, (first, second), metric, others))
    rows.sort(key=lambda row: (list(by).index(row["factor"]), list(material.metrics).index(row["metric"])))
    return judged(pd.DataFrame(rows))


def pairs_of_levels(material: Material, by: Sequence[str]) -> list[tuple[str, Any, Any]]:
    """Return factor, first and second level of every pair that is compared.

    Raises
    ------
    ResultError : if there are too many levels, or no pair at all.
    """
    found = []
    for factor in by:
        levels = list(dict.fromkeys(material.runs[factor]))
        if len(levels) > MOST_LEVELS:
            raise ResultError(
                f"{factor}: has {len(levels)} levels; at most {MOST_LEVELS} can be compared in pairs"
            )
        found += [(factor, first, second) for first, second in combinations(levels, 2)]
    if not found:
        raise ResultError(f"{' and '.join(by)}: has one level only: there is nothing to compare")
    return found


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of comparisons with corrected p-values, verdicts and the replications they need."""
    table["p_holm"] = holm(table["p"].to_numpy(dtype=float))
    table["significant"] = table["p_holm"] < SIGNIFICANT
    rows = table.to_dict("records")
    table["verdict"] = [_verdict(row) for row in rows]
    level = SIGNIFICANT / max(1, int(table["p"].notna().sum()))
    each = [_n_needed(row, level) for row in rows]
    table["n_needed"] = pd.array([None if n != n or np.isinf(n) else int(n) for n in each], dtype="Int64")
    table["detectable"] = [_detectable(row, level) for row in rows]
    return table.drop(columns="same")


def _verdict(row: Mapping[Any, Any]) -> str:
    if row["same"] and row["n"] > 1:
        return "no difference"
    if row["n"] < 2 or row["p"] != row["p"]:
        return "not tested"
    return "differs" if row["significant"] else "within noise"


def _n_needed(row: Mapping[Any, Any], level: float) -> float:
    """Return the replications that the difference needs; without pairs the variances of two means add up."""
    return needed(row["effect"] if row["paired"] else row["effect"] / np.sqrt(2), level)


def _detectable(row: Mapping[Any, Any], level: float) -> float:
    spread = row["spread"] if row["paired"] else row["spread"] * np.sqrt(2)
    return detectable(spread, int(row["n"]), level)


def _row(
    runs: pd.DataFrame, factor: str, levels: tuple[Any, Any], metric: str, others: Sequence[str]
) -> dict[str, Any]:
    """Compare two levels over all runs in which the metric has a value, and over those that agreed."""
    samples = [runs[runs[factor] == level] for level in levels]
    defined = [sample.dropna(subset=[metric]) for sample in samples]
    agreed = [sample[sample["agreed"].eq(True)] for sample in defined]
    pairs = pairs_of(samples, metric, others)
    estimate = paired if pairs["there"].any() else stratified if same_cells(defined, others) else unpaired
    row, conditional = (estimate(part, metric, others) for part in (defined, agreed))
    lost = lost_pairs(pairs) if row["paired"] else lost_runs(samples, metric)
    return row | lost | {f"{name}_if_agreed": conditional[name] for name in IF_AGREED}


def material_of(results: Results, metrics: Sequence[str]) -> Material:
    """Return the finished runs of a result folder; by default with its metrics and the levels agreed on."""
    runs = with_shares(results.runs, metrics)
    names = list(metrics) or [*results.config["metrics"], *level_metrics(runs, results.config["metrics"])]
    if not results.config["metrics"] and not metrics:
        raise ResultError(f"{results.path}: its experiment asks for no metric; name one by --metric")
    known(names, list(runs.columns), str(results.path))
    numbers_only(runs, names)
    done = runs[runs["status"].eq("ok")].assign(source=0)
    return Material(done, list(results.roles), names, (results,))


def material_of_many(found: Sequence[Results], metrics: Sequence[str]) -> Material:
    """Return the runs of several result folders, told apart by the factor `folder`.

    What has one level in each folder is a difference between folders, and no factor within them.
    """
    names = list(metrics) or [
        metric
        for metric in material_of(found[0], ()).metrics
        if all(metric in (*results.config["metrics"], *level_metrics(results.runs)) for results in found)
    ]
    if not names:
        places = " and ".join(str(results.path) for results in found)
        raise ResultError(f"{places}: have no metric in common; name one by --metric")
    shared = [name for name in found[0].roles if all(name in results.roles for results in found)]
    shared = [name for name in shared if any(results.runs[name].nunique() > 1 for results in found)]
    columns = [*shared, "run_id", "point_id", "replication", "seed_key", "agreed", *names]
    parts = [
        material_of(results, names).runs[list(dict.fromkeys(columns))].assign(folder=label, source=i)
        for i, (label, results) in enumerate(zip(labels(found), found, strict=True))
    ]
    return Material(pd.concat(parts, ignore_index=True), [FOLDER, *shared], names, tuple(found))


def labels(found: Sequence[Results]) -> list[str]:
    """Return what result folders are called: their names, with folder or number where these are not apart."""
    names = [str(results.config["name"]) for results in found]
    if len(set(names)) == len(names):
        return names
    longer = [f"{name}/{results.path.name}" for name, results in zip(names, found, strict=True)]
    if len(set(longer)) == len(longer):
        return longer
    return [f"{name} ({number})" for number, name in enumerate(names, 1)]


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
