"""What the page of a result folder is made from: its tables, one run that stands for all, its talks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from negsim.analysis.results import Results
from negsim.engine.worker import folder_at
from negsim.experiment.experiment import Experiment, Run
from negsim.experiment.manifest import refuse_other_source
from negsim.report.page.replayed import Replayed, replay
from negsim.report.summary import agreements
from negsim.talks.scenario import Scenario


@dataclass(frozen=True)
class Material:
    """A finished result folder, and what the sections share.

    Raises
    ------
    ResultError : where talks have to be played again by another engine or with other data.
    """

    results: Results

    @cached_property
    def experiment(self) -> Experiment:
        """What was played, with the plug-ins that the folder kept."""
        refuse_other_source(self.results.path, self.results.manifest)
        return folder_at(str(self.results.path)).experiment

    @cached_property
    def runs(self) -> pd.DataFrame:
        """The runs that did not fail."""
        runs = self.results.runs
        return runs[runs["status"] == "ok"]

    @cached_property
    def chosen(self) -> int:
        """The id of the run that stands for all."""
        return median_run(self.runs, self.logged)

    @cached_property
    def logged(self) -> Sequence[int]:
        """The runs whose offers are in the tables."""
        found: list[int] = self.results.offers["run_id"].unique().tolist()
        return found

    @cached_property
    def row(self) -> pd.Series:
        """The row of that run."""
        return self.runs[self.runs["run_id"] == self.chosen].iloc[0]

    @cached_property
    def run(self) -> Run:
        """That run, to be played."""
        return self.experiment.run(self.chosen)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario of that run."""
        return self.run.talks.scenario

    @cached_property
    def replayed(self) -> Replayed:
        """That run, played again."""
        return replay(self.run, self.row)

    @property
    def at_the_point(self) -> pd.DataFrame:
        """The runs of the design point of that run."""
        found: pd.DataFrame = self.runs[self.runs["point_id"].eq(self.row["point_id"])]
        return found

    @property
    def tariff_issue(self) -> str | None:
        """The issue whose levels are rates in per cent, or None."""
        issues = self.scenario.world.space.issues
        rates = (one.name for one in issues if all(label.endswith("%") for label in one.labels))
        return next(rates, None)

    @property
    def metrics(self) -> list[str]:
        """The metrics that the experiment asked for, and the agreed numbers."""
        return list(self.results.config["metrics"])


def median_run(runs: pd.DataFrame, logged: Sequence[int]) -> int:
    """Return the run whose gains are nearest to the median gains of all that agreed.

    It is one whose offers were logged, and one that agreed, if there are such.
    """
    agreed = agreements(runs)
    candidates = [runs[runs["run_id"].isin(logged)], agreed, runs]
    if len(agreed):
        candidates = [agreed[agreed["run_id"].isin(logged)], *candidates]
    chosen = next(found for found in candidates if len(found))
    columns = [name for name in runs.columns if name.startswith("gain0_")]
    of_all = (agreed if len(agreed) else runs)[columns].to_numpy(dtype=float)
    off = (chosen[columns].to_numpy(dtype=float) - np.median(of_all, axis=0)) / (of_all.std(axis=0) + 1e-9)
    return int(chosen["run_id"].iloc[int(np.argmin((off**2).sum(axis=1)))])
