"""Lobbying pressure: what every interest group counts through the talks."""

import pandas as pd
from matplotlib.figure import Figure

from negsim.report.figures.calendar import months
from negsim.report.figures.style import DASHES, INK, SERIES, SHAPES, canvas, numbers, styled
from negsim.report.words import ENGLISH, Words

MARKS = 6
"""Shapes along a line."""


@styled
def lobbying_figure(influence: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw a panel a country with a line a group: what it counts, 1 as at the start of the talks.

    Parameters
    ----------
    influence : date, side, group, influence; a row a tick and group
    """
    sides = list(dict.fromkeys(influence["side"]))
    figure, panels = canvas(2.1 * len(sides), len(sides), 1, sharex=True, squeeze=False)
    for axes, side in zip(panels[:, 0], sides, strict=True):
        groups = influence[influence["side"] == side].groupby("group", sort=False)
        for place, (group, rows) in enumerate(groups):
            place %= len(SERIES)
            look = {"color": SERIES[place], "marker": SHAPES[place], "ls": DASHES[place]}
            every = (place, max(1, len(rows) // MARKS))
            axes.plot(
                rows["date"],
                rows["influence"],
                lw=1.2,
                ms=4,
                markevery=every,
                label=words.name(group),
                **look,
            )
        axes.axhline(1.0, color=INK, lw=0.6, zorder=0)
        axes.set_title(
            words("weight of groups in {country}, 1: as at the start", country=words.country(side))
        )
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=7.5)
        numbers(axes.yaxis, words)
    months(panels[-1, 0], words)
    return figure


def lobbying_table(influence: pd.DataFrame) -> pd.DataFrame:
    """Return for each group what it counts at the end of the talks, and the most it counted."""
    groups = influence.groupby(["side", "group"], sort=False)["influence"]
    return groups.agg(["last", "max"]).reset_index().rename(columns={"last": "at_the_end", "max": "most"})


def lobbying_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say which group lobbies most, from the table of `lobbying_table`."""
    best = table.sort_values("most", ascending=False, kind="stable").iloc[0]
    if best["most"] <= 1.0:
        return words(
            "No group ever counts more than at the start: too little of what is offered becomes public."
        )
    return words(
        "{group} lobby most: they come to count {most} times what they count at the start, {end} at the end.",
        group=words.sentence(words.name(best["group"])),
        most=words.number(best["most"], ".2f"),
        end=words.number(best["at_the_end"], ".2f"),
    )
