"""The picture of a result folder: the frontier, the path of offers of a typical run, the agreement."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from negsim.experiment.experiment import Experiment, Run
from negsim.report.names import short_names
from negsim.report.summary import agreements
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario

COLOURS = ("#1f5a99", "#c8102e")
"""Of the first party, whose utility runs to the right, and of the second."""
INK, QUIET = "#222222", "#c9ced6"
MOST_MARKS = 2000
"""Outcomes drawn as marks of their own in SVG; more are drawn as one image, so that files stay small."""
STYLE = {
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "negsim",
    "savefig.facecolor": "white",
}


def typical_run(runs: pd.DataFrame) -> int:
    """Return the id of the agreed run whose gains are nearest to the median gains, or of the first run."""
    agreed = agreements(runs)
    if agreed.empty:
        return int(runs["run_id"].iloc[0])
    gains = agreed.filter(regex="^gain0_").to_numpy(dtype=float)
    spread = gains.std(axis=0) + 1e-9
    far = (((gains - np.median(gains, axis=0)) / spread) ** 2).sum(axis=1)
    return int(agreed["run_id"].iloc[int(np.argmin(far))])


def draw(experiment: Experiment, runs: pd.DataFrame, run: Run, scenario: Scenario, path: Path) -> None:
    """Draw one run against all outcomes and write the picture to `path` (its ending decides the format)."""
    model = NegotiationModel(scenario, run.seed, log=True)
    model.run()
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 6.2), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _outcomes(axes, model)
        _path(axes, model)
        _agreements(axes, model, runs[runs["point_id"] == run.point_id])
        _words(axes, experiment, model, run)
        figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def _outcomes(axes: Any, model: NegotiationModel) -> None:
    bargain = model.bargain
    if bargain is None:
        return
    first, second = bargain.feasible.pair
    axes.scatter(
        first,
        second,
        s=7,
        color=QUIET,
        linewidths=0,
        zorder=1,
        rasterized=first.size > MOST_MARKS,
        label=f"{first.size:,} possible outcomes",
    )
    front = bargain.feasible.frontier[::-1]
    axes.plot(first[front], second[front], "-", color=INK, lw=1.1, zorder=2)
    axes.plot(first[front], second[front], "o", color=INK, ms=3, zorder=2, label="Pareto frontier")
    points = (("Nash", "^", bargain.nash), ("Kalai-Smorodinsky", "s", bargain.kalai_smorodinsky))
    style = {"mfc": "none", "mec": INK, "ms": 11, "mew": 1.3, "zorder": 5, "ls": "none"}
    for name, mark, point in points:
        if point is not None:
            axes.plot(first[point], second[point], mark, label=f"{name} point", **style)
    one, other = bargain.no_deal.values()
    axes.axvline(one, color=COLOURS[0], lw=0.8, ls=":", zorder=0)
    axes.axhline(other, color=COLOURS[1], lw=0.8, ls=":", zorder=0)


def _worth(model: NegotiationModel, outcomes: Sequence[int]) -> tuple[list[float], list[float]]:
    """Return what outcomes are worth to both sides in the tables at the start, as all else here."""
    first, second = (party.initial for party in model.parties.values())
    return [first.value(outcome) for outcome in outcomes], [second.value(outcome) for outcome in outcomes]


def _path(axes: Any, model: NegotiationModel) -> None:
    for (party, government), colour in zip(model.parties.items(), COLOURS, strict=True):
        made = [o for o in model.offers if o.entry.party == party and hasattr(o.entry.move, "outcome")]
        x, y = _worth(model, [getattr(o.entry.move, "outcome") for o in made])  # noqa: B009
        axes.plot(x, y, "-", color=colour, lw=1.6, alpha=0.75, zorder=3)
        label = f"{len(made)} offers of {government.country}"
        axes.plot(x, y, "o", color=colour, ms=4.5, zorder=4, label=label)
        if made:
            axes.annotate(
                "opens",
                (x[0], y[0]),
                textcoords="offset points",
                xytext=(6, 6),
                color=colour,
                fontsize=9,
                zorder=7,
                path_effects=[withStroke(linewidth=3, foreground="white")],
            )


def _agreements(axes: Any, model: NegotiationModel, runs: pd.DataFrame) -> None:
    agreed = agreements(runs)
    if len(agreed) > 1:
        axes.scatter(
            *(agreed[f"u0_{party}"] for party in model.parties),
            s=36,
            color="#e8a33d",
            alpha=0.5,
            linewidths=0,
            zorder=4,
            label=f"agreements of {len(agreed)} of {len(runs)} runs",
        )
    outcome = model.state.agreement
    if outcome is None:
        return
    place = _worth(model, [outcome])
    axes.plot(
        *place, "*", color="#e8a33d", mec=INK, ms=16, zorder=6, ls="none", label="agreement of this run"
    )


def _words(axes: Any, experiment: Experiment, model: NegotiationModel, run: Run) -> None:
    outcome = model.state.agreement
    terms = model.space.describe(outcome) if outcome is not None else {"no": "agreement"}
    short = short_names([path for path, _ in run.factors])
    point = "".join(f", {short[path]} {level}" for path, level in run.factors)
    title = [f"{experiment.name}, run {run.run_id}{point}"]
    title.append(" · ".join(f"{name} {label}" for name, label in terms.items()))
    axes.set_title("\n".join(fill(line, 95) for line in title), loc="left", fontsize=10.5)
    for party, label in zip(model.parties.values(), (axes.set_xlabel, axes.set_ylabel), strict=True):
        label(f"utility of {party.country}  (0: no deal now; 1: {party.unit})")
    axes.legend(loc="best", fontsize=8.5, frameon=True, framealpha=0.9, edgecolor="none")
    axes.annotate(
        "dotted: what each side expects without a deal",
        (0.0, -0.13),
        xycoords="axes fraction",
        fontsize=8,
        color="#666666",
    )
