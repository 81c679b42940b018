"""What becomes of a plug-in's file after a folder was begun changes no run of it."""

import json
import shlex
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from negsim.engine.campaign import Shard, run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan
from negsim.engine.worker import folder_at
from negsim.errors import ResultError
from negsim.experiment.manifest import config_hash
from negsim.registry import load_file
from tests.commands import negsim
from tests.engine.small import experiment

BEST = """
from dataclasses import dataclass

from negsim.bargaining.strategy import Bidding, Proposal
from negsim.registry import register


@register("strategy", "best_for_me")
@dataclass(frozen=True)
class BestForMe(Bidding):
    '''Always ask for the best.'''

    def target(self, view):
        return view.best

    def propose(self, view):
        return Proposal(int(view.utility.values().argmax()), view.best, "why not")
"""


pytestmark = pytest.mark.usefixtures("own_registry")


@pytest.fixture
def begun(tmp_path):
    """A plug-in, the folder whose first half was played with it, and its plan."""
    plugin = tmp_path / "my best.py"
    plugin.write_text(BEST)
    digest = load_file(plugin)
    asked = experiment(2, factors={"parties.us.strategy": ["linear", "best_for_me"]})
    where = folder_for(tmp_path / "out here", asked, config_hash(asked, [digest]))
    plan = Plan(where.digest, 1, (str(plugin),))
    assert not run_experiment(where, plan, Serial(), datetime.now(UTC), [digest], Shard(1, 2))
    return plugin, where, plan


@pytest.mark.parametrize("executor", [Serial, lambda: Local(1)], ids=["serial", "local"])
@pytest.mark.parametrize("gone", [False, True], ids=["edited", "gone"])
def test_an_edit_during_a_sweep_changes_nothing(begun, executor, gone):
    plugin, where, plan = begun
    if gone:
        plugin.unlink()
    else:
        plugin.write_text("raise RuntimeError('edited')")

    assert run_experiment(where, plan, executor(), datetime.now(UTC))
    assert set(pq.read_table(where.path / "runs.parquet")["status"].to_pylist()) == {"ok"}


def test_a_changed_copy_is_refused_in_a_sentence(begun):
    _, where, plan = begun
    [copy] = (where.path / "plugins").iterdir()
    copy.write_text(BEST + "# changed\n")

    with pytest.raises(ResultError, match="is not the plug-in with which this folder was begun"):
        run_experiment(where, plan, Serial(), datetime.now(UTC))
    folder_at.__globals__["_opened"].cache_clear()
    with pytest.raises(ResultError, match="is not the plug-in with which this folder was begun"):
        folder_at(str(where.path))

    copy.unlink()
    assert run_experiment(where, plan, Serial(), datetime.now(UTC))


def test_the_command_for_a_failed_run_loads_the_plugins(begun):
    _, where, plan = begun
    assert run_experiment(where, plan, Serial(), datetime.now(UTC), [load_file(begun[0])])
    command = where.replay(3)
    said = negsim(*shlex.split(command)[1:])

    assert (said.code, said.err) == (0, "")
    assert "why not" in said.out
    assert json.loads((where.path / "plan.json").read_text())["plugins"][0].endswith("_my best.py")
