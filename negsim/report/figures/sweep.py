"""A sweep: means of metrics over the levels of one factor, and a heat map over two."""

from collections.abc import Sequence
from textwrap import fill
from typing import Any, cast

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from negsim.analysis.summary import summary
from negsim.report.figures.labels import label
from negsim.report.figures.style import BLUE, INK, PANEL, canvas, numbers, styled
from negsim.report.names import level_names
from negsim.report.words import ENGLISH, Words

GROUPS = 8
"""Groups into which the values of a factor are put that has more levels than `MOST_LEVELS`."""
MOST_LEVELS = 12
ACROSS = 26
"""Letters of names that stand side by side below half the width."""


def grouped(values: pd.Series) -> bool:
    """Return whether the values of a factor are too many to be shown one by one."""
    return values.nunique() > MOST_LEVELS and pd.api.types.is_numeric_dtype(values)


def levels_of(runs: pd.DataFrame, factor: str) -> pd.Series:
    """Return the level of a factor in every run; many numbers are put into groups named by their middle."""
    values = runs[factor]
    if not grouped(values):
        return values
    groups = pd.qcut(values, GROUPS, duplicates="drop")
    return groups.map(lambda group: float(f"{group.mid:.3g}")).astype(float)


def sweep_table(runs: pd.DataFrame, factor: str, metrics: Sequence[str]) -> pd.DataFrame:
    """Return level, n, and of every metric mean, low and high (95 % interval), a row a level."""
    shown = runs.assign(**{factor: levels_of(runs, factor)})
    table = summary(shown, [factor], list(metrics))
    numeric = pd.api.types.is_numeric_dtype(table[factor])
    if numeric:
        table = table.sort_values(factor, ignore_index=True)
    else:
        table[factor] = table[factor].map(level_names(table[factor]))
    parts = [f"{name}_{part}" for name in metrics for part in ("mean", "low", "high")]
    return table[[factor, "n", *parts]].rename(columns={factor: "level"})


