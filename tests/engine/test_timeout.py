"""A run that takes too long is a row; the same command plays it again."""

import json
import signal
import time
from contextlib import suppress
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.finished import load
from negsim.engine.plan import Plan
from negsim.experiment.limits import OutOfTime, limited
from negsim.registry import load_file
from tests.commands import negsim, tree
from tests.engine.small import digest, experiment, fill, folder

ENDLESS = """
import time
from dataclasses import dataclass
from pathlib import Path

from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.registry import register


@register("strategy", "waits")
@dataclass(frozen=True)
class Waits(TimeDependent):
    '''Think for ever, as long as a file is there.'''

    def propose(self, view):
        while Path({file!r}).exists():
            try:
                time.sleep(0.01)
            except Exception:
                pass
        return super().propose(view)
"""

pytestmark = pytest.mark.usefixtures("own_registry")


@pytest.fixture
def sweep(tmp_path):
    """Two points, of which one waits; the folder, its plan, and the file it waits for."""
    file, plugin = tmp_path / "wait", tmp_path / "waits.py"
    file.touch()
    plugin.write_text(ENDLESS.format(file=str(file)))
    load_file(plugin)
    asked = experiment(2, factors={"parties.us.strategy": ["linear", "waits"]})
    where = folder(tmp_path / "out", asked)
    return where, Plan(where.digest, 1, (str(plugin),)), file


def statuses(where):
    return pq.read_table(where.path / "runs.parquet")["status"].to_pylist()


@pytest.mark.server
@pytest.mark.parametrize(
    "executor", [lambda t: Serial(timeout=t), lambda t: Local(2, t)], ids=["serial", "local"]
)
def test_an_endless_run_is_a_row_and_is_played_again(sweep, executor):
    where, plan, file = sweep
    assert run_experiment(where, plan, executor(0.4), datetime.now(UTC))
    rows = pq.read_table(where.path / "runs.parquet").to_pylist()

    assert [row["status"] for row in rows] == ["ok", "ok", "timeout", "timeout"]
    assert {row["error"] for row in rows[2:]} == {"took longer than 0.4 s"}
    told = [json.loads(line) for line in (where.path / "failures.jsonl").read_text().splitlines()]
    assert [line["run_id"] for line in told] == [2, 3]
    assert not where.complete
    assert len(load(where.path).runs) == 4

    file.unlink()
    untouched = {n: where.part("runs", n).stat().st_mtime_ns for n in (0, 1)}
    assert run_experiment(where, plan, Serial(), datetime.now(UTC))
    assert statuses(where) == ["ok"] * 4
    assert where.complete
    assert {n: where.part("runs", n).stat().st_mtime_ns for n in (0, 1)} == untouched
    assert (where.path / "failures.jsonl").read_text() == ""


DEAF = """
import signal
import time
from dataclasses import dataclass

from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.registry import register


@register("strategy", "deaf")
@dataclass(frozen=True)
class Deaf(TimeDependent):
    '''Hear no alarm, as a long call into compiled code does, in every second run.'''

    def propose(self, view):
        if view.seed % 2:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(1000)
        return super().propose(view)
"""


@pytest.mark.server
def test_a_run_in_compiled_code_costs_its_worker_and_no_other_run(tmp_path):
    plugin = tmp_path / "deaf.py"
    plugin.write_text(DEAF)
    load_file(plugin)
    asked = experiment(4, factors={"parties.us.strategy": ["deaf"]})
    where = folder(tmp_path / "out", asked)
    seeds = [asked.run(number).seed % 2 for number in range(4)]
    assert 0 < sum(seeds) < 4

    assert run_experiment(where, Plan(where.digest, 2, (str(plugin),)), Local(1, 0.5), datetime.now(UTC))
    assert statuses(where) == ["timeout" if odd else "ok" for odd in seeds]
    errors = set(pq.read_table(where.path / "runs.parquet")["error"].to_pylist())
    assert errors == {None, "took longer than 0.5 s in compiled code"}


def test_rows_that_were_out_of_time_leave_nothing_behind(sweep, tmp_path):
    where, plan, file = sweep
    run_experiment(where, plan, Serial(timeout=0.4), datetime.now(UTC))
    file.unlink()
    run_experiment(where, plan, Serial(), datetime.now(UTC))
    other = folder(tmp_path / "other", where.experiment)
    run_experiment(other, plan, Serial(), datetime.now(UTC))

    assert digest(where) == digest(other)


@pytest.mark.long
def test_a_rule_that_stops_early_decides_anew_after_a_timeout(tmp_path):
    """Blocks depend on results: parts of later ones may hold runs that are not asked for any more."""
    rule = {"metric": "gain0_us", "half_width": 0.06, "min": 4, "max": 14}
    asked = experiment(14, until=rule, metrics=["gain0_us"])
    where, other = folder(tmp_path / "one", asked), folder(tmp_path / "two", asked)
    fill(where, Serial(timeout=0.001))
    assert "timeout" in statuses(where)

    assert fill(where, Serial())
    assert fill(other, Serial())
    assert digest(where) == digest(other)


def test_the_command_ends_a_run_and_plays_it_again(tmp_path):
    words = ("run", "mini", "--replications", 2, "--out", tmp_path, "--quiet")
    began = time.monotonic()
    said = negsim(*words, "--run-timeout", "0.0001")
    folder = said.out.strip()

    assert said.code == 1
    assert "2 of 2 runs failed" in said.err
    assert time.monotonic() - began < 60
    assert negsim(*words).out.strip() == folder
    assert load(folder).runs["status"].tolist() == ["ok", "ok"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--run-timeout", "0"), "0 is not in the range x>0"),
        (("--run-timeout", "soon"), "'soon' is not a valid float"),
        (("--run-timeout", "5", "--backend", "dask"), "Dask plays in a thread, which no alarm interrupts"),
        (("--run-timeout", "5", "--dask-address", "tcp://x:1"), "Dask plays in a thread"),
    ],
)
def test_limits_that_cannot_be_kept_are_refused(tmp_path, monkeypatch, words, expected):
    monkeypatch.chdir(tmp_path)
    said = negsim("run", "mini", *words, columns=200)

    assert (said.code, said.out) == (2, "")
    assert expected in said.err
    assert tree(tmp_path) == {}


def test_no_alarm_rings_after_a_run_however_short_its_time():
    rang: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rang.append(number))
    try:
        for _ in range(20):
            with suppress(OutOfTime), limited(1e-6):
                pass
            assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert rang == []
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
