"""What is measured of every run: how the talks end, at what rate, when, and what it is worth."""

from functools import cache

import numpy as np
import pandas as pd

from negsim.analysis.results import Results
from negsim.arrays import Array
from negsim.experiment.experiment import Experiment

RARE = 0.01
"""An end that fewer runs come to is not analysed."""
MAIN = ("agreement_rate", "level_tariff", "week", "deficit_cut_usd_bn", "gain0_us", "gain0_vietnam")
WORLD = ("economy.", "issues.", "no_deal.in_force")
"""Beginnings of the settings that move what a world trades without a deal."""


def measures(results: Results, experiment: Experiment) -> dict[str, Array]:
    """Return metric -> (points, replications); nan where a run has no number.

    The week and the rate are those of agreements. The cut is the deficit without a deal when the talks begin
    less that at their end, billion US dollars a year.
    """
    runs = results.runs.sort_values("run_id")
    shape = (experiment.n_points, experiment.replications)
    agreed = runs["agreed"].to_numpy(dtype=bool)
    began = pd.Timestamp(experiment.base.time.start)
    week = (pd.to_datetime(runs["date"]) - began).dt.days.to_numpy(dtype=float) / 7
    before = np.repeat(without_a_deal(experiment), shape[1])
    found = {
        "agreement_rate": agreed.astype(float),
        "level_tariff": runs["level_tariff"].to_numpy(dtype=float),
        "week": np.where(agreed, week, np.nan),
        "deficit_cut_usd_bn": before - runs["us_deficit_usd_bn"].to_numpy(dtype=float),
        "gain0_us": runs["gain0_us"].to_numpy(dtype=float),
        "gain0_vietnam": runs["gain0_vietnam"].to_numpy(dtype=float),
    }
    ends = runs["end_state"]
    for end, share in ends.value_counts(normalize=True).items():
        if share >= RARE:
            found[f"end_state={end}"] = ends.eq(end).to_numpy(dtype=float)
    return {name: values.reshape(shape) for name, values in found.items()}


def without_a_deal(experiment: Experiment) -> Array:
    """Return the deficit without a deal at every point, billion US dollars a year."""

    @cache
    def deficit(point: int, world: tuple[object, ...]) -> float:
        return float(experiment.scenario(experiment.point(point)).world.trade_totals(None)["deficit"])

    first: dict[tuple[object, ...], int] = {}
    found = []
    for point in range(experiment.n_points):
        values = experiment.layout.values(point)
        world = tuple(str(level) for path, level in values if path.startswith(WORLD))
        found.append(deficit(first.setdefault(world, point), world))
    return np.array(found)
