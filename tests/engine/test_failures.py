"""Each way to fail ends in a clear state: nothing lost, nothing mixed."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from negsim.engine import parts
from negsim.engine.campaign import Shard, check_shard, run_experiment
from negsim.engine.executors import Dask, Local, Serial
from negsim.engine.plan import Chunk, Plan
from negsim.engine.worker import ChunkDone, folder_at, give_up
from negsim.errors import ConfigError, ResultError
from negsim.files import scratch_for
from negsim.registry import load_file
from negsim.talks.model import NegotiationModel
from tests.engine.small import digest, experiment, fill, folder

ALWAYS_DIES = """
import os
import signal
from dataclasses import dataclass

from negsim.bargaining.strategy import Bidding
from negsim.registry import register


@register("strategy", "dies")
@dataclass(frozen=True)
class Dies(Bidding):
    '''End the process.'''

    def target(self, view):
        os.kill(os.getpid(), signal.SIGKILL)

    def propose(self, view):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_full_disk_keeps_what_was_written(tmp_path, monkeypatch):
    where, real, written = folder(tmp_path), parts.pq.write_table, []

    def disk(table, file, **settings):
        if len(written) >= 7:
            raise OSError(28, "No space left on device")
        written.append(file)
        return real(table, file, **settings)

    monkeypatch.setattr(parts.pq, "write_table", disk)
    with pytest.raises(ResultError, match="No space left on device"):
        fill(where, Serial())
    monkeypatch.setattr(parts.pq, "write_table", real)

    assert where.finished_chunks()
    assert not where.complete
    assert not list(where.path.rglob("*.tmp*"))
    assert fill(where, Serial())
    untouched = folder(tmp_path / "untouched")
    fill(untouched, Serial())
    assert digest(where) == digest(untouched)


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    where = folder(tmp_path)
    where.path.mkdir(parents=True)
    (where.path / "thesis.txt").write_text("mine")

    with pytest.raises(ResultError, match="is no result folder"):
        fill(where, Serial())
    assert [path.name for path in where.path.iterdir()] == ["thesis.txt"]


def test_a_changed_configuration_has_another_folder(tmp_path):
    assert folder(tmp_path, experiment(6)).path != folder(tmp_path, experiment(7)).path
    assert folder(tmp_path, experiment(6)).path == folder(tmp_path, experiment(6)).path


def test_what_a_killed_worker_was_writing_is_swept_and_played_again(tmp_path):
    where = folder(tmp_path)
    fill(where, Serial(), shard=Shard(1, 2))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = [where.part("runs", 1), where.path / "plan.json"]
    torn = [scratch_of(name, dead.pid) for name in names]
    for path in torn:
        path.write_bytes(b"PAR1 half a table")

    assert fill(where, Serial())
    assert not any(path.exists() for path in torn)


def test_what_another_shard_is_writing_is_left_alone(tmp_path):
    where = folder(tmp_path)
    fill(where, Serial(), shard=Shard(1, 2))
    writing = scratch_of(where.part("runs", 1), os.getpid())
    writing.write_bytes(b"PAR1 half a table")

    assert not fill(where, Serial(), shard=Shard(1, 2))
    assert writing.exists()


def scratch_of(path, pid):
    """Return the temporary name that a process of this machine gives a file."""
    return scratch_for(path).with_name(scratch_for(path).name.replace(f"-{os.getpid()}-", f"-{pid}-"))


