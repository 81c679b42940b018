"""Support at home against the threshold: what would be ratified, and who is for the agreement."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from negsim.report.figures.calendar import months
from negsim.report.figures.style import INK, QUIET, WIDTH, numbers, party_style, rows_of, styled
from negsim.report.words import ENGLISH, Words


def support_table(agents: pd.DataFrame, run_id: int) -> pd.DataFrame:
    """Return what interest groups make of the agreement of a run: side, group, gain, support, vote."""
    groups = agents[agents["run_id"].eq(run_id) & agents["type"].eq("InterestGroup")]
    return groups[["side", "group", "gain", "support", "vote"]].reset_index(drop=True)


def decided_at_home(ticks: pd.DataFrame) -> pd.DataFrame:
    """Return the ticks without margins of parties that ratify everything, which are infinite."""
    finite = ticks.replace([np.inf, -np.inf], np.nan)
    without = [name for name in ticks.columns if name.startswith("margin_") and finite[name].isna().all()]
    return finite.drop(columns=without)


@styled
def support_figure(ticks: pd.DataFrame, groups: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw the margin of what is on the table over dates, and the support of every group at the end.

    Parameters
    ----------
    ticks : date and `margin_<party>`, 0: ratified at even odds
    groups : see `support_table`; may be empty
    """
    figure = Figure(
        figsize=(WIDTH, 2.6 + (0.7 + 0.22 * len(groups) if len(groups) else 0)), layout="constrained"
    )
    FigureCanvasAgg(figure)
    heights = [2.6, 0.7 + 0.22 * len(groups)] if len(groups) else [1]
    parts = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
    _margins(parts[0], ticks, words)
    if len(groups):
        _groups(parts[1], groups, words)
    return figure


def _margins(part: Any, ticks: pd.DataFrame, words: Words) -> None:
    axes = part.subplots()
    for column in (name for name in ticks.columns if name.startswith("margin_")):
        party = column.removeprefix("margin_")
        label = words.sentence(words.country(party))
        axes.plot(ticks["date"], ticks[column], lw=1.2, ms=3, label=label, **party_style(party))
    axes.axhline(0.0, color=INK, lw=1.0, ls="--", label=words("threshold"))
    part.suptitle(words("margin at home of what is on the table"), x=0.02, ha="left", fontsize=9)
    part.legend(loc="outside lower left", ncols=3, fontsize=8)
    numbers(axes.yaxis, words)
    months(axes, words)


def _groups(part: Any, groups: pd.DataFrame, words: Words) -> None:
    axes, shown = part.subplots(), groups.iloc[::-1]
    for place, row in enumerate(rows_of(shown)):
        look = party_style(row.side)
        axes.hlines(place, 0.5, row.support, color=QUIET, lw=1.5)
        fill = look["color"] if row.vote == "for" else "white"
        axes.plot([row.support], [place], ms=6.5, mfc=fill, **look)
    axes.axvline(0.5, color=INK, lw=1.0, ls="--")
    axes.set_yticks(range(len(shown)), [words.name(name) for name in shown["group"]])
    axes.set_xlim(-0.03, 1.03)
    title = words("support for the agreement (full: votes for it)")
    part.suptitle(title, x=0.02, ha="left", fontsize=9)
    axes.xaxis.set_major_formatter(lambda value, _: words.percent(value))


def support_reading(ticks: pd.DataFrame, groups: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say by what margin each side would ratify what was last offered, and how many groups are for it."""
    parts = []
    for column in (name for name in ticks.columns if name.startswith("margin_")):
        known = ticks[column].dropna()
        if len(known):
            country = words.country(column.removeprefix("margin_"))
            parts.append(f"{country} {words.number(known.iloc[-1], '+.2f')}")
    said = words(
        "Margin at home of what was last on the table, 0 at even odds: {margins}.", margins="; ".join(parts)
    )
    if len(groups):
        count = int(groups["vote"].eq("for").sum())
        said += " " + words("{count} of {n} groups are for the agreement.", count=count, n=len(groups))
    return said
