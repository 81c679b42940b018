"""Draw `morris.svg` and `sobol.svg` from the tables beside this file.

``python -m experiments.sensitivity.figure``
"""

from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.sensitivity.measures import MAIN
from experiments.sensitivity.words import METRICS, called, scale, unit
from negsim.report.picture import INK, QUIET, STYLE

HERE = Path(__file__).parent
NAMED = 15
SHOWN, HIDDEN, FIRST, FLOOR = "#0072B2", "#9aa2ad", "#E69F00", "#D55E00"
"""Okabe & Ito (2008), and grey."""


def write() -> None:
    """Draw both figures."""
    draw_morris(pd.read_csv(HERE / "summary.csv"), HERE / "morris.svg")
    draw_sobol(pd.read_csv(HERE / "sobol.csv"), HERE / "sobol.svg")


def draw_morris(table: pd.DataFrame, path: Path) -> None:
    """Draw size against spread of effects, a panel a main metric, with the largest named beside it."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13.0, 14.0), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(3, 4, width_ratios=(1.25, 1, 1.25, 1))
        for axes, beside, metric in zip(panels[:, ::2].flat, panels[:, 1::2].flat, MAIN, strict=True):
            _scatter(axes, beside, table[table["metric"].eq(metric)], metric)
        figure.savefig(path, metadata={"Date": None})


def _scatter(axes: Any, beside: Any, part: pd.DataFrame, metric: str) -> None:
    times, part = scale(metric), part.sort_values("mu_star", ascending=False)
    shown = part["shown"].eq("yes")
    size, spread = times * part["mu_star"], times * part["sigma"]
    for mask, colour, label in ((shown, SHOWN, "above the floor"), (~shown, HIDDEN, "not shown")):
        axes.scatter(size[mask], spread[mask], s=26, color=colour, label=f"{label} ({mask.sum()})", lw=0)
    named = part[shown].head(NAMED)
    for number, at in enumerate(named.index, 1):
        axes.annotate(str(number), (size[at], spread[at]), (4, 3), textcoords="offset points", fontsize=7.5)
    end = 1.08 * max(size.max(), spread.max())
    axes.plot([0, end], [0, end], color=QUIET, lw=0.8, ls=(0, (4, 3)))
    axes.set_xlim(0, 1.12 * size.max())
    axes.set_ylim(0, 1.1 * spread.max())
    axes.set_xlabel(f"mean size of the effect, {unit(metric)}", fontsize=9)
    axes.set_ylabel("spread of the effect", fontsize=9)
    axes.set_title(METRICS[metric], loc="left", fontsize=11)
    axes.legend(loc="upper left", frameon=False, fontsize=8, handletextpad=0.2)
    beside.axis("off")
    for number, row in enumerate(named.itertuples(), 1):
        text = f"{number}  {called(row.factor)}: {times * row.mu_star:.3g}"
        beside.text(0, 1 - number / (NAMED + 0.5), text, fontsize=8.5, transform=beside.transAxes)


def draw_sobol(table: pd.DataFrame, path: Path) -> None:
    """Draw shares of variance with intervals, a panel a main metric."""
    tall = table["factor"].nunique()
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(13.0, 3 * (0.235 * tall + 0.9)), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(3, 2)
        for axes, metric in zip(panels.flat, MAIN, strict=True):
            _bars(axes, table[table["metric"].eq(metric)], metric)
        figure.legend(handles=_legend(), loc="outside upper right", ncols=4, frameon=False)
        figure.savefig(path, metadata={"Date": None})


def _legend() -> list[Any]:
    bars = {"total, with interactions": SHOWN, "total, not shown": HIDDEN, "alone": FIRST}
    floor = Line2D([], [], ls="none", marker="|", color=FLOOR, ms=9, mew=1.8, label="floor of luck")
    return [*(Patch(color=colour, label=name) for name, colour in bars.items()), floor]


def _bars(axes: Any, part: pd.DataFrame, metric: str) -> None:
    part = part.sort_values("total")
    rows = np.arange(len(part))
    colours = [SHOWN if shown == "yes" else HIDDEN for shown in part["shown"]]
    axes.barh(rows + 0.2, part["total"], height=0.36, color=colours)
    axes.barh(rows - 0.2, part["first_order"], height=0.36, color=FIRST)
    axes.hlines(rows + 0.2, part["total_low"], part["total_high"], color=INK, lw=1.1)
    axes.hlines(rows - 0.2, part["first_order_low"], part["first_order_high"], color=INK, lw=1.1)
    axes.plot(part["floor"], rows + 0.2, "|", color=FLOOR, ms=9, mew=1.8)
    axes.set_yticks(rows, [called(path) for path in part["factor"]], fontsize=8.5)
    axes.axvline(0.0, color=INK, lw=0.8)
    axes.set_title(f"{METRICS[metric]}: share of variance", loc="left", fontsize=10)
    axes.grid(axis="x", color=QUIET, lw=0.5)
    axes.set_axisbelow(True)


if __name__ == "__main__":
    write()
