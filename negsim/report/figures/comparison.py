"""Two sets of runs compared: a panel a metric with the difference and its interval, agents, partings."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from negsim.analysis.replays import moved_agents
from negsim.politics.countries import sides
from negsim.report.figures.labels import label
from negsim.report.figures.style import BLUE, INK, VERMILLION, canvas, numbers, rows_of, styled
from negsim.report.words import ENGLISH, Words

LONGEST = 42
"""Letters of an agent's name beside its bar."""


@styled
def comparison_figure(table: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw the difference, second minus first, of every metric; hollow where it is not told from noise.

    Parameters
    ----------
    table : metric, difference, low, high, verdict; as `negsim.analysis.compare.compare` returns them
    """
    figure, panels = canvas(0.3 + 0.78 * len(table), len(table), 1, squeeze=False)
    for axes, row in zip(panels[:, 0], rows_of(table), strict=True):
        axes.hlines(0, row.low, row.high, color=BLUE, lw=2)
        filled = BLUE if row.verdict == "differs" else "white"
        axes.plot([row.difference], [0], "o", ms=7, color=BLUE, mfc=filled)
        axes.axvline(0.0, color=INK, lw=1.0, ls="--")
        axes.set_title(label(row.metric, words), fontsize=8.5)
        axes.set(yticks=[], ylim=(-1, 1))
        axes.spines["left"].set_visible(False)
        axes.margins(x=0.15)
        axes.locator_params(axis="x", nbins=6)
        numbers(axes.xaxis, words)
    panels[-1, 0].set_xlabel(words("difference, second minus first"))
    return figure


def comparison_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say of every metric whether the difference is told from noise, after correction for all of them."""
    parts = [
        words(
            "{metric} {difference} ({low} to {high})",
            metric=label(row.metric, words),
            difference=words.number(row.difference, "+.3g"),
            low=words.number(row.low, "+.3g"),
            high=words.number(row.high, "+.3g"),
        )
        for row in rows_of(table)
        if row.verdict == "differs"
    ]
    said = [words("The second differs from the first: {parts}.", parts="; ".join(parts))] if parts else []
    for verdict, message in (
        ("within noise", words("Within noise: {metrics}.")),
        ("no difference", words("No difference in any pair: {metrics}.")),
        ("not tested", words("Too few values to test: {metrics}.")),
    ):
        alike = [label(row.metric, words) for row in rows_of(table) if row.verdict == verdict]
        if alike:
            said.append(message.replace("{metrics}", "; ".join(alike)))
    return " ".join([*said, *_needed(table, words)])


def _needed(table: pd.DataFrame, words: Words) -> list[str]:
    """Say how many replications would settle the difference that is nearest to being told from noise."""
    unsettled = table[(table["verdict"] == "within noise") & table["n_needed"].notna()]
    if unsettled.empty:
        return []
    row = min(rows_of(unsettled), key=lambda row: row.n_needed)
    n, metric = f"{int(row.n_needed):,}", label(row.metric, words)
    return [words("About {n} replications would settle {metric}.", n=n, metric=metric)]


def _named(agent: str, words: Words) -> str:
    """Return what an agent is called: a government by its country."""
    return words.country(agent) if agent in sides() else words.name(agent)


@styled
def agents_figure(agents: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw what agents gain or lose from the first to the second, each in its own unit, with intervals.

    Parameters
    ----------
    agents : agent, type, difference, low, high, one row an agent of one pair of levels
    """
    table = moved_agents(agents).iloc[::-1]
    figure, axes = canvas(0.7 + 0.22 * len(table))
    for place, row in enumerate(rows_of(table)):
        colour, shape = (BLUE, "o") if row.difference >= 0 else (VERMILLION, "s")
        if row.low == row.low:
            axes.hlines(place, row.low, row.high, color=colour, lw=1.6)
        axes.plot([row.difference], [place], shape, ms=5, color=colour)
    axes.axvline(0.0, color=INK, lw=1.0, ls="--")
    names = [_named(name, words) for name in table["agent"]]
    short = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names]
    axes.set_yticks(range(len(table)), short, fontsize=7.5)
    axes.set_xlabel(words("change of the gain over no deal, in own units"))
    numbers(axes.xaxis, words)
    return figure


def agents_reading(agents: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say how many agents gain and lose, and who most."""
    facts = {
        "gain": int((agents["difference"] > 0).sum()),
        "lose": int((agents["difference"] < 0).sum()),
        "n": int(agents["n"].max()),
    }
    said = [words("Played again, in {n} replications that agreed: {gain} gain, {lose} lose.", **facts)]
    ordered = rows_of(agents.sort_values("difference", kind="stable"))
    for row, moved, message in (
        (ordered[-1], facts["gain"], words("Most gains {agent} ({change}).")),
        (ordered[0], facts["lose"], words("Most loses {agent} ({change}).")),
    ):
        if moved:
            change = words.number(row.difference, "+.2f")
            said.append(message.format(agent=_named(row.agent, words), change=change))
    return " ".join(said)


@styled
def partings_figure(partings: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw in how many pairs of runs with the same luck the first move that differs falls into which round.

    Parameters
    ----------
    partings : round, one row a pair; empty where no move differs
    """
    figure, axes = canvas(1.9)
    rounds = partings["round"].dropna().astype(int)
    counts = rounds.value_counts().sort_index()
    axes.bar(counts.index, counts.to_numpy(), color=BLUE, width=0.8)
    axes.set_xlim(0, max(10, counts.index.max() + 1) if len(counts) else 10)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_xlabel(words("round of the first move that differs"))
    axes.set_ylabel(words("pairs"))
    return figure


def partings_reading(partings: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say how many pairs part, and when."""
    apart = partings[partings["round"].notna()]
    facts = {"n": len(apart), "total": len(partings)}
    if apart.empty:
        return words("All {total} pairs with the same luck are the same, move for move.", **facts)
    middle = words.number(float(apart["round"].median()), ".0f")
    return words(
        "{n} of {total} pairs with the same luck part, half of them by round {round}.", **facts, round=middle
    )