def test_a_bad_run_is_a_row_with_its_reason(tmp_path, monkeypatch):
    def refuse(self, seed, log=False):
        if seed == bad.seed:
            raise ConfigError("this world cannot be")
        return reset(self, seed, log)

    where, reset = folder(tmp_path), NegotiationModel.reset
    bad = where.experiment.run(2)
    monkeypatch.setattr(NegotiationModel, "reset", refuse)

    assert fill(where, Serial())
    rows = pq.read_table(where.path / "runs.parquet").to_pylist()
    failed = [row for row in rows if row["status"] == "failed"]
    assert [row["replication"] for row in failed] == [2] * where.experiment.n_points
    assert {row["error"] for row in failed} == {"this world cannot be"}
    assert {row["end_state"] for row in failed} == {None}
    told = [json.loads(line) for line in (where.path / "failures.jsonl").read_text().splitlines()]
    assert [line["replay"] for line in told] == [
        f"negsim replay {where.path} --run {row['run_id']}" for row in failed
    ]


def test_a_bug_is_a_row_with_its_traceback_beside_it(tmp_path, monkeypatch):
    def break_down(self, seed, log=False):
        if seed == bad.seed:
            raise ZeroDivisionError("a bug \udc80")
        return reset(self, seed, log)

    where, reset = folder(tmp_path), NegotiationModel.reset
    bad = where.experiment.run(2)
    monkeypatch.setattr(NegotiationModel, "reset", break_down)

    assert fill(where, Serial())
    told = [json.loads(line) for line in (where.path / "failures.jsonl").read_text().splitlines()]
    assert [line["replication"] for line in told] == [2] * where.experiment.n_points
    assert {line["error"] for line in told} == {"ZeroDivisionError: a bug ?"}
    assert all("in break_down" in line["traceback"] for line in told)


@pytest.mark.parametrize("code", [0, 3])
def test_a_run_that_would_end_the_process_is_a_row(tmp_path, monkeypatch, code):
    def leave(self, seed, log=False):
        return os._exit(code) if seed == bad.seed else reset(self, seed, log)

    where, reset, before = folder(tmp_path), NegotiationModel.reset, os._exit
    bad = where.experiment.run(2)
    monkeypatch.setattr(NegotiationModel, "reset", leave)

    assert fill(where, Serial())
    failed = [row for row in pq.read_table(where.path / "runs.parquet").to_pylist() if row["error"]]
    assert {row["status"] for row in failed} == {"failed"}
    assert {row["error"].partition("LeftProcess: ")[2] for row in failed} == {
        f"os._exit({code}) would end all runs"
    }
    assert os._exit is before


FORK = "child = os.fork() or os._exit(7); code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])"
THREAD = "threading.Thread(target=os._exit, args=(7,)).start(); time.sleep(60)"


@pytest.mark.server
@pytest.mark.parametrize("leave", [FORK, THREAD])
def test_a_fork_and_another_thread_may_end_as_they_please(leave):
    """A child of a plug-in ends by `os._exit`, and so does a worker whose driver is gone."""
    lines = [
        "import os, sys, threading, time",
        "from negsim.experiment.limits import staying",
        f"with staying(): {leave}",
        "sys.exit(code)",
    ]
    assert subprocess.run([sys.executable, "-c", "\n".join(lines)], timeout=60).returncode == 7


def test_ctrl_c_is_no_failed_run(tmp_path, monkeypatch):
    def interrupt(self, seed, log=False):
        raise KeyboardInterrupt

    monkeypatch.setattr(NegotiationModel, "reset", interrupt)
    with pytest.raises(KeyboardInterrupt):
        fill(folder(tmp_path), Serial())


@pytest.mark.server
def test_a_chunk_that_kills_its_workers_is_recorded_as_failed(tmp_path):
    plugin = tmp_path / "dies.py"
    plugin.write_text(ALWAYS_DIES)
    load_file(plugin)
    asked = experiment(1, factors={"parties.us.strategy": ["linear", "dies"]})
    where = folder(tmp_path / "out", asked)
    plan = Plan(where.digest, 1, (str(plugin),))

    assert run_experiment(where, plan, Local(1), datetime.now(UTC))
    rows = pq.read_table(where.path / "runs.parquet").to_pylist()
    assert [row["status"] for row in rows] == ["ok", "failed"]
    assert "workers died" in rows[1]["error"]
    failure = json.loads((where.path / "failures.jsonl").read_text())
    assert failure["replay"] == f"negsim replay {where.path} --run 1 --plugin {copy_in(where)}"


