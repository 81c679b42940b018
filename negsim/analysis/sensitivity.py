"""Which factors move a metric: Morris's effects, Sobol's and FAST's shares of variance, or a regression."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.levels import LEVEL
from negsim.analysis.regression import regression
from negsim.analysis.results import Results
from negsim.analysis.summary import known
from negsim.arrays import Array
from negsim.errors import ResultError
from negsim.experiment.designs.salib import problem, salib
from negsim.rng import stream

RESAMPLES = 500
"""Bootstrap resamples behind an interval."""
MOST_DRAWS = 20_000_000
"""Resamples are fewer for very large designs, so that memory stays small."""
ENDS = (0.025, 0.975)


@dataclass(frozen=True)
class Noise:
    """How much of what differs between points is luck.

    Attributes
    ----------
    within : mean variance between the replications of a point
    between : variance of the points' means
    of_means : variance that luck alone gives a mean, as a share of `between`; under common random numbers
        an upper limit, because points share much of their luck
    """

    within: float
    between: float
    of_means: float

    @property
    def ratio(self) -> float:
        """Variance within points over variance between points."""
        return self.within / self.between


@dataclass(frozen=True)
class Sensitivity:
    """What moves one metric.

    Attributes
    ----------
    method : morris, saltelli, fast or regression
    table : one row a factor; `<index>`, `<index>_low` and `<index>_high` are an index and its 95 % interval
    left_out : points, base points or steps of trajectories without a number
    """

    metric: str
    method: str
    table: pd.DataFrame
    noise: Noise
    points: int
    left_out: int = 0


def sensitivity(results: Results, metric: str) -> Sensitivity:
    """Return which factors move a metric: by the indices of its design, or else by a regression.

    Raises
    ------
    ResultError : if there are no factors or too few points, or the metric does not change.
    """
    design, where = results.config["design"], str(results.path)
    method = design["type"] if isinstance(design, Mapping) else str(design)
    method = method if method in METHODS else "regression"
    if not results.roles:
        raise ResultError(f"{where}: its experiment has no factors: nothing could move {metric}")
    known([metric], results.column_names, str(results.path))
    runs = results.part(["point_id", metric, "status"])
    values = runs.loc[runs["status"].eq("ok")].groupby("point_id")[metric]
    means = values.mean().reindex(results.design["point_id"]).to_numpy(dtype=float)
    noise = _noise(values)
    if not noise.between > 0:
        raise ResultError(f"{where}: {metric} is the same at every point: there is nothing to explain")
    settings = design if isinstance(design, Mapping) else {}
    try:
        table, left_out = indices(method, results.design, means, list(results.roles), settings)
    except ResultError as error:
        raise ResultError(f"{where}: {metric}: {error}") from error
    return Sensitivity(metric, method, table, noise, len(means), left_out)


def indices(
    method: str, design: pd.DataFrame, means: Array, factors: Sequence[str], settings: Mapping[str, Any]
) -> tuple[pd.DataFrame, int]:
    """Return the indices of every factor, and how many base points or steps were left out.

    Parameters
    ----------
    design : the points with the columns that the design added, in its order
    means : the metric's mean at each point; nan where it has none
    """
    return METHODS[method](design, means, list(factors), settings)


def _noise(values: Any) -> Noise:
    counted = pd.DataFrame({"n": values.count(), "mean": values.mean(), "var": values.var(ddof=1)})
    several = counted[counted["n"] > 1]
    within = float(several["var"].mean()) if len(several) else float("nan")
    between = float(counted["mean"].var(ddof=1))
    of_means = float((several["var"] / several["n"]).mean()) / between if between > 0 else float("nan")
    return Noise(within, between, of_means)


def _sobol(
    design: pd.DataFrame, means: Array, factors: list[str], settings: Mapping[str, Any]
) -> tuple[pd.DataFrame, int]:
    """Return first-order and total Sobol indices (Saltelli et al. 2010), bootstrapped over base points."""
    blocks = means.reshape(-1, len(factors) + 2)
    kept = blocks[~np.isnan(blocks).any(axis=1)]
    if len(kept) < 2:
        raise ResultError("fewer than two base points have a number at all their points")
    if np.ptp(kept[:, [0, -1]]) == 0:
        raise ResultError("it is the same at all base points: there is nothing to explain")
    resamples = max(20, min(RESAMPLES, MOST_DRAWS // len(kept)))
    found = salib("analyze.sobol").analyze(
        problem(factors),
        kept.ravel(),
        calc_second_order=False,
        num_resamples=resamples,
        keep_resamples=True,
        seed=1,
    )
    table = pd.DataFrame({"factor": factors})
    for index, name in (("S1", "first_order"), ("ST", "total")):
        table[name] = np.asarray(found[index], dtype=float)
        table[f"{name}_low"], table[f"{name}_high"] = np.quantile(found[f"{index}_conf_all"], ENDS, axis=0)
    return table, len(blocks) - len(kept)


def _morris(
    design: pd.DataFrame, means: Array, factors: list[str], settings: Mapping[str, Any]
) -> tuple[pd.DataFrame, int]:
    """Return mu, mu* and sigma of the elementary effects (Campolongo et al. 2007), bootstrapped.

    An effect is the metric's change per unit of the factor's whole range. One from or to a point without a
    number is left out alone: among many factors hardly a trajectory would be whole.
    """
    long = len(factors) + 1
    paths = means.reshape(-1, long)
    steps = design["step"].to_numpy(dtype=float).reshape(-1, long)[:, 1:]
    moved = pd.Index(factors).get_indexer(pd.Index(design["moved"])).reshape(-1, long)[:, 1:]
    effects = np.empty_like(steps)
    np.put_along_axis(effects, moved, np.diff(paths, axis=1) / steps, axis=1)
    missing = np.isnan(effects)
    if ((~missing).sum(axis=0) < 2).any():
        raise ResultError("fewer than two trajectories have a number before and after some factor's step")
    drawn = stream(1, "bootstrap").integers(len(effects), size=(RESAMPLES, len(effects)))
    resampled = np.array([_mean(np.abs(effects[rows])) for rows in drawn])
    low, high = np.nanquantile(resampled, ENDS, axis=0)
    table = pd.DataFrame({"factor": factors, "mu_star": _mean(np.abs(effects))})
    table = table.assign(mu_star_low=low, mu_star_high=high)
    table = table.assign(mu=_mean(effects), sigma=np.nanstd(effects, axis=0, ddof=1))
    return table, int(missing.sum())


def _mean(effects: Array) -> Array:
    """Return the mean effect of each factor over the trajectories that have one; nan where none has."""
    there = ~np.isnan(effects)
    with np.errstate(invalid="ignore"):
        found: Array = np.where(there, effects, 0.0).sum(axis=0) / there.sum(axis=0)
    return found


def _fast(
    design: pd.DataFrame, means: Array, factors: list[str], settings: Mapping[str, Any]
) -> tuple[pd.DataFrame, int]:
    """Return first-order and total indices of the extended Fourier test.

    There is no interval: a point of a search curve cannot be resampled without breaking the curve.
    """
    if np.isnan(means).any():
        raise ResultError("some points have no number, and a search curve cannot be read with holes")
    harmonics = int(settings.get("harmonics", 4))
    curves = means.reshape(len(factors), -1)
    if (np.ptp(curves, axis=1) == 0).any():
        raise ResultError("it does not change along a whole search curve: take more curve_points")
    size = curves.shape[1]
    fast = salib("analyze.fast")
    orders = [fast.compute_orders(y, size, harmonics, (size - 1) // (2 * harmonics)) for y in curves]
    first, total = np.array(orders, dtype=float).T
    return pd.DataFrame({"factor": factors, "first_order": first, "total": total}), 0


METHODS: Mapping[str, Callable[..., tuple[pd.DataFrame, int]]] = {
    "saltelli": _sobol,
    "morris": _morris,
    "fast": _fast,
    "regression": regression,
}
"""Design, or regression for all others -> how its indices are estimated."""


def ranked(found: Sensitivity) -> Sensitivity:
    """Return the same with the factors that matter most first."""
    column = {"morris": "mu_star", "regression": "src"}.get(found.method, "total")
    return replace(
        found, table=found.table.sort_values(column, ascending=False, ignore_index=True, key=np.abs)
    )


def table_of(found: Sequence[Sensitivity]) -> pd.DataFrame:
    """Return the indices of several metrics as one table: the columns of `sensitivity.csv`."""
    table = pd.concat([one.table.assign(metric=one.metric, method=one.method) for one in found])
    front = ["metric", "method", "factor"]
    return table[[*front, *(name for name in table.columns if name not in front)]].reset_index(drop=True)


def asked_metrics(results: Results, names: Sequence[str]) -> list[str]:
    """Return the metrics named, or those of the experiment and the levels agreed on.

    A name that is no column is refused.
    """
    there, asked = results.column_names, list(results.config["metrics"])
    levels = [name for name in there if name.startswith(LEVEL) and name not in asked]
    wanted = list(names) or [*asked, *levels]
    known(wanted, there, str(results.path))
    return wanted


def sensitivities(results: Results, names: Sequence[str]) -> tuple[list[Sensitivity], list[str]]:
    """Return the analysis of the metrics named, or of those of the experiment that can be analysed.

    The second list says in a sentence each why others of them cannot.

    Raises
    ------
    ResultError : if a metric named, or every metric of the experiment, cannot be analysed.
    """
    found, reasons = [], []
    for name in asked_metrics(results, names):
        try:
            found.append(ranked(sensitivity(results, name)))
        except ResultError as error:
            if names:
                raise
            reasons.append(str(error))
    if not found:
        raise ResultError(reasons[0])
    return found, reasons
