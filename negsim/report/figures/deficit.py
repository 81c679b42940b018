"""The deficit: without a deal and agreed, and as announced and realised where the tables say so."""

import pandas as pd
from matplotlib.figure import Figure

from negsim.politics.countries import sides
from negsim.report.figures.style import BLUE, INK, ORANGE, QUIET, canvas, numbers, rows_of, styled
from negsim.report.words import ENGLISH, Words

AT_THE_START = "no deal, at the start"
SPREAD = (0.05, 0.25, 0.5, 0.75, 0.95)


def deficit_column() -> str:
    """Return the column of the deficit of the side that sets the tariff, US$ bn a year."""
    return f"{sides()[0]}_deficit_usd_bn"


def deficit_table(runs: pd.DataFrame, no_deal: float | None = None) -> pd.DataFrame:
    """Return mean and quantiles of the deficit: at the start, without and with a deal, announced, realised.

    Parameters
    ----------
    no_deal : at the rate in force at the start, US$ bn a year
    """
    agreed, other = runs[runs["agreed"].eq(True)], runs[runs["agreed"].eq(False)]
    named = [("not agreed", other[deficit_column()]), ("agreed", agreed[deficit_column()])]
    later = [name for name in runs.columns if name.startswith(("deficit_a", "deficit_r"))]
    named += [(_later(name), agreed[name]) for name in later]
    rows = [] if no_deal is None else [(AT_THE_START, 1, no_deal, *[no_deal] * len(SPREAD))]
    for name, column in named:
        values = column.dropna().astype(float)
        if len(values):
            rows.append((name, len(values), values.mean(), *values.quantile(list(SPREAD))))
    quantiles = [f"q{100 * share:02.0f}" for share in SPREAD]
    return pd.DataFrame(rows, columns=["deficit", "runs", "mean", *quantiles])


def _later(column: str) -> str:
    """Return what `deficit_announced_usd_bn` or `deficit_realised_13_usd_bn` is called."""
    kind, _, ticks = column.removeprefix("deficit_").removesuffix("_usd_bn").partition("_")
    return f"{kind} after {ticks} ticks" if ticks else kind


@styled
def deficit_figure(table: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw a row a deficit: nine runs in ten as a thin bar, half as a thick one, the mean as a diamond."""
    figure, axes = canvas(0.7 + 0.42 * len(table))
    for place, row in enumerate(rows_of(table)):
        if row.runs > 1:
            axes.hlines(place, row.q05, row.q95, color=BLUE, lw=2)
            axes.hlines(place, row.q25, row.q75, color=BLUE, lw=8)
        axes.plot([row.mean], [place], "D", ms=7, color=ORANGE, mec=INK)
        label = words.number(row.mean, ".1f")
        axes.annotate(label, (row.mean, place - 0.24), ha="center", va="bottom", fontsize=8)
    if AT_THE_START in set(table["deficit"]):
        axes.axvline(table["mean"].iloc[0], color=QUIET, lw=0.8, ls="--", zorder=0)
    axes.set_yticks(range(len(table)), [words.name(name) for name in table["deficit"]])
    axes.set_ylim(len(table) - 0.5, -0.65)
    axes.set_xlabel(words("US$ bn a year"))
    axes.margins(x=0.1)
    numbers(axes.xaxis, words)
    return figure


def deficit_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say what the deficit is in the mean of each row."""
    means = table.set_index("deficit")["mean"]
    said = words(
        "With an agreement the deficit is {agreed} in the mean.", agreed=words.money(means["agreed"])
    )
    if AT_THE_START in means:
        change = means["agreed"] - means[AT_THE_START]
        said = words(
            "With an agreement the deficit is {agreed} in the mean, "
            "{change} against no deal in the world at the start.",
            agreed=words.money(means["agreed"]),
            change=words.change(change),
        )
    if "not agreed" in means:
        said += " " + words(
            "Runs without agreement end at {without}.", without=words.money(means["not agreed"])
        )
    others = [
        f"{words.name(name)} {words.money(value)}"
        for name, value in means.items()
        if name not in ("agreed", "not agreed", AT_THE_START)
    ]
    return said + (" " + words.sentence("; ".join(others)) + "." if others else "")
