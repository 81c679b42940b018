"""Draw `figure.svg` from `summary.csv`: agreement with each mechanism alone, and with all but that one.

``python experiments/mechanisms/figure.py``
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from negsim.report.picture import INK, QUIET, STYLE

HERE = Path(__file__).parent
ALONE, WITHOUT = " alone", "all but "
COLOURS = {ALONE: "#0072B2", WITHOUT: "#D55E00"}
"""Okabe & Ito (2008)."""


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the summary and write the picture to `path`."""
    rows = table.set_index("configuration")
    names = [name.removesuffix(ALONE) for name in rows.index if name.endswith(ALONE)][::-1]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 3.6), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        for world, at in (("quiet", "right"), ("all", "right")):
            rate = 100 * rows.loc[world, "agreed"]
            axes.axvline(rate, color=INK, lw=0.9, ls=(0, (4, 3)))
            axes.annotate(
                world, (rate, len(names) - 0.45), (-4, 0), textcoords="offset points", ha=at, fontsize=9
            )
        for part, colour in COLOURS.items():
            for height, name in enumerate(names):
                row = rows.loc[name + part if part == ALONE else part + name]
                place = height + (0.14 if part == ALONE else -0.14)
                axes.hlines(
                    place, 100 * row.agreed_low, min(100 * row.agreed_high, 100), color=colour, lw=1.6
                )
                label = {ALONE: "alone on quiet", WITHOUT: "all but it"}[part] if not height else None
                mark = "o" if part == ALONE else "s"
                axes.plot(100 * row.agreed, place, mark, color=colour, ms=6, label=label, clip_on=False)
        axes.set_xlim(None, 101.5)
        name_rows(
            axes, names, 0.1, "talks that end in agreement, in a hundred (95 % over 24 vectors of weights)"
        )
        figure.savefig(path, metadata={"Date": None})


def name_rows(axes: Any, names: Sequence[str], room: float, words: str) -> None:
    """Name the rows of dots from below, with so much room over the last, and say what is drawn along them."""
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_ylim(-0.6, len(names) - room)
    axes.set_xlabel(words, fontsize=9)
    axes.grid(axis="x", color=QUIET, lw=0.5)
    axes.set_axisbelow(True)
    axes.figure.legend(loc="outside upper right", ncols=2, frameon=False, fontsize=9)


if __name__ == "__main__":
    draw(pd.read_csv(HERE / "summary.csv"), HERE / "figure.svg")
