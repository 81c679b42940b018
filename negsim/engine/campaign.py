"""A whole experiment: its blocks of chunks, played by an executor, stopped early where a rule says so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc

from negsim.analysis.intervals import half_width
from negsim.engine.executors import Executor
from negsim.engine.folder import ResultFolder
from negsim.engine.parts import rows_of_part
from negsim.engine.plan import Block, Plan
from negsim.engine.worker import ChunkDone
from negsim.errors import ConfigError
from negsim.experiment.designs.factor import Array
from negsim.experiment.experiment import Experiment
from negsim.experiment.tables import metric


@dataclass(frozen=True)
class Shard:
    """A share of the chunks: number `index` of `of`, counted from 1. Shards of one folder never overlap."""

    index: int = 1
    of: int = 1

    def mine(self, chunk: int) -> bool:
        """Return whether a chunk belongs to this share."""
        return chunk % self.of == self.index - 1


def play(
    folder: ResultFolder,
    plan: Plan,
    executor: Executor,
    shard: Shard,
    report: Callable[[ChunkDone], None],
) -> range | None:
    """Play what is missing of an experiment; return the numbers of all its chunks once they are there.

    Chunks with a run that was out of time are played again.

    Parameters
    ----------
    folder : begun with `plan`
    shard : which chunks to play
    report : called with every chunk, those that were done before included
    """
    again, chunks = folder.timed_out_chunks(), range(0)
    for block in blocks(folder, plan):
        chunks = range(block.chunks.stop)
        there = folder.finished_chunks() & set(block.chunks) - again
        done = {chunk for chunk in there if folder.holds(block.chunk(chunk))}
        for chunk in done:
            report(ChunkDone(chunk, block.runs_in(chunk), 0, 0.0, "before"))
        missing = (block.chunk(c) for c in block.chunks if c not in done and shard.mine(c))
        for result in executor.play(str(folder.path.resolve()), missing):
            report(result)
        if not folder.finished_chunks() >= set(block.chunks):
            return None
    return chunks


def blocks(folder: ResultFolder, plan: Plan) -> Iterator[Block]:
    """Yield the blocks of an experiment; with a stopping rule the next one depends on the results so far."""
    experiment = folder.experiment
    order = experiment.layout.execution_order()
    until = experiment.until
    if until is None:
        yield Block(order, 0, experiment.replications, experiment.replications, plan.size)
        return
    active = order
    first, chunk = 0, 0
    while len(active) and first < until.max:
        replications = min(until.min if first == 0 else max(1, until.min // 2), until.max - first)
        block = Block(active, first, replications, experiment.replications, plan.size, chunk)
        yield block
        first, chunk = first + replications, block.chunks.stop
        active = _unsettled(folder, range(chunk), active, until)


def _unsettled(folder: ResultFolder, chunks: range, active: Array, until: Any) -> Array:
    """Return the points whose interval is still wider than the rule allows, in the order of execution."""
    rate = metric(until.metric).unit == "share of runs"
    values: dict[int, list[float]] = {int(point): [] for point in active}
    for table in rows_of_part(folder.path, "runs", chunks, ["point_id", until.metric]):
        known = table.filter(pc.is_valid(table[until.metric]))
        for point, value in zip(known["point_id"].to_pylist(), known[until.metric].to_pylist(), strict=True):
            if point in values:
                values[point].append(value)
    wide = [not half_width(np.array(v), rate=rate) <= until.half_width for v in values.values()]
    return np.asarray(active[np.array(wide)])


def check_shard(experiment: Experiment, shard: Shard, *, fresh: bool = False) -> None:
    """Refuse shards that do not exist or would not meet, and those whose next runs depend on all others.

    Raises
    ------
    ConfigError : with what is allowed.
    """
    if not 1 <= shard.index <= shard.of:
        raise ConfigError(f"--shard {shard.index}/{shard.of}: must be i/N with i from 1 to N")
    if shard.of > 1 and fresh:
        raise ConfigError("--fresh: each share would make a folder of its own; give them a new --out instead")
    if shard.of > 1 and experiment.until is not None:
        raise ConfigError(
            "--shard: an experiment with 'until' decides by all its results; run it in one piece"
        )


def run_experiment(
    folder: ResultFolder,
    plan: Plan,
    executor: Executor,
    started: datetime,
    *,
    plugins: Sequence[str] = (),
    shard: Shard = Shard(),
    report: Callable[[ChunkDone], None] = lambda done: None,
    add: Callable[[Path, Experiment], None] | None = None,
) -> bool:
    """Play an experiment to its end and finish its folder; return whether it is finished.

    A shard that ends before the others leaves the folder to the last of them.
    """
    plan = folder.begin(plan)
    with executor:
        chunks = play(folder, plan, executor, shard, report)
    if chunks is not None and not folder.complete:
        folder.finish(chunks, started, plugins, add)
    return chunks is not None
