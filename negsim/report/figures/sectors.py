"""Who sells more and who sells less: change of sales by sector, in both countries."""

import pandas as pd
from matplotlib.figure import Figure

from negsim.report.figures.style import BLUE, INK, VERMILLION, canvas, numbers, styled
from negsim.report.words import ENGLISH, Words
from negsim.talks.model import NegotiationModel
from negsim.world.flows import flows

MOST_SECTORS = 10
"""Sectors drawn of each country; all are in the table."""


def sectors_table(model: NegotiationModel) -> pd.DataFrame:
    """Return what the agreement of finished talks does to exports by sector, in the world of their end.

    Returns
    -------
    party of the exporting side, sector, without a deal and agreed ($bn a year), change; largest change first.
    Purchases that a government promised are a row of their own.
    """
    sold, bought = flows(model.world, model.state.agreement)
    home, partner = model.parties
    rows = [(party, *flow, flow.change) for party, some in ((partner, sold), (home, bought)) for flow in some]
    table = pd.DataFrame(rows, columns=["exporter", "sector", "without", "agreed", "change"])
    return table.sort_values("change", key=abs, ascending=False, kind="stable", ignore_index=True)


STILL = 0.005
"""US$ bn a year; a change below it is written as 0.00."""


@styled
def sectors_figure(table: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw a panel a country with a bar a sector: change of its exports to the other, US$ bn a year."""
    groups = [(party, rows.head(MOST_SECTORS)) for party, rows in table.groupby("exporter", sort=True)]
    heights = [len(rows) + 1 for _, rows in groups]
    figure, panels = canvas(0.6 + 0.22 * sum(heights), len(groups), 1, height_ratios=heights, squeeze=False)
    for axes, (party, rows) in zip(panels[:, 0], groups, strict=True):
        rows = rows.sort_values("change")
        gains = rows["change"] >= 0
        bars = axes.barh(
            [words.name(sector) for sector in rows["sector"]],
            rows["change"],
            color=[BLUE if gain else VERMILLION for gain in gains],
            height=0.7,
        )
        for bar, gain in zip(bars, gains, strict=True):
            bar.set_hatch("" if gain else "////")
            bar.set_edgecolor("white")
        axes.axvline(0.0, color=INK, lw=0.8)
        labels = [words.number(change, "+.2f") for change in rows["change"]]
        axes.bar_label(bars, labels, padding=3, fontsize=7.5)
        axes.margins(x=0.16)
        axes.set_title(
            words("exports of {country}, change, US$ bn a year", country=words.country(str(party)))
        )
        numbers(axes.xaxis, words)
    return figure


def sectors_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say by how much the exports of both countries change, and which sector moves most."""
    parts = []
    for party, rows in table.groupby("exporter", sort=True):
        if rows["change"].abs().max() < STILL:
            total = words.change(rows["change"].sum())
            country = words.country(str(party))
            parts.append(words("exports of {country} change by {total}", country=country, total=total))
            continue
        most = rows.sort_values("change", key=abs, ascending=False, kind="stable").iloc[0]
        parts.append(
            words(
                "exports of {country} change by {total}, most in {sector} ({change})",
                country=words.country(str(party)),
                total=words.change(rows["change"].sum()),
                sector=words.name(most["sector"]),
                change=words.number(most["change"], "+.1f"),
            )
        )
    return words.sentence("; ".join(parts)) + "."
