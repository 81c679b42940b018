"""Distributions over runs: a histogram a metric, with and without agreement."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from negsim.report.figures.labels import label
from negsim.report.figures.style import BLUE, PALE, PANEL, QUIET, canvas, numbers, styled
from negsim.report.words import ENGLISH, Words

BINS = 20


def distributions_table(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return numbers of each metric over runs that did not fail: runs, mean, sd and quantiles."""
    done = runs[runs["status"] == "ok"]
    rows = []
    for name in metrics:
        values = done[name].dropna().astype(float)
        if len(values):
            quantiles = values.quantile([0.05, 0.5, 0.95]).tolist()
            rows.append((name, len(values), values.mean(), values.std(ddof=1), *quantiles))
    return pd.DataFrame(rows, columns=["metric", "runs", "mean", "sd", "q05", "median", "q95"])


@styled
def distributions_figure(runs: pd.DataFrame, metrics: list[str], words: Words = ENGLISH) -> Figure:
    """Draw a histogram a metric over runs that did not fail; those without agreement are hatched."""
    done = runs[runs["status"] == "ok"]
    across = 1 if len(metrics) == 1 else 2
    down = -(-len(metrics) // across)
    figure, panels = canvas(0.4 + 1.6 * down, down, across, squeeze=False)
    for axes, name in zip(panels.flat, metrics, strict=False):
        values, agreed = done[name].astype(float), done["agreed"].eq(True)
        edges = np.histogram_bin_edges(values.dropna(), bins=min(BINS, max(1, values.nunique())))
        parts = [values[agreed].dropna(), values[~agreed].dropna()]
        _, _, bars = axes.hist(parts, bins=edges, stacked=True, color=(BLUE, PALE))
        for bar in bars[1]:
            bar.set(hatch="////", edgecolor=QUIET)
        axes.set_title(fill(label(name, words), PANEL), fontsize=8.5)
        numbers(axes.xaxis, words)
        numbers(axes.yaxis, words)
        axes.locator_params(axis="x", nbins=5)
    for axes in panels.flat[len(metrics) :]:
        axes.set_visible(False)
    for axes in panels[:, 0]:
        axes.set_ylabel(words("runs"))
    if not done["agreed"].eq(True).all():
        figure.legend(bars, (words("with agreement"), words("without")), loc="outside upper left", ncols=2)
    return figure


def distributions_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say the mean of the first metric, and between what nine runs of ten lie."""
    row = table.iloc[0]
    low, mean, high = (words.number(row[name], ".2f") for name in ("q05", "mean", "q95"))
    return words(
        "{metric}: {mean} in the mean; nine runs in ten lie between {low} and {high}.",
        metric=words.sentence(label(row["metric"], words)),
        mean=mean,
        low=low,
        high=high,
    )
