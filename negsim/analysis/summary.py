"""Reading result folders for analysis: lazily, and as numbers per group of runs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from negsim.analysis.intervals import student, wilson
from negsim.errors import ResultError
from negsim.experiment.tables import CHECKED, metric
from negsim.registry import entries, unknown

SUMMED_BY = ("status", "agreed", "point_id", "seed_key")
"""Columns of `runs` that every summary reads."""
QUANTILES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}


def scan(folder: Path, table: str = "runs") -> Any:
    """Return a table of a result folder as a pyarrow Dataset: nothing is read until it is asked for.

    Parameters
    ----------
    table : runs, offers, agents or timings; while runs are played, the parts that are there
    """
    whole, parts = folder / f"{table}.parquet", folder / table
    if whole.is_file():
        return ds.dataset(whole, format=CHECKED)
    found = sorted(parts.glob("part-*.parquet"))
    if not found:
        raise ResultError(f"{folder}: has no table {table}")
    return ds.dataset(found, format=CHECKED)


def read(folder: Path, columns: Sequence[str], name: str = "runs") -> pd.DataFrame:
    """Return some columns of a table as a DataFrame.

    Raises
    ------
    ResultError : for a column that is not there, with the nearest name.
    """
    found = scan(folder, name)
    known(columns, found.schema.names, f"{folder}: {name}")
    try:
        table: pd.DataFrame = found.to_table(columns=list(dict.fromkeys(columns))).to_pandas()
    except (OSError, pa.ArrowException) as error:
        raise ResultError(f"{folder}: {name} cannot be read: {error}") from error
    return table


def known(names: Sequence[str], columns: Sequence[str], where: str) -> None:
    """Refuse the first name that is no column."""
    for name in names:
        if name not in columns:
            raise ResultError(f"{where}: {unknown('column', name, columns)}")


def roles(folder: Path) -> dict[str, str]:
    """Return dotted path -> role (lever, uncertainty or empty) of every factor of a result folder."""
    try:
        schema = pq.read_schema(folder / "design.parquet")
    except (OSError, pa.ArrowException) as error:
        raise ResultError(f"{folder}: design.parquet cannot be read: {error}") from error
    found = {}
    for column in schema:
        metadata: Mapping[bytes, bytes] = column.metadata or {}
        if b"role" in metadata:
            found[column.name] = metadata[b"role"].decode()
    return found


def summary(runs: pd.DataFrame, by: Sequence[str], metrics: Sequence[str]) -> pd.DataFrame:
    """Return one row for each group of runs, in order of appearance.

    Columns are those of `by`, `n`, `n_failed`, `n_agreed`, and for each metric its mean, sd, standard error,
    95 % interval (Student; Wilson for rates), 5, 50 and 95 % quantiles over all runs and, as
    `<metric>_if_agreed`, its mean over runs that ended in agreement. Failed runs and nan do not count.

    Standard error and interval say how far luck moves the mean of these very points: differences between the
    points of a group do not count, and runs that share their luck at several points count as one draw.

    Raises
    ------
    ResultError : for a column that is not there, or a metric that is no number.
    """
    by = list(dict.fromkeys(by))
    known([*by, *metrics, *SUMMED_BY], list(runs.columns), "runs")
    numbers_only(runs, metrics)
    done, agreed = runs["status"].eq("ok"), runs["agreed"].eq(True)
    keys = [runs[name] for name in by] or [pd.Series(0, index=runs.index, name="all")]
    counts = pd.DataFrame({"n": done, "n_failed": ~done, "n_agreed": done & agreed})
    table = counts.groupby(keys, sort=False, dropna=False).sum()
    for name in metrics:
        values = runs[name].astype(float).where(done)
        luck = _luck(values, keys, runs)
        table = table.join(_describe(name, values.groupby(keys, sort=False, dropna=False), luck))
        conditional = values.where(agreed).groupby(keys, sort=False, dropna=False).mean()
        table[f"{name}_if_agreed"] = conditional
    return table.reset_index(drop=not by)


def _luck(values: pd.Series, keys: list[pd.Series], runs: pd.DataFrame) -> pd.DataFrame:
    """Return standard error of each group's mean over luck, and the number of draws less what was fitted.

    Residuals from the means of points are summed over the runs of one draw of luck. With one point a group
    these are the usual numbers; with common random numbers those of the means over points.
    """
    names = [f"key{position}" for position in range(len(keys))]
    columns = {"value": values, "point": runs["point_id"], "draw": runs["seed_key"]}
    table = pd.DataFrame({**columns, **dict(zip(names, keys, strict=True))}).dropna(subset=["value"])
    table["residual"] = table["value"] - table.groupby([*names, "point"], dropna=False)["value"].transform(
        "mean"
    )
    groups = table.groupby(names, sort=False, dropna=False)
    runs_, points = groups["value"].count(), groups["point"].nunique()
    draws = table.groupby([*names, "draw"], sort=False, dropna=False)["residual"].sum()
    again = draws.groupby(level=list(range(len(names))), sort=False, dropna=False)
    count = again.count()
    fitted = points.where(count == runs_, 1)  # draws of their own at each point, or shared by points
    free = count - fitted
    squares = again.apply(lambda sums: float((sums**2).sum()))
    se = np.sqrt(squares / runs_**2 * count / free.where(free > 0))
    found = pd.DataFrame({"se": se, "free": free})
    found.index.names = [key.name for key in keys]
    return found


def _describe(name: str, groups: Any, luck: pd.DataFrame) -> pd.DataFrame:
    n, mean, sd = groups.count(), groups.mean(), groups.std(ddof=1)
    luck = luck.reindex(mean.index)
    se, free = luck["se"], luck["free"].where(luck["free"] > 0)
    if is_rate(name):
        trials = (mean * (1.0 - mean) / se**2).where(se > 0, n).where(luck["free"] + 1 != n, n)
        low, high = wilson(mean.where(n > 1).to_numpy(), trials.where(n > 1).to_numpy())
    else:
        half = student(free.to_numpy() + 1.0) * se.to_numpy()
        low, high = mean.to_numpy() - half, mean.to_numpy() + half
    columns = {"mean": mean, "sd": sd, "se": se, "low": low, "high": high}
    columns |= {label: groups.quantile(share) for label, share in QUANTILES.items()}
    return pd.DataFrame(columns, index=mean.index).add_prefix(f"{name}_")


def numbers_only(runs: pd.DataFrame, metrics: Sequence[str]) -> None:
    """Refuse the first metric whose column holds no numbers."""
    for name in metrics:
        if (
            not pd.api.types.is_numeric_dtype(runs[name])
            and not runs[name].dropna().isin((True, False)).all()
        ):
            raise ResultError(f"{name}: its column holds words; means need numbers or truth values")


def is_rate(name: str) -> bool:
    """Return whether a column is 1 or 0 in each run, so that its mean is a rate."""
    if name not in {entry.name for entry in entries("metric")}:
        return name == "agreed" or name.startswith("share_")
    return metric(name).unit == "share of runs"
