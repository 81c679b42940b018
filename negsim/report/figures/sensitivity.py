"""Which factors matter: a bar a factor with its interval, a panel a metric."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from negsim.analysis.sensitivity import Sensitivity
from negsim.report.figures.labels import label
from negsim.report.figures.style import BLUE, INK, SKY, canvas, numbers, styled
from negsim.report.names import short_names
from negsim.report.words import ENGLISH, Words

TWO = (("total", SKY, "total index"), ("first_order", BLUE, "first-order index"))
BARS = {
    "morris": (("mu_star", BLUE, "mean absolute effect"),),
    "saltelli": TWO,
    "fast": TWO,
    "regression": (("prcc", SKY, "partial rank correlation"), ("src", BLUE, "regression coefficient")),
}
"""Method -> indices drawn: column, colour, label."""


@styled
def sensitivity_figure(found: Sequence[Sensitivity], words: Words = ENGLISH) -> Figure:
    """Draw the indices of every factor; `Sensitivity.table` is the DataFrame of a panel."""
    tall = 0.6 + 0.36 * max(len(one.table) for one in found)
    figure, panels = canvas(0.3 + tall * len(found), len(found), 1, squeeze=False)
    for axes, one in zip(panels[:, 0], found, strict=True):
        _panel(axes, one, words)
    handles, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper left", ncols=2)
    return figure


def _panel(axes: Any, found: Sensitivity, words: Words) -> None:
    table = found.table
    names = short_names(list(table["factor"]))
    rows = np.arange(len(table))[::-1]
    bars = BARS[found.method]
    thick = 0.8 / len(bars)
    for number, (column, colour, name) in enumerate(bars):
        height = rows + 0.4 - thick * (number + 0.5)
        hatch = "" if number else "//"
        axes.barh(
            height,
            table[column],
            height=thick,
            color=colour,
            label=words(name),
            hatch=hatch,
            edgecolor="white",
        )
        if f"{column}_low" in table:
            axes.hlines(height, table[f"{column}_low"], table[f"{column}_high"], color=INK, lw=1.2)
    axes.set_yticks(rows, [words.name(names[factor]) for factor in table["factor"]])
    axes.axvline(0.0, color=INK, lw=0.8)
    axes.set_title(label(found.metric, words))
    numbers(axes.xaxis, words)
