"""Offers over rounds: what each offer of one run is worth to either side."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from negsim.report.figures.style import INK, ORANGE, canvas, numbers, party_style, styled
from negsim.report.words import ENGLISH, Words


def offers_of(offers: pd.DataFrame, run_id: int) -> pd.DataFrame:
    """Return the offers of a run and what accepted them, from the table `offers`."""
    kept = offers[offers["run_id"].eq(run_id) & offers["move"].isin(("offer", "accept"))]
    sides = [name for name in offers.columns if name.startswith("u_")]
    return kept[["round", "date", "party", "move", *sides]].reset_index(drop=True)


@styled
def offers_figure(offers: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw a panel a side: the round of every offer against its utility for that side on that day.

    Parameters
    ----------
    offers : round, party, move and `u_<party>` of the moves of one run, see `offers_of`
    """
    parties = [name.removeprefix("u_") for name in offers.columns if name.startswith("u_")]
    figure, panels = canvas(4.2, len(parties), 1, sharex=True)
    accepted = offers[offers["move"] == "accept"]
    for axes, side in zip(panels, parties, strict=True):
        for party in parties:
            made = offers[(offers["party"] == party) & (offers["move"] == "offer")]
            axes.plot(made["round"], made[f"u_{side}"], lw=1.0, ms=3.5, **party_style(party))
        axes.plot(accepted["round"], accepted[f"u_{side}"], "*", ms=13, color=ORANGE, mec=INK)
        axes.set_title(words("worth to {country}", country=words.country(side)))
        axes.set_ylabel(words("utility"))
        numbers(axes.yaxis, words)
    panels[-1].set_xlabel(words("round"))
    handles = [
        Line2D(
            [], [], lw=1, ms=4, label=words("offers of {country}", country=words.country(p)), **party_style(p)
        )
        for p in parties
    ]
    star: dict[str, Any] = {"marker": "*", "ms": 11, "ls": "none", "color": ORANGE, "mec": INK}
    handles += [Line2D([], [], label=words("accepted"), **star)] * bool(len(accepted))
    figure.legend(handles=handles, loc="outside upper left", ncols=2)
    return figure


def offers_reading(offers: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say how many offers there were, and how far each side came down in its own utility."""
    made = offers[offers["move"] == "offer"]
    parts = []
    for party, own in made.groupby("party", sort=False):
        worth = own[f"u_{party}"].dropna()
        parts.append(
            words(
                "{country} from {first} to {last}",
                country=words.country(str(party)),
                first=words.number(worth.iloc[0], ".2f"),
                last=words.number(worth.iloc[-1], ".2f"),
            )
        )
    end = words("the last is accepted") if offers["move"].eq("accept").any() else words("none is accepted")
    return words(
        "{n} offers are made, and {end}. In its own utility, the first and the last offer go: {moves}.",
        n=len(made),
        end=end,
        moves="; ".join(parts),
    )
