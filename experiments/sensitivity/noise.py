"""How far luck alone moves the indices: what is below its floor is not shown.

Runs of one replication share their luck at all points, so replications are drawn again, the same ones for
every point, and what a difference then does around its mean is luck.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from negsim.arrays import Array
from negsim.rng import stream

DRAWS = 400
QUANTILE = 0.99
"""Of a hundred settings that do nothing, about one lies above its floor."""


def means_of(values: Array) -> Array:
    """Return the mean of each point over the replications that have a number; nan where none has.

    Parameters
    ----------
    values : (points, replications)
    """
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        found: Array = np.where(there, values, 0.0).sum(axis=1) / there.sum(axis=1)
    return found


def drawn_again(values: Array, quantity: str) -> list[Array]:
    """Return the points' means under replications drawn again, spread as those of fresh ones would be."""
    runs = values.shape[1]
    chance = stream(1, "noise", quantity)
    mean, wider = means_of(values), np.sqrt(runs / max(runs - 1, 1))
    drawn = (chance.integers(runs, size=runs) for _ in range(DRAWS))
    return [mean + wider * (means_of(values[:, rows]) - mean) for rows in drawn]


def morris_floor(design: pd.DataFrame, values: Array, factors: Sequence[str]) -> Array:
    """Return the mean absolute effect of each factor that luck alone reaches once in a hundred times."""
    long = len(factors) + 1
    steps = design["step"].to_numpy(dtype=float).reshape(-1, long)[:, 1:]
    moved = pd.Index(factors).get_indexer(pd.Index(design["moved"])).reshape(-1, long)[:, 1:]

    def effects(means: Array) -> Array:
        found = np.empty_like(steps)
        change = np.diff(means.reshape(-1, long), axis=1) / steps
        np.put_along_axis(found, moved, change, axis=1)
        return found

    found = effects(means_of(values))
    luck = [_mean_size(effects(means) - found) for means in drawn_again(values, "morris")]
    floor: Array = np.quantile(luck, QUANTILE, axis=0)
    return floor


def _mean_size(luck: Array) -> Array:
    there = ~np.isnan(luck)
    found: Array = np.where(there, np.abs(luck), 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    return found


def sobol_floor(values: Array, factors: Sequence[str]) -> Array:
    """Return the total index of each factor that luck alone gives it, on average.

    A total index is half the mean squared difference of two points over the variance (Jansen 1999); luck
    adds the variance of the mean difference to each square.
    """
    runs = values.shape[1]
    blocks = values.reshape(-1, len(factors) + 2, runs)
    change = blocks[:, 1:-1] - blocks[:, :1]
    counted = (~np.isnan(change)).sum(axis=2)
    spread = np.array([[_variance(one) for one in row] for row in change])
    squares = np.where(counted > 1, spread / np.maximum(counted, 1), np.nan)
    means = means_of(values).reshape(-1, len(factors) + 2)[:, [0, -1]]
    floor: Array = np.nanmean(squares, axis=0) / (2 * np.nanvar(means))
    return floor


def _variance(values: Array) -> float:
    there = values[~np.isnan(values)]
    return float(there.var(ddof=1)) if len(there) > 1 else float("nan")
