"""The picture of a sensitivity analysis: a bar a factor with its interval, a panel a metric."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from negsim.analysis.sensitivity import Sensitivity
from negsim.report.names import short_names
from negsim.report.picture import COLOURS, QUIET, STYLE

BARS = {
    "morris": (("mu_star", COLOURS[0], "mu*: mean absolute effect of the whole range"),),
    "saltelli": (("total", QUIET, "total index"), ("first_order", COLOURS[0], "first-order index")),
    "fast": (("total", QUIET, "total index"), ("first_order", COLOURS[0], "first-order index")),
    "regression": (
        ("prcc", QUIET, "partial rank correlation"),
        ("src", COLOURS[0], "standardised regression coefficient"),
    ),
}
"""Method -> indices drawn: column, colour, label."""


def draw_sensitivity(found: Sequence[Sensitivity], path: Path) -> None:
    """Draw one panel a metric and write the picture to `path`."""
    tall = 1.1 + 0.42 * max(len(one.table) for one in found)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.2, tall * len(found)), layout="constrained")
        FigureCanvasAgg(figure)
        for axes, one in zip(np.atleast_1d(figure.subplots(len(found), 1)), found, strict=True):
            _panel(axes, one)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def _panel(axes: Any, found: Sensitivity) -> None:
    table = found.table
    names = short_names(list(table["factor"]))
    rows = np.arange(len(table))[::-1]
    bars = BARS[found.method]
    thick = 0.8 / len(bars)
    for number, (column, colour, label) in enumerate(bars):
        height = rows + 0.4 - thick * (number + 0.5)
        axes.barh(height, table[column], height=thick, color=colour, label=label)
        if f"{column}_low" in table:
            low, high = table[f"{column}_low"], table[f"{column}_high"]
            axes.hlines(height, low, high, color="#222222", lw=1.2)
    axes.set_yticks(rows, [names[factor] for factor in table["factor"]])
    axes.axvline(0.0, color="#222222", lw=0.8)
    axes.set_title(f"{found.metric}, {found.points} points", loc="left", fontsize=10.5)
    axes.legend(loc="best", fontsize=8.5, frameon=False)
