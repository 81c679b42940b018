"""What both sides can reach, where bargaining theory would end, and where the talks went."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from negsim.bargaining.bargain import Bargain
from negsim.report.figures.style import INK, ORANGE, PALE, QUIET, canvas, numbers, party_style, styled
from negsim.report.words import ENGLISH, Words

POINTS = {
    "nash": ("Nash point", "^"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky point", "s"),
    "egalitarian": ("egalitarian point", "v"),
    "utilitarian": ("utilitarian point", "D"),
}
"""Solution -> what it is called, marker."""


def frontier_table(bargain: Bargain) -> pd.DataFrame:
    """Return places in utilities of both sides: kind, `u_<party>`, in the tables at the start.

    Kinds are frontier (best for the first side first), no deal, and the four solutions.
    """
    names = list(bargain.utilities)
    first, second = bargain.feasible.pair
    rows: list[tuple[Any, ...]] = [
        ("frontier", first[place], second[place]) for place in bargain.feasible.frontier
    ]
    rows.append(("no deal", *bargain.no_deal.values()))
    rows += [(name, first[at], second[at]) for name, at in bargain.solutions.items() if at is not None]
    return pd.DataFrame(rows, columns=["kind", *(f"u_{name}" for name in names)])


@styled
def frontier_figure(
    table: pd.DataFrame,
    path: pd.DataFrame,
    ends: pd.DataFrame,
    cloud: pd.DataFrame,
    words: Words = ENGLISH,
) -> Figure:
    """Draw everything in the utilities of both sides at the start of the talks.

    Parameters
    ----------
    table : see `frontier_table`
    path : party and `u_<party>` of the offers of one run
    ends : `u_<party>` of the agreements of many runs
    cloud : `u_<party>` of all outcomes, drawn as one image; may be empty
    """
    x, y = (name for name in table.columns if name.startswith("u_"))
    figure, axes = canvas(4.6)
    axes.scatter(cloud[x], cloud[y], s=2, color=PALE, linewidths=0, rasterized=True, zorder=0)
    front = table[table["kind"] == "frontier"]
    axes.plot(front[x], front[y], "-", color=INK, lw=1.2, label=words("frontier"))
    without = table[table["kind"] == "no deal"]
    for line, value in ((axes.axvline, without[x]), (axes.axhline, without[y])):
        line(value.iloc[0], color=QUIET, lw=0.9, ls="--", zorder=0)
    for party, own in path.groupby("party", sort=False):
        label = words("offers of {country}", country=words.country(str(party)))
        axes.plot(own[x], own[y], lw=1.0, ms=3.5, label=label, **party_style(str(party)))
    counts = ends.groupby([x, y]).size().reset_index(name="runs")
    size = 25 + 150 * counts["runs"] / max(1, counts["runs"].max())
    star = {"marker": "*", "color": ORANGE, "edgecolors": INK, "linewidths": 0.6, "zorder": 5}
    axes.scatter(counts[x], counts[y], s=size, label=words("agreements"), **star)
    for kind, (name, mark) in POINTS.items():
        at = table[table["kind"] == kind]
        axes.plot(at[x], at[y], mark, mfc="none", mec=INK, ms=9, mew=1.2, label=words(name), zorder=6)
    seen = pd.concat([table, path, ends])
    for label, limits, column in ((axes.set_xlabel, axes.set_xlim, x), (axes.set_ylabel, axes.set_ylim, y)):
        low, high = seen[column].min(), seen[column].max()
        limits(low - 0.05 * (high - low), high + 0.05 * (high - low))
        label(words("utility, {country}", country=words.country(column.removeprefix("u_"))))
    numbers(axes.xaxis, words)
    numbers(axes.yaxis, words)
    figure.legend(loc="outside upper left", ncols=2, fontsize=8)
    return figure


def frontier_reading(runs: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say how far agreements lie from the frontier and the Nash point, in the mean of runs that agreed."""
    agreed = runs[runs["agreed"].eq(True)]
    frontier, nash = (agreed[name].mean() for name in ("pareto_distance", "nash_distance"))
    on_it = (agreed["pareto_distance"] < ON_THE_FRONTIER).mean()
    return words(
        "In the mean agreements lie {frontier} from the frontier and {nash} from the Nash point, "
        "where each side's whole range is 1; {share} lie on the frontier.",
        frontier=words.number(frontier, ".3f"),
        nash=words.number(nash, ".3f"),
        share=words.percent(on_it),
    )


ON_THE_FRONTIER = 1e-9