def copy_in(where):
    """Return the only plug-in that a folder keeps."""
    [copy] = (where.path / "plugins").glob("*/*.py")
    return copy


@pytest.mark.long
@pytest.mark.parametrize("table", ["runs", "offers"])
@pytest.mark.parametrize("size", [0, 100])
def test_a_part_that_was_cut_is_named_before_anything_is_played(tmp_path, monkeypatch, table, size):
    where = folder(tmp_path)
    fill(where, Serial(), shard=Shard(1, 2))
    damaged, end = where.part(table, 2), where.part("runs", 2)
    os.truncate(damaged, size)
    before = where.finished_chunks()
    beside = "" if table == "runs" else f" and {end}"

    with pytest.raises(ResultError) as caught:
        fill(where, Serial())
    assert str(caught.value).startswith(f"{damaged}: is damaged: delete it{beside} and run again (")
    assert where.finished_chunks() == before

    damaged.unlink()
    end.unlink(missing_ok=True)
    assert fill(where, Serial())
    untouched = folder(tmp_path / "untouched")
    fill(untouched, Serial())
    assert digest(where) == digest(untouched)


@pytest.mark.parametrize("shard", [Shard(0, 3), Shard(4, 3), Shard(1, 0)])
def test_shards_that_do_not_exist_are_refused(shard):
    with pytest.raises(ConfigError, match="must be i/N"):
        check_shard(experiment(), shard)


def test_a_stopping_rule_cannot_be_sharded():
    rule = {"metric": "agreement_rate", "half_width": 0.1, "min": 4, "max": 8}
    asked = experiment(8, until=rule, metrics=["agreement_rate"])

    with pytest.raises(ConfigError, match="until"):
        check_shard(asked, Shard(1, 2))


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_to_be(tmp_path: Path):
    tmp_path.chmod(0o500)

    with pytest.raises(ResultError, match="cannot be written"):
        fill(folder(tmp_path), Serial())


@pytest.mark.server
def test_a_chunk_that_kills_the_workers_of_a_cluster_is_recorded_as_failed(tmp_path):
    pytest.importorskip("distributed", reason="Dask is optional: pip install 'negsim[dask]'")
    plugin = tmp_path / "dies.py"
    plugin.write_text(ALWAYS_DIES.replace('"dies"', '"dies_too"'))
    load_file(plugin)
    asked = experiment(1, factors={"parties.us.strategy": ["linear", "dies_too"]})
    where = folder(tmp_path / "out", asked)
    executor = Dask(1)
    plan = Plan(where.digest, 1, (str(plugin),))

    assert run_experiment(where, plan, executor, datetime.now(UTC))
    rows = pq.read_table(where.path / "runs.parquet").to_pylist()
    assert [row["status"] for row in rows] == ["ok", "failed"]
    assert "workers died" in rows[1]["error"]


def test_a_worker_that_does_not_see_the_folder_says_so(tmp_path):
    with pytest.raises(ResultError, match=r"nowhere: cannot be read on .*every worker must see it"):
        folder_at(str(tmp_path / "nowhere"))


def test_a_chunk_that_was_done_before_its_worker_died_is_kept(tmp_path):
    where = folder(tmp_path)
    fill(where, Serial(), shard=Shard(1, 4))
    done, part = Chunk(0, (0, 1, 2)), where.part("runs", 0)
    before = part.read_bytes()

    assert give_up(str(where.path), done, "workers died") == ChunkDone(0, 3, 0, 0.0, "recovered")
    assert part.read_bytes() == before
    assert give_up(str(where.path), Chunk(9, (3, 4)), "workers died") == ChunkDone(9, 2, 2, 0.0, "none")
    assert pq.read_table(where.part("runs", 9))["status"].to_pylist() == ["failed", "failed"]
