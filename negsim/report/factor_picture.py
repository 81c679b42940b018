"""The picture of an experiment: what its factors do to its metrics."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from negsim.analysis.levels import level_metrics
from negsim.analysis.summary import is_rate, summary
from negsim.experiment.designs.factor import Range
from negsim.experiment.experiment import Experiment
from negsim.experiment.tables import runs_schema
from negsim.report.names import level_names, short_names
from negsim.report.picture import COLOURS, INK, QUIET, STYLE

MOST_METRICS, MOST_LEVELS, MOST_FACTORS = 6, 2, 4
"""Metrics, levels agreed on among them, and factors that are drawn; tables have all of them."""
SLICES = 8
"""Slices of a range whose means are drawn, if there are enough points."""
FRACTIONS = ("fraction of customs value", "share of runs", "fraction")
"""Units that are written in %."""

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""How bright red, green and blue are."""


def draw_factors(experiment: Experiment, runs: pd.DataFrame, path: Path) -> None:
    """Draw what the factors do to the metrics, and write the picture to `path`.

    One factor: means with 95 % intervals. Two: a heat map a metric. More: means over one factor at a time,
    averaged over the others. Ranges: the mean of every point against each factor, and means of slices.
    """
    varied = [name for name in experiment.factors if runs[name].nunique() > 1][:MOST_FACTORS]
    levels = level_metrics(runs, experiment.metrics)[:MOST_LEVELS]
    metrics = [*experiment.metrics[: MOST_METRICS - len(levels)], *levels]
    if not varied or not metrics:
        return
    sampled = any(isinstance(experiment.factors[name], Range) for name in varied)
    panel: Callable[..., None]
    if len(varied) == 2 and not sampled:
        columns, rows = min(len(metrics), 2), -(-len(metrics) // 2)
        asked = [(metric, varied) for metric in metrics]
        panel = _heat_map
    else:
        columns = len(varied) if len(varied) > 1 else min(len(metrics), 2)
        rows = len(metrics) if len(varied) > 1 else -(-len(metrics) // columns)
        asked = [(metric, [factor]) for metric in metrics for factor in varied]
        panel = _cloud if sampled else _means
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(max(7.0, 3.3 * columns), 0.8 + 2.7 * rows), layout="constrained")
        FigureCanvasAgg(figure)
        alike: Any = "row" if len(asked) > len(metrics) else "none"
        grid = np.atleast_1d(figure.subplots(rows, columns, sharey=alike)).ravel()
        units = {name: _unit(experiment, name) for name in metrics}
        short = short_names(list(experiment.factors))
        for axes, (metric, by) in zip(grid, asked, strict=False):
            panel(axes, runs, by, metric, units[metric])
            unit = "" if units[metric] in FRACTIONS else f", {units[metric]}"
            axes.set_title(fill(f"{metric}{unit}", 38), loc="left", fontsize=9)
            axes.set_xlabel(short[by[-1]])
            if panel is _heat_map:
                axes.set_ylabel(short[by[0]])
        for axes in grid[len(asked) :]:
            axes.set_visible(False)
        figure.suptitle(_title(experiment, varied), x=0.01, ha="left", fontsize=10.5)
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def _title(experiment: Experiment, varied: Sequence[str]) -> str:
    how = "means with 95 % intervals" if len(varied) != 2 else "means"
    if any(isinstance(experiment.factors[name], Range) for name in varied):
        how = "means of points, and of slices of points with 95 % intervals"
    return f"{experiment.name}: {experiment.n_points:,} points x {experiment.replications:,} runs, {how}"


def _unit(experiment: Experiment, metric: str) -> str:
    """Return the unit of a column, as its table says it."""
    schema = runs_schema(experiment)
    unit: str = (schema.field(metric).metadata or {}).get(b"unit", b"").decode()
    return {"usd_bn_per_year": "billion US dollars a year"}.get(unit, unit)


def _percent(axis: Any, unit: str) -> None:
    if unit in FRACTIONS:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.6g} %"))


