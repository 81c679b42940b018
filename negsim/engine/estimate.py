"""What a sweep will cost, from a few runs played in this process."""

import io
import math
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from negsim.engine.folder import ResultFolder
from negsim.engine.plan import chunk_size
from negsim.experiment.experiment import Experiment
from negsim.experiment.run import Player, RunRows, run_all
from negsim.experiment.tables import OfferRows

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

POINTS, RUNS = 12, 24
"""Points of a pilot, and its runs in all: some take ten times as long as others."""
ERRORS = 2.2
"""Standard errors to either side of the mean: Student's t for 95 % with twelve points."""
LEAST_ERROR = 0.15
"""Share of the mean by which the promise may be off at least: what else a machine does (assumption)."""
WORKER_START_SECONDS = 2.5
"""Time a worker needs before its first run: imports and trade tables (benchmarks/bench_sweep.py)."""
WORKER_MEMORY_MB = 250.0
"""Memory of a worker where it cannot be measured."""
COPIES = 20
"""Times the pilot's rows are repeated to see how tables of many rows compress."""


@dataclass(frozen=True)
class Estimate:
    """Cost of an experiment.

    Attributes
    ----------
    seconds_a_run : mean over the design, on one core
    between : range in which that mean lies, from how much the pilot's runs differ
    bytes : of all tables, in parts and joined
    memory_mb : largest memory of this process so far, which a worker needs about as well
    runs : runs asked for
    """

    seconds_a_run: float
    between: tuple[float, float]
    bytes: float
    memory_mb: float
    runs: int

    def wall_seconds(self, workers: int) -> tuple[float, float, float]:
        """Return lowest, expected and highest wall time on so many workers, each on a core of its own."""
        low, high = self.between
        start = 0.0 if workers == 1 else WORKER_START_SECONDS
        low, expected, high = (start + s * self.runs / workers for s in (low, self.seconds_a_run, high))
        return low, expected, high


def pilot(experiment: Experiment, digest: str) -> Estimate:
    """Play a few runs of points spread evenly over the design, and return what the whole will cost.

    Every point counts alike, and its first run, which makes the point's model, as often as it will be played.
    Beside the first, points take replications in turn: those of one number share their luck at every point.
    """
    each = min(experiment.replications, max(2, RUNS // min(POINTS, experiment.n_points)))
    player, rows = Player(), []
    player.play(experiment.run(0))  # imports and the first trade tables are not part of a run's cost
    player.model = None
    seconds = []
    for turn, point in enumerate(_pilot_points(experiment)):
        begin, later = point * experiment.replications, range(turn * (each - 1), (turn + 1) * (each - 1))
        others = (begin + 1 + number % (experiment.replications - 1) for number in later)
        runs = (experiment.run(number) for number in (begin, *others))
        played = run_all(runs, player=player)
        seconds.append([row.seconds for row in played])
        rows += played
    low, mean, high = promise(seconds, experiment.replications, experiment.n_points)
    folder = ResultFolder(Path(), experiment, digest)
    chunks = -(-experiment.size // chunk_size(mean, experiment.size, 1))
    size = _bytes(folder, rows, chunks)
    return Estimate(mean, (low, high), size, _memory_mb(), experiment.size)


def promise(seconds: list[list[float]], replications: int, n_points: int) -> tuple[float, float, float]:
    """Return lowest, expected and highest mean time of a run over the design.

    Parameters
    ----------
    seconds : time of each run of a pilot, by point; the first run of a point makes its model
    replications, n_points : of the whole design

    Notes
    -----
    Points differ, and so do the runs of a point. What is between points has no error left once all points
    were tried; what is within them has. Where a point has too few runs to tell, all counts as within. The
    mean that will be found has an error of its own: with few runs it is one draw as the pilot is.
    """
    costs, within = [], []
    for first, *later in seconds:
        costs.append((first + (replications - 1) * statistics.fmean(later or [0.0])) / replications)
        if len(later) > 1:
            within.append(statistics.variance(later) / len(later))
    mean, n = statistics.fmean(costs), len(costs)
    spread = statistics.variance(costs) if n > 1 else 0.0
    noise = statistics.fmean(within) if within else spread
    tried = n / n_points
    played = sum(map(len, seconds)) / (replications * n_points)
    error = ERRORS * math.sqrt(((1 - tried) * spread + (tried + played) * noise) / n)
    error = max(error, LEAST_ERROR * mean)
    return max(mean - error, min(costs) / 2), mean, mean + error


def _bytes(folder: ResultFolder, rows: list[RunRows], chunks: int) -> float:
    """Return the size of all tables: their parts, whose headers count too, and the joined ones."""
    runs = {"none": 0, "first": folder.experiment.n_points, "all": folder.experiment.size}
    moves = runs[folder.experiment.log.offers] / max(1, sum(bool(row.offers) for row in rows))
    verdicts = runs[folder.experiment.log.agents] / max(1, sum(bool(row.agents) for row in rows))
    played = folder.experiment.size / len(rows)
    times = {"runs": played, "timings": played, "offers": moves, "agents": verdicts}
    heads = _sizes(folder.tables([], ""))
    copies = [varied(row, number) for number in range(COPIES) for row in rows]
    whole = _sizes(folder.tables(copies, "pilot"))
    return sum(
        (chunks + 1) * heads[name] + 2 * times[name] * (whole[name] - heads[name]) / COPIES for name in times
    )


def varied(row: RunRows, number: int) -> RunRows:
    """Return a copy with other numbers, as another run would have: equal rows would compress to nothing."""
    factor = 1.0 + number * 1e-3

    def other(value: Any) -> Any:
        return value * factor if isinstance(value, float) else value

    return replace(
        row,
        run={name: other(value) for name, value in row.run.items()}
        | {"seed_key": int(row.run["seed_key"] * factor) % 2**63},
        offers=OfferRows({name: [*map(other, values)] for name, values in row.offers.columns.items()}),
        agents=[{name: other(value) for name, value in agent.items()} for agent in row.agents],
    )


def _sizes(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    sizes = {}
    for name, table in tables.items():
        written = io.BytesIO()
        pq.write_table(table, written, compression="zstd")
        sizes[name] = written.tell()
    return sizes


def _memory_mb() -> float:
    """Return the largest resident memory of this process."""
    if resource is None:
        return WORKER_MEMORY_MB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _pilot_points(experiment: Experiment) -> list[int]:
    """Return points at even distances, from the middle of as many equal shares of the design."""
    count = min(POINTS, experiment.n_points)
    return [(2 * share + 1) * experiment.n_points // (2 * count) for share in range(count)]
