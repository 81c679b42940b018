"""Two sets of runs compared: a panel a metric with the difference and its interval."""

import pandas as pd
from matplotlib.figure import Figure

from negsim.report.figures.labels import label
from negsim.report.figures.style import BLUE, INK, canvas, numbers, rows_of, styled
from negsim.report.words import ENGLISH, Words


@styled
def comparison_figure(table: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw the difference, second minus first, of every metric; hollow where its interval holds 0.

    Parameters
    ----------
    table : metric, difference, low, high; as `negsim.analysis.compare.compare` returns them
    """
    figure, panels = canvas(0.3 + 0.78 * len(table), len(table), 1, squeeze=False)
    for axes, row in zip(panels[:, 0], rows_of(table), strict=True):
        sure = row.low > 0 or row.high < 0
        axes.hlines(0, row.low, row.high, color=BLUE, lw=2)
        axes.plot([row.difference], [0], "o", ms=7, color=BLUE, mfc=BLUE if sure else "white")
        axes.axvline(0.0, color=INK, lw=1.0, ls="--")
        axes.set_title(label(row.metric, words), fontsize=8.5)
        axes.set(yticks=[], ylim=(-1, 1))
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.15)
        axes.locator_params(axis="x", nbins=6)
        numbers(axes.xaxis, words)
    panels[-1, 0].set_xlabel(words("difference, second minus first"))
    return figure


def comparison_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say of every metric whether the difference is more than noise."""
    sure = table[(table["low"] > 0) | (table["high"] < 0)]
    parts = [
        words(
            "{metric} {difference} ({low} to {high})",
            metric=label(row.metric, words),
            difference=words.number(row.difference, "+.3g"),
            low=words.number(row.low, "+.3g"),
            high=words.number(row.high, "+.3g"),
        )
        for row in rows_of(sure)
    ]
    noise = [label(name, words) for name in table["metric"][~table.index.isin(sure.index)]]
    said = []
    if parts:
        said.append(words("The second differs from the first: {parts}.", parts="; ".join(parts)))
    if noise:
        said.append(words("Within noise: {metrics}.", metrics="; ".join(noise)))
    return " ".join(said)
