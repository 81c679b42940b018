"""Draw `figure.svg` from `summary.csv`: a difference with its interval a row, a panel a unit.

``python experiments/statics/figure.py``
"""

from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from negsim.report.picture import INK, QUIET, STYLE

HERE = Path(__file__).parent
MARKS = {"holds": ("o", "#0072B2"), "fails": ("X", "#D55E00"), "not shown": ("s", "#E69F00")}
"""Verdict -> shape and colour (Okabe & Ito 2008)."""
PANELS = {
    "rate agreed, percentage points": {"level_tariff": "rate"},
    "the governments' own units of utility": {
        "u0_vietnam": "utility of Vietnam",
        "gain0_vietnam": "gain of Vietnam",
        "gain0_us": "gain of the US",
    },
    "in a hundred runs (full access: agreements)": {
        "agreement_rate": "agreement",
        "ratification_failures": "refused at home",
        "issue_access=all": "full access",
    },
    "billion US dollars a year": {
        "us_deficit_usd_bn": "US deficit",
        "vietnam_to_us_usd_bn": "Vietnam's sales",
    },
    "rounds until agreement": {"rounds_to_agreement": "rounds"},
    "distance from the frontier, scaled utility": {"pareto_distance": "distance"},
}
"""Title of a panel -> its metrics and what they are called in it."""
SETTINGS = {
    "no_deal.credibility": "credibility",
    "no_deal.threatened": "rate threatened",
    "no_deal.in_force": "rate in force",
    "parties.us.ratification.threshold": "US threshold",
    "parties.vietnam.ratification.quorum": "quorum",
    "time.ticks": "horizon",
    "issues.purchases.additionality": "additionality",
    "economy.other_tariffs.ASEAN": "ASEAN rate",
    "parties.us.terms.deficit.weight": "deficit weight",
    "economy.elasticities": "demand elasticities",
    "economy.supply_elasticity": "supply elasticity",
    "parties.us.patience.discount": "patience of the US",
    "parties.vietnam.patience.discount": "patience of Vietnam",
    "events.december.at": "deadline",
    "events.ruling.odds.vietnam": "odds of a strike to Vietnam",
    "events.ruling.odds.us": "odds of a strike to the US",
    "parties.vietnam.patience.waiting": "Vietnam waits",
    "parties.vietnam.patience.outside_option": "option of Vietnam",
    "parties.vietnam.strategy.opponent_model.prior.deficit_hawk": "prior of a wrong type",
    "events.working_groups.factor": "error left by a technical round",
}


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the summary and write the picture to `path`."""
    parts = {title: table[table["metric"].isin(metrics)] for title, metrics in PANELS.items()}
    heights = [len(part) + 1.6 for part in parts.values()]
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 0.27 * sum(heights) + 0.6), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(parts), 1, height_ratios=heights)
        for axes, (title, part) in zip(panels, parts.items(), strict=True):
            _panel(axes, part, title)
        figure.legend(handles=_legend(), loc="outside upper right", ncols=4, frameon=False)
        figure.savefig(path, metadata={"Date": None})


def _legend() -> list[Line2D]:
    marks = [Line2D([], [], ls="none", marker=m, color=c, label=v) for v, (m, c) in MARKS.items()]
    white = {"mec": INK, "mfc": "white", "mew": 1.6, "label": "white: a step goes the other way"}
    return [*marks, Line2D([], [], ls="none", marker="o", **white)]


def _panel(axes: Any, part: pd.DataFrame, title: str) -> None:
    times = 100.0 if "percentage" in title or "hundred" in title else 1.0
    labels = []
    for height, row in enumerate(part[::-1].itertuples()):
        shape, colour = MARKS[row.verdict]
        axes.hlines(height, times * row.ci_low, times * row.ci_high, color=colour, lw=1.6)
        inside = colour if row.monotone == "yes" else "white"
        axes.plot(times * row.difference, height, shape, mec=colour, mfc=inside, mew=1.6, ms=6.5)
        moved = f"{SETTINGS[row.key]} {short(row.low)} to {short(row.high)}"
        labels.append(f"{moved}: {PANELS[title][row.metric]} ({row.sign.replace('-', '−')})")
    axes.set_yticks(range(len(part)), labels, fontsize=9)
    axes.set_ylim(-0.6, len(part) - 0.4)
    axes.axvline(0.0, color=INK, lw=0.8)
    axes.margins(x=0.08)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.grid(axis="x", color=QUIET, lw=0.5)
    axes.set_axisbelow(True)
    axes.set_title(title, loc="left", fontsize=10)


def short(value: str) -> str:
    """Return a value as a label: words without what follows from the setting."""
    return str(value).removesuffix("_run")


if __name__ == "__main__":
    draw(pd.read_csv(HERE / "summary.csv", dtype={"low": str, "high": str}), HERE / "figure.svg")
