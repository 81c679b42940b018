"""How all figures look: colours that everybody can tell apart, shapes beside them, and SVG for a page."""

import io
import re
from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any, ParamSpec, TypeVar

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from negsim.politics.countries import sides
from negsim.report.words import Words

P = ParamSpec("P")
T = TypeVar("T")
BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
SKY, PURPLE, YELLOW = "#56B4E9", "#CC79A7", "#F0E442"
INK, QUIET, PALE = "#222222", "#9aa2ad", "#e6e9ee"
SERIES = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, INK)
"""Colours of Okabe and Ito (2008), in the order in which they are used."""
SHAPES = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":", "-", "--", "-.")
WIDTH = 5.0
"""Inches; on half a printed page the letters are 6 points high."""
PANEL = 34
"""Letters in a line of a title over half the width."""
STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.edgecolor": "#666666",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
}


def styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw in our style, whatever a notebook has set."""

    @wraps(draw)
    def within(*args: P.args, **kwargs: P.kwargs) -> T:
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)

    return within


def canvas(height: float, rows: int = 1, columns: int = 1, **more: Any) -> tuple[Figure, Any]:
    """Return a figure of the usual width and its axes, an array if there are several."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **more)


def party_style(party: str) -> dict[str, Any]:
    """Return how a party is drawn: the first as blue discs, the other as vermillion squares."""
    first = party == sides()[0]
    return {"color": BLUE if first else VERMILLION, "marker": "o" if first else "s"}


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table, their columns as attributes."""
    return list(table.itertuples(index=False))


def numbers(axis: Any, words: Words, style: str = "g", unit: str = "") -> None:
    """Write the ticks of an axis as the language of the reader does."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, style) + unit))


def svg(figure: Figure, salt: str, title: str) -> str:
    """Return a figure as an element for a page: the same bytes each time, text as text.

    Parameters
    ----------
    salt : what tells its ids from those of other figures of the page
    title : what is read aloud in its place
    """
    text = io.StringIO()
    with matplotlib.rc_context({**STYLE, "svg.hashsalt": salt}):
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    whole = text.getvalue()
    drawn = whole[whole.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>\s*", "", drawn, flags=re.S)
    drawn = re.sub(r"<style[^>]*>.*?</style>\s*", "", drawn, flags=re.S)
    drawn = re.sub(r"\n\s*<!--.*?-->", "", drawn, flags=re.S)
    drawn = re.sub(r' id="[A-Za-z][\w.]*_\d+"', "", drawn)
    for name in set(re.findall(r' id="([^"]+)"', drawn)):
        drawn = drawn.replace(f'"{name}"', f'"{salt}-{name}"').replace(f"#{name}", f"#{salt}-{name}")
    opening = drawn.index(">")
    box = re.search(r'viewBox="[^"]+"', drawn)
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    head = f'<svg {spaces} {box[0] if box else ""} role="img">'
    return f"{head}<title>{escape(title)}</title>{drawn[opening + 1 :].strip()}"
