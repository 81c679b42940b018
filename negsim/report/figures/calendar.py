"""The tariff through the talks on a calendar: what is offered, what is in force, what happens."""

from datetime import date
from typing import Any

import pandas as pd
from matplotlib.dates import AutoDateLocator
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from negsim.report.figures.style import INK, ORANGE, QUIET, canvas, numbers, party_style, styled
from negsim.report.words import ENGLISH, SOURCE, Words

MOVES = ("offer", "accept", "walkaway", "wait")
"""What parties do at the table; all other lines of the log are events."""

TERMS_FOLLOW = ("leak", "framework")
"""Events whose line lists a whole text after a colon."""


def calendar_table(offers: pd.DataFrame, run_id: int, issue: str) -> pd.DataFrame:
    """Return the dated tariff offers of a run and its events: date, party, move, rate in %, event.

    Parameters
    ----------
    issue : the issue whose labels are rates, as `20 %`
    """
    kept = offers[offers["run_id"].eq(run_id)]
    labels = kept[f"issue_{issue}"].astype("string")
    rate = pd.to_numeric(labels.str.replace("%", "").str.strip(), errors="coerce").astype(float)
    event = kept["why"].where(~kept["move"].isin(MOVES))
    event = event.where(~kept["move"].isin(TERMS_FOLLOW), event.str.partition(":")[0])
    days = [date.fromisoformat(day) for day in kept["date"]]
    return pd.DataFrame(
        {"date": days, "party": kept["party"], "move": kept["move"], "rate": rate, "event": event}
    ).reset_index(drop=True)


@styled
def calendar_figure(
    table: pd.DataFrame, in_force: pd.DataFrame, agreed: float | None = None, words: Words = ENGLISH
) -> Figure:
    """Draw tariff offers and the rate in force over dates; events are numbered along the top.

    Parameters
    ----------
    table : see `calendar_table`
    in_force : date and `in_force`, fraction, a row a tick
    agreed : the rate agreed, in %
    """
    figure, axes = canvas(3.6)
    rates = 100 * in_force["in_force"]
    axes.step(
        in_force["date"], rates, where="post", color=INK, lw=1.4, label=words("in force without a deal")
    )
    for party, own in table[table["move"] == "offer"].groupby("party", sort=False):
        label = words("offers of {country}", country=words.country(str(party)))
        axes.plot(own["date"], own["rate"], lw=1.0, ms=3.5, label=label, **party_style(str(party)))
    if agreed is not None:
        last = table["date"][table["move"] == "accept"].iloc[-1]
        axes.plot([last], [agreed], "*", ms=13, color=ORANGE, mec=INK, label=words("agreed"), clip_on=False)
    _events(axes, table)
    axes.set_ylabel(words("tariff, %"))
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    numbers(axes.yaxis, words)
    months(axes, words)
    figure.legend(loc="outside upper left", ncols=2)
    return figure


def event_days(table: pd.DataFrame, words: Words = ENGLISH) -> dict[date, list[str]]:
    """Return day -> its events, in order: as the talks print them, in English, or by kind."""
    found: dict[date, list[str]] = {}
    for day, kind, event in zip(table["date"], table["move"], table["event"], strict=True):
        if isinstance(event, str):
            found.setdefault(day, []).append(event if words.language == SOURCE else words.name(kind))
    return found


def _events(axes: Any, table: pd.DataFrame) -> None:
    """Number the days with events along the top, in two rows so that neighbours do not touch."""
    for number, day in enumerate(event_days(table), 1):
        axes.axvline(day, color=QUIET, lw=0.7, ls=":", zorder=0)
        height = 1.01 + 0.055 * ((number - 1) % 3)
        axes.annotate(
            str(number),
            (day, height),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="bottom",
            fontsize=7.5,
        )


def months(axes: Any, words: Words) -> None:
    """Write the dates of an axis as day and month, the year below."""

    def written(value: float, _: object) -> str:
        day = date.fromordinal(int(value) + date(1970, 1, 1).toordinal())
        return f"{words.day_and_month(day)}\n{day.year}"

    axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=6))
    axes.xaxis.set_major_formatter(FuncFormatter(written))


def calendar_reading(table: pd.DataFrame, agreed: float | None = None, words: Words = ENGLISH) -> str:
    """Say from what rates the sides start, where they end, and how much happens meanwhile."""
    made = table[(table["move"] == "offer") & table["rate"].notna()]
    moves = [
        words(
            "{country} opens at {first} and ends at {last}.",
            country=words.sentence(words.country(str(party))),
            first=words.percent(own["rate"].iloc[0] / 100),
            last=words.percent(own["rate"].iloc[-1] / 100),
        )
        for party, own in made.groupby("party", sort=False)
    ]
    days, happened = event_days(table), int(table["event"].notna().sum())
    end = (
        words("They agree on {rate}.", rate=words.percent(agreed / 100))
        if agreed is not None
        else words("No rate is agreed.")
    )
    said = " ".join([*moves, end])
    if happened:
        said += " " + _happened(happened, len(days), words)
    return said


def _happened(events: int, days: int, words: Words) -> str:
    if events == 1:
        return words("One thing happens meanwhile.")
    if days == 1:
        return words("{n} things happen meanwhile, on one day.", n=events)
    return words("{n} things happen meanwhile, on {days} days.", n=events, days=days)
