"""What is agreed, issue by issue: a cell a level, the darker the more often it is agreed."""

from typing import Any

import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from negsim.report.figures.style import BLUE, INK, PALE, canvas, styled
from negsim.report.words import ENGLISH, Words

DARK = 0.7
"""Share from which letters on a cell are white."""


def issues_table(runs: pd.DataFrame, levels: dict[str, list[str]] | None = None) -> pd.DataFrame:
    """Return how often each level of each issue is agreed: issue, level, runs, share of agreements.

    Parameters
    ----------
    levels : issue -> its levels in their order; left out: those that occur, by their number if there is one
    """
    agreed = runs[runs["agreed"].eq(True)]
    rows = []
    for column in (name for name in runs.columns if name.startswith("issue_")):
        issue = column.removeprefix("issue_")
        counts = agreed[column].value_counts()
        for level in (levels or {}).get(issue) or _in_order(agreed, issue):
            count = int(counts.get(level, 0))
            rows.append((issue, level, count, count / max(1, len(agreed))))
    return pd.DataFrame(rows, columns=["issue", "level", "runs", "share"])


def _in_order(agreed: pd.DataFrame, issue: str) -> list[str]:
    known = agreed.dropna(subset=[f"issue_{issue}"])
    by = f"level_{issue}" if f"level_{issue}" in agreed else f"issue_{issue}"
    return list(known.sort_values(by)[f"issue_{issue}"].unique())


@styled
def issues_figure(table: pd.DataFrame, words: Words = ENGLISH) -> Figure:
    """Draw a row an issue with a cell a level, as `issues_table` returns them."""
    issues = list(dict.fromkeys(table["issue"]))
    figure, axes = canvas(0.35 + 0.46 * len(issues))
    for row, issue in enumerate(issues):
        cells = table[table["issue"] == issue]
        width = 1.0 / len(cells)
        for place, (level, share) in enumerate(zip(cells["level"], cells["share"], strict=True)):
            corner = (place * width + 0.004, row - 0.4)
            box: dict[str, Any] = {"facecolor": _shade(share), "edgecolor": PALE, "lw": 1.0}
            axes.add_patch(Rectangle(corner, width - 0.008, 0.8, **box))
            label = f"{words.name(level)}\n{words.percent(share)}"
            middle, size = place * width + width / 2, 8 if len(cells) < 5 else 7
            colour = "white" if share > DARK else INK
            axes.text(middle, row, label, ha="center", va="center", color=colour, fontsize=size)
    axes.set(xlim=(0, 1), ylim=(len(issues) - 0.5, -0.5), xticks=[])
    axes.set_yticks(range(len(issues)), [words.name(issue) for issue in issues])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def _shade(share: float) -> tuple[float, ...]:
    return tuple(1.0 - share * (1.0 - part) for part in to_rgb(BLUE))


def issues_reading(table: pd.DataFrame, words: Words = ENGLISH) -> str:
    """Say which level of the first issue is commonest, and how many issues are always settled alike."""
    first = table[table["issue"] == table["issue"].iloc[0]]
    best = first.loc[first["share"].idxmax()]
    fixed = [
        words.name(issue)
        for issue, share in table.groupby("issue", sort=False)["share"].max().items()
        if share == 1
    ]
    said = words(
        "Commonest for {issue}: {level}, in {share} of agreements.",
        issue=words.name(best["issue"]),
        level=words.name(best["level"]),
        share=words.percent(best["share"]),
    )
    if fixed:
        said += " " + words("Always settled alike: {issues}.", issues=words.listing(fixed))
    return said
