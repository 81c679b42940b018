"""Draw `figure.svg` from `summary.csv`: a difference with its interval a row, a panel a unit.

``python -m experiments.directions.figure``
"""

from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from experiments.directions.words import MOVED, PANELS, metric_in_words, scale
from negsim.report.picture import INK, QUIET, STYLE

HERE = Path(__file__).parent
MARKS = {"holds": ("o", "#0072B2"), "fails": ("X", "#D55E00"), "not shown": ("s", "#E69F00")}
"""Verdict -> shape and colour (Okabe & Ito 2008)."""
COLUMNS = 2
ROW, TITLE = 0.235, 1.7
"""Inches of a row, and rows that a title and an axis take."""


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the summary and write the picture to `path`."""
    parts = [(title, table[table["metric"].isin(metrics)]) for title, metrics in PANELS.items()]
    columns = [parts[:4], parts[4:]]
    tall = max(sum(len(part) + TITLE for _, part in column) for column in columns)
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(14.5, ROW * tall + 0.6), layout="constrained")
        FigureCanvasAgg(figure)
        for area, column in zip(figure.subfigures(1, COLUMNS), columns, strict=True):
            heights = [len(part) + TITLE for _, part in column]
            panels = area.subplots(len(column), 1, height_ratios=heights, squeeze=False)[:, 0]
            for axes, (title, part) in zip(panels, column, strict=True):
                _panel(axes, part, title)
        figure.legend(handles=_legend(), loc="outside upper right", ncols=3, frameon=False)
        figure.savefig(path, metadata={"Date": None})


def _legend() -> list[Line2D]:
    return [Line2D([], [], ls="none", marker=m, color=c, label=v) for v, (m, c) in MARKS.items()]


def _panel(axes: Any, part: pd.DataFrame, title: str) -> None:
    labels = []
    for height, row in enumerate(part[::-1].itertuples()):
        shape, colour = MARKS[row.verdict]
        times = scale(row.metric)
        axes.hlines(height, times * row.ci_low, times * row.ci_high, color=colour, lw=1.6)
        axes.plot(times * row.difference, height, shape, color=colour, ms=6)
        metric = metric_in_words(row.metric, row.shape)
        labels.append(f"{MOVED[row.move]}: {metric} ({row.sign.replace('-', '−')})")
    axes.set_yticks(range(len(part)), labels, fontsize=8.5)
    axes.set_ylim(-0.6, len(part) - 0.4)
    axes.axvline(0.0, color=INK, lw=0.8)
    axes.margins(x=0.08)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.grid(axis="x", color=QUIET, lw=0.5)
    axes.set_axisbelow(True)
    axes.set_title(title, loc="left", fontsize=10)


if __name__ == "__main__":
    draw(pd.read_csv(HERE / "summary.csv"), HERE / "figure.svg")
