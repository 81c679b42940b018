"""What a sweep will cost, from a few runs played in this process."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from negsim.engine.folder import ResultFolder
from negsim.experiment import Experiment
from negsim.runner import run_one

POINTS, REPLICATIONS = 3, 5
WORKER_START_SECONDS = 2.5
"""Time a worker needs before its first run: imports and trade tables (benchmarks/bench_engine.py)."""
WORKER_MEMORY_MB = 190.0
"""Resident memory of a worker (measured, benchmarks/bench_engine.py)."""


@dataclass(frozen=True)
class Estimate:
    """Cost of an experiment.

    Attributes
    ----------
    seconds_a_run : median of the pilot runs, on one core
    quartiles : first and third quartile of the pilot
    bytes_a_run : of all tables, from the pilot's own files
    runs : runs asked for
    """

    seconds_a_run: float
    quartiles: tuple[float, float]
    bytes_a_run: float
    runs: int

    def wall_seconds(self, workers: int) -> float:
        """Return the expected wall time on so many workers, each on a core of its own."""
        work = self.seconds_a_run * self.runs
        return work if workers == 1 else WORKER_START_SECONDS + work / workers


def pilot(experiment: Experiment, digest: str) -> Estimate:
    """Play a few runs of a few points, spread over the design, and return what the whole will cost."""
    ids = _pilot_runs(experiment)
    run_one(experiment.run(ids[0]))  # imports and the first trade tables are not part of a run's cost
    seconds, rows = [], []
    for run_id in ids:
        started = time.perf_counter()
        rows.append(run_one(experiment.run(run_id)))
        seconds.append(time.perf_counter() - started)
    low, middle, high = statistics.quantiles(seconds, n=4) if len(seconds) > 1 else seconds * 3
    with TemporaryDirectory() as scratch:
        size = ResultFolder(Path(scratch), experiment, digest).write_chunk(0, rows * 20, "pilot")
    return Estimate(middle, (low, high), size / (20 * len(rows)), experiment.size)


def _pilot_runs(experiment: Experiment) -> list[int]:
    """Return run ids of a few replications of points at the start, middle and end of the design."""
    points = sorted({0, experiment.n_points // 2, experiment.n_points - 1})[:POINTS]
    replications = range(min(REPLICATIONS, experiment.replications))
    return [point * experiment.replications + r for point in points for r in replications]
