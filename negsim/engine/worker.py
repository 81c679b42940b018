"""What a worker does: one chunk of one result folder, found from the folder and a number alone."""

import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negsim.engine.folder import ResultFolder
from negsim.engine.kept_plugins import load_plugins
from negsim.engine.plan import Chunk, read_plan
from negsim.errors import ResultError
from negsim.experiment.experiment import Run, make_experiment
from negsim.experiment.limits import ending_process
from negsim.experiment.own_tables import check_copies
from negsim.experiment.run import Player, RunRows, failed_rows, run_all
from negsim.settings import yaml_file
from negsim.settings.reader import Place

GRACE = 2.0
"""Seconds beyond its limit after which a run that the alarm has not ended ends its process."""


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


class WatchedPlayer(Player):
    """Plays in a process of a pool: a run that no alarm ends, since compiled code goes on, ends the process.

    Parameters
    ----------
    timeout : seconds that one run may take; 0 is no limit
    begun : shared with the driver; its `value` is the id of the run that was begun last
    """

    def __init__(self, timeout: float, begun: Any) -> None:
        super().__init__(timeout)
        self.begun = begun
        self.endless: frozenset[int] = frozenset()
        """Runs that have ended a process: they are not begun again."""

    def play(self, run: Run) -> RunRows:
        """Play one run and return its rows."""
        if run.run_id in self.endless:
            return failed_rows(run, f"took longer than {self.timeout:g} s in compiled code", status="timeout")
        self.begun.value = run.run_id
        with ending_process(self.timeout and self.timeout + GRACE):
            return super().play(run)


class Worker:
    """Plays chunks in one process; the folder it has open and the model of the last point stay for the next.

    Parameters
    ----------
    player : plays the runs
    advance : told of every run
    """

    def __init__(self, player: Player, advance: Callable[[RunRows], None] | None = None) -> None:
        self.player = player
        self.advance = advance
        self._folder: ResultFolder | None = None
        self._begun = 0

    def play(self, path: str, chunk: Chunk) -> ChunkDone:
        """Play one chunk and write its parts; a pure function of the folder's configuration and the number.

        Raises
        ------
        ResultError : if the folder cannot be written.
        """
        started = time.perf_counter()
        folder = self._opened(path)
        experiment = folder.experiment
        rows = run_all((experiment.run(run_id) for run_id in chunk.run_ids), self.advance, self.player)
        name = f"{socket.gethostname()}:{os.getpid()}"
        folder.write_chunk(chunk.number, rows, name)
        failed = sum(row.run["status"] != "ok" for row in rows)
        return ChunkDone(chunk.number, len(rows), failed, time.perf_counter() - started, name)

    def _opened(self, path: str) -> ResultFolder:
        """Return the folder at `path`, read again if it was begun anew."""
        begun = begun_at(path)
        if self._folder is None or (str(self._folder.path), self._begun) != (path, begun):
            self._folder, self._begun = folder_at(path), begun
        return self._folder


_workers: list[Worker] = []
"""The worker of a process of a pool: pools call functions, so what lasts between calls stands here."""


def enlist(timeout: float, begun: Any) -> None:
    """Make the worker of this process, see `WatchedPlayer`."""
    _workers[:] = [Worker(WatchedPlayer(timeout, begun))]


def play_chunk(path: str, chunk: Chunk, endless: frozenset[int] = frozenset()) -> ChunkDone:
    """Play a chunk with the worker of this process, see `Worker`; what a plug-in prints is no output."""
    if not _workers:
        _workers[:] = [Worker(Player())]
    worker = _workers[0]
    if isinstance(worker.player, WatchedPlayer):
        worker.player.endless = endless
    with redirect_stdout(sys.stderr):
        return worker.play(path, chunk)


def give_up(path: str, chunk: Chunk, reason: str) -> ChunkDone:
    """Write a chunk whose workers die as failed runs, so that the rest of the sweep can end.

    A chunk that is there was done by a worker that died before it could say so.
    """
    folder = folder_at(path)
    if folder.part("runs", chunk.number).is_file() and folder.holds(chunk):
        return ChunkDone(chunk.number, len(chunk.run_ids), 0, 0.0, "recovered")
    rows = [failed_rows(folder.experiment.run(run_id), reason) for run_id in chunk.run_ids]
    folder.write_chunk(chunk.number, rows, "none")
    return ChunkDone(chunk.number, len(rows), len(rows), 0.0, "none")


def folder_at(path: str) -> ResultFolder:
    """Return the folder at `path` with its experiment, loading the plug-ins it was begun with.

    Raises
    ------
    ResultError : if this machine does not see it, or it cannot be used.
    """
    begun_at(path)
    home, source = Path(path), Path(path) / "config.yaml"
    plan = read_plan(home / "plan.json")
    load_plugins(home, plan.plugins)
    experiment = make_experiment(yaml_file.read(source, yaml_file.MAX_RESOLVED_BYTES), Place(str(source)))
    check_copies(home, experiment)
    return ResultFolder(home, experiment, plan.digest)


def begun_at(path: str) -> int:
    """Return when the folder at `path` was begun, in nanoseconds.

    Raises
    ------
    ResultError : if this machine does not see it.
    """
    try:
        return (Path(path) / "config.yaml").stat().st_mtime_ns
    except OSError as error:
        raise ResultError(
            f"{path}: cannot be read on {socket.gethostname()}: {error.strerror}; every worker must see it"
        ) from error
