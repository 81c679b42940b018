"""Chunks on a Dask cluster; the only file that imports Dask (extra `negsim[dask]`)."""

import logging
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import resource_tracker
from typing import Any

from negsim.engine.plan import Chunk
from negsim.engine.worker import ChunkDone, give_up, play_chunk
from negsim.errors import ConfigError, ResultError

RETRIES = 3
DEATHS = 3
"""Workers that may die on one chunk before its runs are recorded as failed."""
POLL = 10.0
"""Seconds after which it is looked whether any worker is left."""
LONELY = 120.0
"""Seconds without any worker after which a cluster started here is given up."""
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
CLOSING = 2.0
"""Seconds that the client and a cluster started here may take to close, each."""


def connect(workers: int, address: str) -> Any:
    """Return a client of a running scheduler, or of a cluster of processes started here.

    Raises
    ------
    ConfigError : if Dask is not installed or the scheduler does not answer.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ConfigError("the Dask backend is not installed: pip install 'negsim[dask]'") from error
    dask.config.set(
        {"distributed.scheduler.allowed-failures": DEATHS, "distributed.scheduler.worker-saturation": 2.0}
    )
    open_client: Any = Client
    if address:
        try:
            return open_client(address, timeout="10s")
        except (OSError, ValueError) as error:
            raise ConfigError(f"--dask-address {address}: no scheduler answers there: {error}") from error
    start: Any = LocalCluster
    with _deaf_to_ctrl_c():
        cluster = start(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0")
        client = open_client(cluster)
    client.own_cluster, client.wanted = cluster, workers
    return client


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Hold Ctrl-C back: what is started meanwhile, and what that starts, never hears it; we do afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # when it starts later, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def play_on(client: Any, path: str, chunks: Iterable[Chunk], outstanding: int) -> Iterator[ChunkDone]:
    """Yield one result a chunk; Dask plays a chunk again elsewhere when its worker dies.

    Raises
    ------
    ResultError : if all workers of a cluster that was started here are gone and none can be started.
    """
    from distributed import KilledWorker

    left = iter(chunks)
    flying: dict[Any, Chunk] = {}

    def submit(some: Iterable[Chunk]) -> None:
        for chunk in some:
            flying[client.submit(play_chunk, path, chunk, pure=False, retries=RETRIES)] = chunk

    submit(islice(left, outstanding * max(1, _workers(client))))
    while flying:
        for future in _first_done(client, list(flying)):
            chunk = flying.pop(future)
            try:
                yield future.result()
            except KilledWorker as error:
                yield give_up(path, chunk, f"workers died while playing this chunk: {error}")
            submit(islice(left, 1))


def _workers(client: Any) -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])


def _first_done(client: Any, flying: list[Any]) -> set[Any]:
    """Wait until some chunk is done; a cluster of our own without workers gets new ones, then is given up.

    Workers of a scheduler that others run may come late, as jobs in a queue do: there we wait.
    """
    from distributed import wait

    first_done: Any = wait
    own, lonely = hasattr(client, "own_cluster"), 0.0
    while True:
        try:
            done: set[Any] = first_done(flying, timeout=POLL, return_when="FIRST_COMPLETED").done
            return done
        except TimeoutError:
            lonely = lonely + POLL if own and not _workers(client) else 0.0
        if lonely >= LONELY:
            raise ResultError(
                "all Dask workers are gone and none can be started; the same command goes on from here"
            )
        if lonely:
            client.own_cluster.scale(client.wanted)


def disconnect(client: Any) -> None:
    """Close the client, and the cluster if `connect` started it: at once and without a word.

    Its workers are killed first: a part that is not finished is not there, so there is nothing to wait for.
    """
    cluster = getattr(client, "own_cluster", None)
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for nanny in [] if cluster is None else list(cluster.workers.values()):
        nanny.auto_restart = False
        if nanny.pid:
            with suppress(OSError):
                os.kill(nanny.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    for part in [client] if cluster is None else [client, cluster]:
        with suppress(TimeoutError):
            part.close(timeout=CLOSING)