@styled
def sweep_figure(table: pd.DataFrame, metrics: Sequence[str], factor: str, words: Words = ENGLISH) -> Figure:
    """Draw a panel a metric: its mean with the 95 % interval at every level, see `sweep_table`."""
    across = 1 if len(metrics) == 1 else 2
    down = -(-len(metrics) // across)
    figure, panels = canvas(0.4 + 1.9 * down, down, across, squeeze=False)
    numeric = pd.api.types.is_numeric_dtype(table["level"])
    places = table["level"].to_numpy(dtype=float) if numeric else np.arange(len(table))
    for axes, name in zip(panels.flat, metrics, strict=False):
        mean, low, high = (table[f"{name}_{part}"].to_numpy(dtype=float) for part in ("mean", "low", "high"))
        axes.vlines(places, low, high, color=BLUE, lw=1.6)
        axes.plot(places, mean, "-o" if numeric else "o", color=BLUE, ms=5, lw=1.0)
        axes.set_title(fill(label(name, words), PANEL), fontsize=8.5)
        numbers(axes.yaxis, words)
        axes.locator_params(axis="y", nbins=5)
        if numeric:
            numbers(axes.xaxis, words)
        else:
            names = [words.name(short(level)) for level in table["level"]]
            axes.set_xticks(places, names, rotation=20 if len("".join(names)) > ACROSS else 0)
            axes.margins(x=0.15)
    for axes in panels.flat[len(metrics) :]:
        axes.set_visible(False)
    figure.supxlabel(words.name(factor), fontsize=9)
    return figure


def short(level: object, most: int = 16) -> str:
    """Return a level short enough for an axis."""
    text = str(level)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def sweep_reading(table: pd.DataFrame, metric: str, factor: str, words: Words = ENGLISH) -> str:
    """Say at which levels the mean of a metric is lowest and highest, and whether the intervals touch."""
    low, high = (table.loc[getattr(table[f"{metric}_mean"], which)()] for which in ("idxmin", "idxmax"))
    said = words(
        "{metric} is lowest at {factor} {least} ({lowest}) and highest at {most} ({highest}).",
        metric=words.sentence(label(metric, words)),
        factor=words.name(factor),
        least=_level(low["level"], words),
        lowest=words.number(low[f"{metric}_mean"], ".3g"),
        most=_level(high["level"], words),
        highest=words.number(high[f"{metric}_mean"], ".3g"),
    )
    if low[f"{metric}_high"] >= high[f"{metric}_low"]:
        said += " " + words("The two intervals overlap: the difference may be luck.")
    return said


def _level(level: Any, words: Words) -> str:
    return words.number(level, "g") if isinstance(level, int | float) else words.name(short(level, 40))


def heat_table(runs: pd.DataFrame, rows: str, columns: str, metric: str) -> pd.DataFrame:
    """Return the mean of a metric by levels of two factors: the first down, the second across."""
    named = {"row": levels_of(runs, rows), "column": levels_of(runs, columns), "value": runs[metric]}
    values = pd.DataFrame(named).astype({"value": float})
    table = values.pivot_table(index="row", columns="column", values="value", aggfunc="mean")
    table = table.reindex(index=_as_met(values["row"]), columns=_as_met(values["column"]))
    return table.set_axis(_named(table.index), axis=0).set_axis(_named(table.columns), axis=1)


def _named(levels: pd.Index) -> pd.Index:
    """Return levels under their names: mappings by what differs between them."""
    if pd.api.types.is_numeric_dtype(levels):
        return levels
    names = level_names(levels)
    return pd.Index([names[level] for level in levels], name=levels.name)


def _as_met(levels: pd.Series) -> list[object]:
    """Return numbers in their order, words in that of the experiment."""
    known = list(levels.dropna().unique())
    return sorted(known) if pd.api.types.is_numeric_dtype(levels) else known


def most_moved(table: pd.DataFrame, metrics: Sequence[str]) -> str:
    """Return the metric whose means differ most between levels, beside what luck does to them."""

    def clearness(name: str) -> float:
        noise = (table[f"{name}_high"] - table[f"{name}_low"]).mean()
        return float(np.ptp(table[f"{name}_mean"]) / (noise + 1e-12)) if noise == noise else 0.0

    return max(metrics, key=clearness)


@styled
def heat_figure(table: pd.DataFrame, factors: tuple[str, str], metric: str, words: Words = ENGLISH) -> Figure:
    """Draw a cell a pair of levels with its mean, see `heat_table`."""
    figure, axes = canvas(1.1 + 0.36 * len(table))
    values = table.to_numpy(dtype=float)
    image = axes.imshow(values, aspect="auto", cmap="cividis")
    for row, column in np.ndindex(values.shape):
        value = float(values[row, column])
        bright = np.isnan(value) or image.norm(value) > 0.55
        written = "" if np.isnan(value) else words.number(value, ".3g")
        colour = INK if bright else "white"
        axes.text(column, row, written, ha="center", va="center", fontsize=7.5, color=colour)
    axes.set_xticks(
        range(values.shape[1]),
        [_level(x if isinstance(x, int | float) else short(x), words) for x in table.columns],
    )
    axes.set_yticks(range(len(table)), [_level(x, words) for x in table.index])
    axes.set(xlabel=words.name(factors[1]), ylabel=words.name(factors[0]))
    axes.set_title(label(metric, words))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return figure


def heat_reading(table: pd.DataFrame, factors: tuple[str, str], metric: str, words: Words = ENGLISH) -> str:
    """Say where the mean of a metric is highest."""
    row, column = cast(tuple[Any, Any], table.stack().idxmax())
    return words(
        "{metric} is highest, {value}, at {first} {row} and {second} {column}.",
        metric=words.sentence(label(metric, words)),
        value=words.number(float(np.nanmax(table.to_numpy(dtype=float))), ".3g"),
        first=words.name(factors[0]),
        row=_level(row, words),
        second=words.name(factors[1]),
        column=_level(column, words),
    )
