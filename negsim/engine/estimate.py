"""What a sweep will cost, from a few runs played in this process."""

import io
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from negsim.engine.folder import ResultFolder
from negsim.engine.plan import chunk_size
from negsim.experiment.experiment import Experiment
from negsim.experiment.run import RunRows, run_one
from negsim.experiment.tables import OfferRows

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

POINTS, REPLICATIONS = 3, 5
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
    seconds_a_run : median of the pilot runs, on one core
    quartiles : first and third quartile of the pilot
    bytes : of all tables, in parts and joined
    memory_mb : largest memory of this process so far, which a worker needs about as well
    runs : runs asked for
    """

    seconds_a_run: float
    quartiles: tuple[float, float]
    bytes: float
    memory_mb: float
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
    folder = ResultFolder(Path(), experiment, digest)
    chunks = -(-experiment.size // chunk_size(middle, experiment.size, 1))
    return Estimate(middle, (low, high), _bytes(folder, rows, chunks), _memory_mb(), experiment.size)


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


def _pilot_runs(experiment: Experiment) -> list[int]:
    """Return run ids of a few replications of points at the start, middle and end of the design."""
    points = sorted({0, experiment.n_points // 2, experiment.n_points - 1})[:POINTS]
    replications = range(min(REPLICATIONS, experiment.replications))
    return [point * experiment.replications + r for point in points for r in replications]
