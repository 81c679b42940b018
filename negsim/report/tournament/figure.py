"""A tournament: what either side gains in every pairing, and which entries would spread."""

from collections.abc import Mapping
from typing import Any

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from negsim.analysis.tournament.game import best
from negsim.analysis.tournament.payoffs import Tournament
from negsim.arrays import Array, Mask
from negsim.politics.countries import pair
from negsim.report.figures.style import DASHES, INK, SERIES, SHAPES, STYLE, WIDTH, party_style, styled

CELL = 0.42
"""Height of a row of the matrices, in inches."""
MOST_NUMBERS = 8
"""Entries up to which gains are written into the cells."""
LABELLED = 7
"""Entries that have a colour of their own in the lower panel: those with the largest shares at the end."""


@styled
def tournament_figure(found: Tournament) -> Figure:
    """Draw the mean gains of either role, best replies framed, and shares under replicator dynamics."""
    names = [name.replace("_", " ") for name in found.entries]
    rows = max(1.3, CELL * len(names))
    figure = Figure(figsize=(1.5 * WIDTH, rows + 3.9), layout="constrained")
    FigureCanvasAgg(figure)
    panels: Mapping[str, Any] = figure.subplot_mosaic(
        [["first", "second"], ["shares", "shares"]], height_ratios=[rows + 1.1, 2.5]
    )
    first, second = pair()
    for key, country, role in (("first", first, 0), ("second", second, 1)):
        gains = found.gains[role]
        _matrix(panels[key], gains, best(gains, role), party_style(country.party)["color"])
        panels[key].set_title(f"Gain of {country.short_in_a_sentence}, best replies framed")
        panels[key].set_xticks(range(len(names)), names, rotation=35, ha="right", rotation_mode="anchor")
        panels[key].set_yticks(range(len(names)), names if key == "first" else [""] * len(names))
        panels[key].set_xlabel(f"{second.short} plays")
    panels["first"].set_ylabel(f"{first.short} plays")
    _shares(panels["shares"], found, names)
    return figure


def _matrix(axes: Any, gains: Array, framed: Mask, colour: str) -> None:
    shades = LinearSegmentedColormap.from_list("gains", ["#ffffff", colour])
    low, high = float(gains.min()), float(gains.max())
    axes.imshow(gains, cmap=shades, vmin=low, vmax=high + 0.6 * (high - low) + 1e-9, aspect="auto")
    for (i, j), gain in np.ndenumerate(gains):
        if framed[i, j]:
            axes.add_patch(Rectangle((j - 0.46, i - 0.46), 0.92, 0.92, fill=False, edgecolor=INK, lw=1.4))
        if len(gains) <= MOST_NUMBERS:
            axes.text(j, i, f"{gain:.2f}", ha="center", va="center", color=INK)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _shares(axes: Any, found: Tournament, names: list[str]) -> None:
    order = np.argsort(-found.shares[-1], kind="stable")[:LABELLED]
    every = len(found.times) // 12
    for number, entry in enumerate(sorted(order.tolist())):
        axes.plot(
            found.times,
            found.shares[:, entry],
            color=SERIES[number],
            linestyle=DASHES[number],
            marker=SHAPES[number],
            markevery=(number * every // LABELLED, every),
            ms=4,
            lw=1.5,
            label=names[entry],
        )
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlim(found.times[0], found.times[-1])
    axes.set_xlabel("time (1 = one over the spread of normalised gains)")
    axes.set_ylabel("share of the population")
    left = len(names) - len(order)
    axes.set_title(
        "Who would spread: replicator dynamics, roles rotating" + (f" ({left} not drawn)" * bool(left))
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5))


def save(figure: Figure, path: Any) -> None:
    """Write a figure in the format of its path's ending, the same bytes each time."""
    with matplotlib.rc_context({**STYLE, "savefig.facecolor": "white", "svg.hashsalt": "tournament"}):
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)