def _positions(values: pd.Series) -> tuple[Any, Mapping[Any, str] | None]:
    """Return where levels stand on an axis: numbers where they are, words in order; with their labels."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.to_numpy(dtype=float), None
    names = level_names(values)
    order = {level: number for number, level in enumerate(names)}
    return values.map(order).to_numpy(dtype=float), {order[level]: fill(n, 14) for level, n in names.items()}


def _means(axes: Any, runs: pd.DataFrame, by: Sequence[str], metric: str, unit: str) -> None:
    """Draw the mean at each level of one factor with its interval."""
    table = summary(runs, by, [metric])
    if pd.api.types.is_numeric_dtype(table[by[0]]):
        table = table.sort_values(by[0])
    x, labels = _positions(table[by[0]])
    mean, low, high = (table[f"{metric}_{part}"].to_numpy(dtype=float) for part in ("mean", "low", "high"))
    far = np.nan_to_num(np.abs(np.stack([mean - low, high - mean])))
    axes.errorbar(x, mean, yerr=far, fmt="o" if labels else "o-", color=COLOURS[0], capsize=3, ms=5)
    _ticks(axes, labels)
    if is_rate(metric):
        axes.set_ylim(-0.03, 1.03)
    _percent(axes.yaxis, unit)


def _ticks(axes: Any, labels: Mapping[Any, str] | None) -> None:
    if labels is None:
        return
    axes.set_xticks(list(labels), list(labels.values()), fontsize=8)
    axes.set_xlim(-0.5, len(labels) - 0.5)


def _cloud(axes: Any, runs: pd.DataFrame, by: Sequence[str], metric: str, unit: str) -> None:
    """Draw every point's mean against one factor, and the means of slices of the points."""
    points = runs.groupby("point_id").agg(x=(by[0], "first"), y=(metric, "mean")).dropna()
    x, labels = _positions(points["x"])
    y = points["y"].to_numpy(dtype=float)
    axes.plot(x, y, "o", ms=3, color=QUIET, mec="none", rasterized=len(x) > 2000)
    if labels is not None or len(x) >= 3 * SLICES:
        slices = x if labels is not None else np.argsort(np.argsort(x, kind="stable")) * SLICES // len(x)
        groups = [np.flatnonzero(slices == value) for value in np.unique(slices)]
        middle, mean = ([float(values[group].mean()) for group in groups] for values in (x, y))
        error = [1.96 * float(y[g].std(ddof=1)) / np.sqrt(len(g)) if len(g) > 1 else 0.0 for g in groups]
        line = "o" if labels is not None else "o-"
        axes.errorbar(middle, mean, yerr=error, fmt=line, color=COLOURS[0], capsize=3, ms=5)
    _ticks(axes, labels)
    if is_rate(metric):
        axes.set_ylim(-0.03, 1.03)
    _percent(axes.yaxis, unit)


def _heat_map(axes: Any, runs: pd.DataFrame, by: Sequence[str], metric: str, unit: str) -> None:
    """Draw the mean at each pair of levels of two factors as a colour and a number."""
    table = summary(runs, by, [metric])
    down, right = (_in_order(table[name]) for name in by)
    cells = table.pivot(index=by[0], columns=by[1], values=f"{metric}_mean").reindex(down, axis=0)
    values = cells.reindex(right, axis=1).to_numpy(dtype=float)
    image = axes.imshow(values, cmap="cividis", aspect="auto")
    style = ".0%" if unit in FRACTIONS else ".3g"
    for (row, column), value in np.ndenumerate(values):
        dark = value == value and np.dot(image.to_rgba(value)[:3], LUMINANCE) < 0.45
        text = f"{value:{style}}" if value == value else "-"
        axes.text(column, row, text, ha="center", va="center", fontsize=9, color="white" if dark else INK)
    for name, levels, set_ticks in zip(by, (down, right), (axes.set_yticks, axes.set_xticks), strict=True):
        names = level_names(table[name])
        set_ticks(range(len(levels)), [fill(names[level], 14) for level in levels], fontsize=8)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _in_order(levels: pd.Series) -> list[Any]:
    """Return distinct levels: numbers ascending, others as they appear."""
    found = list(dict.fromkeys(levels))
    return sorted(found) if pd.api.types.is_numeric_dtype(levels) else found
