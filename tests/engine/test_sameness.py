"""The same rows, whoever plays them, in whatever order, after whatever crash."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import psutil
import pytest

from negsim.engine.campaign import Shard
from negsim.engine.executors import Dask, Local, Serial
from negsim.engine.folder import ResultFolder
from tests.engine.small import digest, experiment, fill, folder

SLOW = 40
"""Replications of a job long enough to be interrupted."""


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = folder(tmp_path_factory.mktemp("serial"))

    assert fill(where, Serial())
    return digest(where)


@pytest.fixture(scope="module")
def long_serial(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = folder(tmp_path_factory.mktemp("long"), experiment(SLOW))

    assert fill(where, Serial())
    return digest(where)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_size_of_chunks_changes_no_row(tmp_path, serial, size):
    where = folder(tmp_path)

    assert fill(where, Serial(), size)
    assert digest(where) == serial


@pytest.mark.server
def test_local_processes_give_the_rows_of_one_process(tmp_path, serial):
    where = folder(tmp_path)

    assert fill(where, Local(2))
    assert digest(where) == serial


@pytest.mark.server
def test_local_processes_give_the_same_rows_where_things_happen(tmp_path):
    """Dates, odds a side and hazards travel to the workers; worlds that events make are solved in each."""
    events = {
        "ruling": {"type": "court", "window": [date(2025, 11, 3), 8], "odds": {"us": 0.2}},
        "rise": {"type": "tariff_in_force", "hazard": 0.1, "rate": 0.46},
        "december": {"type": "deadline", "at": 4},
    }
    asked = experiment(factors={"events": [{}, events]})
    here, there = folder(tmp_path / "serial", asked), folder(tmp_path / "local", asked)

    assert fill(here, Serial())
    assert fill(there, Local(2))
    assert digest(here) == digest(there)


@pytest.mark.server
def test_dask_gives_the_rows_of_one_process(tmp_path, serial):
    pytest.importorskip("distributed", reason="Dask is optional: pip install 'negsim[dask]'")
    where = folder(tmp_path)

    assert fill(where, Dask(2))
    assert digest(where) == serial


@pytest.mark.server
def test_three_shards_fill_one_folder(tmp_path, serial):
    finished = [fill(folder(tmp_path), Serial(), shard=Shard(i, 3)) for i in (2, 3, 1)]

    assert finished == [False, False, True]
    assert digest(folder(tmp_path)) == serial


def kill_a_worker(parent: int, part: Path) -> None:
    """Kill one worker process of `parent` with SIGKILL once the first part is there."""
    for _ in range(2400):
        if any(part.glob("part-*.parquet")):
            break
        time.sleep(0.05)
    workers = [
        child
        for child in psutil.Process(parent).children(recursive=True)
        if "spawn_main" in " ".join(child.cmdline())
    ]
    os.kill(workers[0].pid, signal.SIGKILL)


@pytest.mark.server
@pytest.mark.parametrize("backend", ["local", "dask"])
def test_a_killed_worker_loses_nothing(tmp_path, long_serial, backend):
    if backend == "dask":
        pytest.importorskip("distributed", reason="Dask is optional: pip install 'negsim[dask]'")
    where = folder(tmp_path, experiment(SLOW))
    killer = threading.Thread(target=kill_a_worker, args=(os.getpid(), where.path / "runs"))
    killer.start()

    assert fill(where, Local(2) if backend == "local" else Dask(2), size=4)
    killer.join()
    assert digest(where) == long_serial


def start_driver(tmp_path: Path, backend: str) -> "subprocess.Popen[bytes]":
    """Start a process of its own that plays the long job."""
    code = (
        "from pathlib import Path; import sys\n"
        "from tests.engine.small import *\n"
        "from negsim.engine.executors import Local, Serial\n"
        "if __name__ == '__main__':\n"
        "    executor = Serial() if sys.argv[2] == 'serial' else Local(2)\n"
        f"    fill(folder(Path(sys.argv[1]), experiment({SLOW})), executor, 4)\n"
    )
    script = tmp_path / "driver.py"
    script.write_text(code)
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    arguments = [sys.executable, str(script), str(tmp_path / "out"), backend]
    return subprocess.Popen(arguments, env=environment, start_new_session=True)


def wait_for_chunks(where: ResultFolder, number: int) -> None:
    """Wait until so many chunks are there."""
    for _ in range(2400):
        if len(where.finished_chunks()) >= number:
            break
        time.sleep(0.05)


@pytest.mark.server
def test_workers_end_with_a_killed_driver(tmp_path):
    driver = start_driver(tmp_path, "local")
    wait_for_chunks(folder(tmp_path / "out", experiment(SLOW)), 1)
    workers = psutil.Process(driver.pid).children(recursive=True)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    _, alive = psutil.wait_procs(workers, timeout=10)
    for worker in alive:
        worker.kill()

    assert len(workers) >= 2
    assert alive == []


@pytest.mark.server
@pytest.mark.parametrize("backend", ["serial", "local"])
def test_a_killed_driver_is_resumed(tmp_path, long_serial, backend):
    driver = start_driver(tmp_path, backend)
    where = folder(tmp_path / "out", experiment(SLOW))
    wait_for_chunks(where, 3)
    os.killpg(driver.pid, signal.SIGKILL)
    driver.wait()
    before = where.finished_chunks()

    assert 3 <= len(before) < SLOW
    assert not where.complete
    assert fill(where, Serial(), size=999)  # the plan on disk decides, not this size
    assert digest(where) == long_serial
