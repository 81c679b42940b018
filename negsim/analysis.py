"""Reading result folders for analysis: lazily, and as numbers per group of runs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from negsim.errors import ResultError
from negsim.intervals import student, wilson
from negsim.registry import unknown
from negsim.tables import metric

QUANTILES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}


def scan(folder: Path, table: str = "runs") -> Any:
    """Return a table of a result folder as a pyarrow Dataset: nothing is read until it is asked for.

    Parameters
    ----------
    table : runs, offers, agents or timings; while runs are played, the parts that are there
    """
    whole, parts = folder / f"{table}.parquet", folder / table
    if whole.is_file():
        return ds.dataset(whole)
    found = sorted(parts.glob("part-*.parquet"))
    if not found:
        raise ResultError(f"{folder}: has no table {table}")
    return ds.dataset(found)


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
    `<metric>_if_agreed`, its mean over runs that ended in agreement. Failed runs and nan do not count. An
    interval says how far luck moves the mean of these very points.
    """
    known([*by, *metrics, "status", "agreed"], list(runs.columns), "runs")
    done, agreed = runs["status"].eq("ok"), runs["agreed"].eq(True)
    keys = [runs[name] for name in by] or [pd.Series(0, index=runs.index, name="all")]
    counts = pd.DataFrame({"n": done, "n_failed": ~done, "n_agreed": done & agreed})
    table = counts.groupby(keys, sort=False, dropna=False).sum()
    for name in metrics:
        values = runs[name].astype(float).where(done)
        table = table.join(_describe(name, values.groupby(keys, sort=False, dropna=False)))
        conditional = values.where(agreed).groupby(keys, sort=False, dropna=False).mean()
        table[f"{name}_if_agreed"] = conditional
    return table.reset_index(drop=not by)


def _describe(name: str, groups: Any) -> pd.DataFrame:
    n, mean, sd = groups.count(), groups.mean(), groups.std(ddof=1)
    low, high = _intervals(n.to_numpy(), mean.to_numpy(), sd.to_numpy(), rate=is_rate(name))
    columns = {"mean": mean, "sd": sd, "se": sd / np.sqrt(n.where(n > 0)), "low": low, "high": high}
    columns |= {label: groups.quantile(share) for label, share in QUANTILES.items()}
    return pd.DataFrame(columns, index=mean.index).add_prefix(f"{name}_")


def _intervals(n: Any, mean: Any, sd: Any, *, rate: bool) -> tuple[Any, Any]:
    several = np.where(n > 1, n, np.nan)
    if rate:
        return wilson(np.where(n > 1, mean, np.nan), several)
    half = student(several) * sd / np.sqrt(several)
    return mean - half, mean + half


def is_rate(name: str) -> bool:
    """Return whether a metric is 1 or 0 in each run, so that its mean is a rate."""
    return metric(name).unit == "share of runs"
