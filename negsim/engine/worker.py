"""What a worker does: one chunk of one result folder, found from the folder and a number alone."""

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from negsim.engine.folder import ResultFolder
from negsim.engine.kept_plugins import load_plugins
from negsim.engine.plan import Chunk, read_plan
from negsim.errors import ResultError
from negsim.experiment.experiment import make_experiment
from negsim.experiment.run import RunRows, failed_rows, run_all
from negsim.settings import yaml_file
from negsim.settings.reader import Place


@dataclass(frozen=True)
class ChunkDone:
    """What is told of a finished chunk: never its rows, which are on disk.

    Attributes
    ----------
    chunk : its number
    runs, failed : runs played, and how many of them failed
    seconds : time the worker needed
    worker : host and process
    """

    chunk: int
    runs: int
    failed: int
    seconds: float
    worker: str


def play_chunk(path: str, chunk: Chunk, advance: Callable[[RunRows], None] | None = None) -> ChunkDone:
    """Play one chunk and write its parts; a pure function of the folder's configuration and the number.

    Raises
    ------
    ResultError : if the folder cannot be written.
    """
    started = time.perf_counter()
    folder = folder_at(path)
    experiment = folder.experiment
    rows = run_all((experiment.run(run_id) for run_id in chunk.run_ids), advance)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    folder.write_chunk(chunk.number, rows, worker)
    failed = sum(row.run["status"] != "ok" for row in rows)
    return ChunkDone(chunk.number, len(rows), failed, time.perf_counter() - started, worker)


def give_up(path: str, chunk: Chunk, reason: str) -> ChunkDone:
    """Write a chunk whose workers die as failed runs, so that the rest of the sweep can end."""
    folder = folder_at(path)
    rows = [failed_rows(folder.experiment.run(run_id), reason) for run_id in chunk.run_ids]
    folder.write_chunk(chunk.number, rows, "none")
    return ChunkDone(chunk.number, len(rows), len(rows), 0.0, "none")


def folder_at(path: str) -> ResultFolder:
    """Return the folder at `path` with its experiment, loading the plug-ins it was begun with."""
    try:
        return _opened(path, (Path(path) / "config.yaml").stat().st_mtime_ns)
    except OSError as error:
        raise ResultError(
            f"{path}: cannot be read on {socket.gethostname()}: {error.strerror}; every worker must see it"
        ) from error


@lru_cache(maxsize=4)
def _opened(path: str, written: int) -> ResultFolder:
    home = Path(path)
    plan = read_plan((home / "plan.json").read_text(encoding="utf-8"), f"{home}/plan.json")
    load_plugins(home, plan.plugins)
    source = home / "config.yaml"
    experiment = make_experiment(yaml_file.read(source, yaml_file.MAX_RESOLVED_BYTES), Place(str(source)))
    return ResultFolder(home, experiment, plan.digest)
