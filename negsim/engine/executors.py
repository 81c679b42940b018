"""Who plays the chunks: this process, processes of this machine, or a Dask cluster."""

import multiprocessing
import os
import signal
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from negsim.engine.dask_cluster import connect, disconnect, play_on
from negsim.engine.plan import Chunk
from negsim.engine.worker import ChunkDone, Worker, enlist, give_up, play_chunk
from negsim.errors import ConfigError
from negsim.experiment.run import Player, RunRows

OUTSTANDING = 4
"""Chunks handed out per worker before one is back: enough to keep it busy, few enough to stop at once."""
UNGUARDED = 93
"""Exit code of a worker that was about to start workers itself: its driver's script is not guarded."""
OUT_OF_TIME = 1
"""Exit code of a worker in which a run went on after its time."""
DEATHS = 3
"""Workers that may die on one chunk before its runs are recorded as failed."""
SINGLE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Executor(ABC):
    """Plays chunks of one folder and tells of each when its parts are on disk."""

    workers: int = 1

    @abstractmethod
    def play(self, path: str, chunks: Iterable[Chunk]) -> Iterator[ChunkDone]:
        """Yield one result a chunk, in any order."""

    @abstractmethod
    def close(self) -> None:
        """Stop at once; parts that are not finished are not there."""

    def __enter__(self) -> "Executor":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Serial(Executor):
    """This process, one run after the other.

    Parameters
    ----------
    advance : told of every run
    timeout : seconds that one run may take; 0 is no limit
    """

    def __init__(self, advance: Callable[[RunRows], None] | None = None, timeout: float = 0.0) -> None:
        self.advance = advance
        self.timeout = timeout

    def play(self, path: str, chunks: Iterable[Chunk]) -> Iterator[ChunkDone]:
        """Play the chunks here."""
        worker = Worker(Player(self.timeout), self.advance)
        for chunk in chunks:
            yield worker.play(path, chunk)

    def close(self) -> None:
        """Do nothing: what runs here ends with this process."""


class Local(Executor):
    """Processes of this machine; a dead one costs the chunks in flight, a chunk that kills three is given up.

    Parameters
    ----------
    workers : number of processes
    timeout : seconds that one run may take; 0 is no limit
    """

    def __init__(self, workers: int, timeout: float = 0.0) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            sys.exit(UNGUARDED)  # a worker that runs its driver's script would start workers of its own
        self.workers = workers
        self.timeout = timeout
        self._pool: ProcessPoolExecutor | None = None
        self._begun: Any = None

    def play(self, path: str, chunks: Iterable[Chunk]) -> Iterator[ChunkDone]:
        """Play the chunks on the pool, a few per worker at a time."""
        left = iter(chunks)
        flying: dict[Future[ChunkDone], Chunk] = {}
        while True:
            lost = []
            for chunk in islice(left, OUTSTANDING * self.workers - len(flying)):
                try:
                    flying[self._submit(path, chunk)] = chunk
                except BrokenProcessPool:
                    lost.append(chunk)
            if not flying and not lost:
                return
            done, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in done:
                chunk = flying.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(chunk)
                else:
                    yield future.result()
            if lost:
                lost += flying.values()
                flying.clear()
                self._bury()
                for chunk in sorted(lost, key=lambda chunk: chunk.number):
                    yield self._alone(path, chunk)

    def _submit(self, path: str, chunk: Chunk, endless: frozenset[int] = frozenset()) -> Future[ChunkDone]:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._begun = context.Value("q", -1, lock=False)
            self._pool = ProcessPoolExecutor(
                self.workers, context, prepare_worker, (self.timeout, self._begun)
            )
        return self._pool.submit(play_chunk, path, chunk, endless)

    def _alone(self, path: str, chunk: Chunk) -> ChunkDone:
        """Play a chunk whose pool broke with nothing else in flight, so that the guilty one is found.

        A run that ended its process, since it was out of time in compiled code, is left out of the next go.
        """
        endless: frozenset[int] = frozenset()
        deaths = 0
        while deaths < DEATHS:
            try:
                return self._submit(path, chunk, endless).result()
            except BrokenProcessPool:
                if self.timeout and OUT_OF_TIME in self._bury():
                    endless |= {self._begun.value}
                else:
                    deaths += 1
        return give_up(path, chunk, f"{DEATHS} workers died while playing this chunk")

    def _bury(self) -> set[int | None]:
        """Return the codes with which the processes of a broken pool ended, and forget the pool.

        Raises
        ------
        ConfigError : if they ran the driver's script, which would have started workers in its turn.
        """
        pool, self._pool = self._pool, None
        processes = [] if pool is None else list((pool._processes or {}).values())
        if pool is not None:
            pool.shutdown()
        codes = {process.exitcode for process in processes}
        if UNGUARDED in codes:
            raise ConfigError(
                "workers: every worker imports the script that starts it; "
                'put the call of negsim under `if __name__ == "__main__":`, or ask for one worker'
            )
        return codes

    def close(self) -> None:
        """End the worker processes."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values())  # no public way to end them before Python 3.14
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()


def prepare_worker(timeout: float, begun: Any) -> None:
    """Make a worker leave Ctrl-C to the driver, end when the driver is gone, and use one thread."""
    enlist(timeout, begun)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_driver, daemon=True).start()
    for name in SINGLE_THREAD:
        os.environ[name] = "1"


def _end_with_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)


class Dask(Executor):
    """A Dask cluster: a scheduler's address, or worker processes of this machine. Survives workers that die.

    Parameters
    ----------
    workers : processes to start when no address is given
    address : of a running scheduler, e.g. ``tcp://10.0.0.1:8786``
    """

    def __init__(self, workers: int, address: str = "") -> None:
        self.client: Any = connect(workers, address)
        self.workers = workers

    def play(self, path: str, chunks: Iterable[Chunk]) -> Iterator[ChunkDone]:
        """Play the chunks on the cluster, a few per worker at a time."""
        yield from play_on(self.client, path, chunks, OUTSTANDING)

    def close(self) -> None:
        """Leave the cluster, and end it if it was ours."""
        disconnect(self.client)
