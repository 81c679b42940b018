"""What moves a metric over any sample of points: standardised regression and partial rank correlation."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from negsim.arrays import Array
from negsim.errors import ResultError
from negsim.rng import stream

RESAMPLES = 500
"""Bootstrap resamples behind an interval."""
MOST_DRAWS = 20_000_000
"""Rows drawn for all of them; resamples are fewer for very large samples."""
ENDS = (0.025, 0.975)
SPARE = 3
"""Points that are needed beyond one a coefficient."""


def regression(
    design: pd.DataFrame, means: Array, factors: list[str], settings: Mapping[str, Any]
) -> tuple[pd.DataFrame, int]:
    """Return standardised regression coefficients (`src`) and partial rank correlations (`prcc`).

    `src` is the change of the metric in its standard deviations for one standard deviation of the factor,
    the others held: meaningful as far as the relation is linear, of which `r_squared` tells the share.
    `prcc` is the same question asked of ranks, for relations that are monotonic; `rank_r_squared` belongs to
    it. A factor of words has a row for each level but the first: `factor=level` against all others. Intervals
    are bootstrapped over points. Points without a number are left out and counted.

    References
    ----------
    Saltelli et al. (2008), Global Sensitivity Analysis, chapter 1; Iman & Conover (1979).
    """
    names, inputs = columns(design, factors)
    kept = ~np.isnan(means)
    values = np.column_stack([inputs[kept], means[kept]])
    if len(values) < len(names) + SPARE:
        raise ResultError(
            f"{len(values)} points with a number are too few for {len(names)} coefficients: "
            f"take at least {len(names) + SPARE}"
        )
    if np.ptp(values[:, -1]) == 0:
        raise ResultError("it is the same at every point: there is nothing to explain")
    if np.linalg.matrix_rank(values[:, :-1] - values[:, :-1].mean(axis=0)) < len(names):
        raise ResultError("its factors move together or stay: their shares cannot be told apart")
    ranks = np.column_stack([rankdata(column) for column in values.T])
    found = {"src": _coefficients(values)[0], "prcc": _coefficients(ranks)[1]}
    table = pd.DataFrame({"factor": names})
    count = max(20, min(RESAMPLES, MOST_DRAWS // len(values)))
    drawn = stream(1, "bootstrap").integers(len(values), size=(count, len(values)))
    for position, (name, sample) in enumerate((("src", values), ("prcc", ranks))):
        again = np.array([_coefficients(sample[rows])[position] for rows in drawn])
        low, high = np.nanquantile(again, ENDS, axis=0)
        table = table.assign(**{name: found[name], f"{name}_low": low, f"{name}_high": high})
    explained = _coefficients(values)[2], _coefficients(ranks)[2]
    table = table.assign(r_squared=explained[0], rank_r_squared=explained[1])
    return table, int((~kept).sum())


def columns(design: pd.DataFrame, factors: list[str]) -> tuple[list[str], Array]:
    """Return names and values of what a regression explains by: numbers, and levels of words as 0 or 1."""
    names: list[str] = []
    parts = []
    for factor in factors:
        column = design[factor]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            names.append(factor)
            parts.append(column.to_numpy(dtype=float))
            continue
        for level in list(dict.fromkeys(column))[1:]:
            names.append(f"{factor}={level}")
            parts.append(column.eq(level).to_numpy(dtype=float))
    if not names:
        raise ResultError("its experiment has no factors: nothing was changed that could move it")
    return names, np.column_stack(parts)


def _coefficients(values: Array) -> tuple[Array, Array, float]:
    """Return standardised coefficients, partial correlations and R^2 of the last column on the others.

    All are read off the inverse of the correlation matrix; nan where it has none, as in a resample in which
    a column does not change.
    """
    nothing = np.full(values.shape[1] - 1, np.nan)
    if (np.ptp(values, axis=0) == 0).any():
        return nothing, nothing, float("nan")
    correlation: Array = np.asarray(np.corrcoef(values, rowvar=False))
    exact = np.linalg.matrix_rank(correlation[:-1, :-1]) == len(correlation) - 1
    if not exact:
        return nothing, nothing, float("nan")
    slopes: Array = np.asarray(np.linalg.solve(correlation[:-1, :-1], correlation[:-1, -1]), dtype=float)
    explained = float(np.clip(slopes @ correlation[:-1, -1], 0.0, 1.0))
    own = np.diag(np.linalg.inv(correlation[:-1, :-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        partial = slopes / np.sqrt(slopes**2 + (1.0 - explained) * own)
    return slopes, partial, explained
