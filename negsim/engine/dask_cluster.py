"""Chunks on a Dask cluster; the only file that imports Dask (extra `negsim[dask]`)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from negsim.engine.plan import Chunk
from negsim.engine.worker import ChunkDone, give_up, play_chunk
from negsim.errors import ConfigError

RETRIES = 3


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
        {"distributed.scheduler.allowed-failures": 10, "distributed.scheduler.worker-saturation": 2.0}
    )
    open_client: Any = Client
    if address:
        try:
            return open_client(address, timeout="10s")
        except (OSError, ValueError) as error:
            raise ConfigError(f"--dask-address {address}: no scheduler answers there: {error}") from error
    start: Any = LocalCluster
    cluster = start(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)
    client = open_client(cluster)
    client.own_cluster = cluster
    return client


def play_on(client: Any, path: str, chunks: Iterable[Chunk], outstanding: int) -> Iterator[ChunkDone]:
    """Yield one result a chunk; Dask plays a chunk again elsewhere when its worker dies."""
    from distributed import KilledWorker, as_completed

    gather: Any = as_completed
    left = iter(chunks)
    sent: dict[str, Chunk] = {}

    def submit(chunk: Chunk) -> Any:
        future = client.submit(play_chunk, path, chunk, pure=False, retries=RETRIES)
        sent[future.key] = chunk
        return future

    width = outstanding * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    flying = gather([submit(c) for c in islice(left, width)])
    for future in flying:
        chunk = sent.pop(future.key)
        try:
            yield future.result()
        except KilledWorker as error:
            yield give_up(path, chunk, f"workers died while playing this chunk: {error}")
        for chunk in islice(left, 1):
            flying.add(submit(chunk))


def disconnect(client: Any) -> None:
    """Close the client, and the cluster if `connect` started it."""
    cluster = getattr(client, "own_cluster", None)
    client.close()
    if cluster is not None:
        cluster.close()
