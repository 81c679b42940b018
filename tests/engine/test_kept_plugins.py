"""What becomes of a plug-in's file after a folder was begun changes no run of it."""

import json
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from negsim.engine.campaign import Shard, run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.finished import load
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan
from negsim.engine.worker import folder_at
from negsim.errors import ResultError
from negsim.experiment.manifest import config_hash
from negsim.registry import load_file
from tests.commands import negsim, start
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
    assert not run_experiment(where, plan, Serial(), datetime.now(UTC), plugins=[digest], shard=Shard(1, 2))
    return plugin, where, plan


@pytest.mark.server
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
    [copy] = (where.path / "plugins").glob("*/*.py")
    copy.write_text(BEST + "# changed\n")

    with pytest.raises(ResultError, match="is not the plug-in with which this folder was begun"):
        run_experiment(where, plan, Serial(), datetime.now(UTC))
    with pytest.raises(ResultError, match="is not the plug-in with which this folder was begun"):
        folder_at(str(where.path))

    copy.unlink()
    assert run_experiment(where, plan, Serial(), datetime.now(UTC))


def test_the_command_for_a_failed_run_loads_the_plugins(begun):
    _, where, plan = begun
    assert run_experiment(where, plan, Serial(), datetime.now(UTC), plugins=[load_file(begun[0])])
    command = where.replay(3)
    said = negsim(*shlex.split(command)[1:])

    assert (said.code, said.err) == (0, "")
    assert "why not" in said.out
    assert json.loads((where.path / "plan.json").read_text())["plugins"][0].endswith("/my best.py")


HELPED = (
    BEST.replace("best_for_me", "best_with_help")
    .replace("class BestForMe", "class BestWithHelp")
    .replace('view.best, "why not")', "view.best, words())")
    .replace(
        "from dataclasses import dataclass\n",
        "from dataclasses import dataclass\n\nfrom phrases import words\n",
    )
)
PHRASES = "def words():\n    from more import word\n\n    return f'{word} not'\n"


@pytest.fixture
def helped(tmp_path):
    """A plug-in that imports a module beside it, which imports another when it is called."""
    (tmp_path / "mine.py").write_text(HELPED)
    (tmp_path / "phrases.py").write_text(PHRASES)
    (tmp_path / "more.py").write_text("word = 'why'\n")
    (tmp_path / "not_imported.py").write_text("")
    return tmp_path / "mine.py"


@pytest.mark.server
@pytest.mark.parametrize("executor", ["serial", "local"])
def test_modules_beside_a_plugin_are_hashed_and_kept(helped, tmp_path, executor):
    words = ("run", "mini", "--replications", 2, "--out", tmp_path / "out", "--quiet")
    words += ("--set", "parties.us.strategy=best_with_help", "--plugin", helped, "--backend", executor)
    first = start(words, tmp_path)
    folder = Path(first.out.strip())
    kept = sorted(path.name for path in folder.glob("plugins/*/*"))
    why = set(load(folder).offers.query("party == 'us' and move == 'offer'")["why"])
    (tmp_path / "more.py").write_text("word = 'how'\n")
    second = start(words, tmp_path)
    other = set(load(second.out.strip()).offers.query("party == 'us' and move == 'offer'")["why"])

    assert (first.code, first.err) == (0, "")
    assert kept == ["mine.py", "more.py", "phrases.py"]
    assert (why - other, other - why) == ({"why not"}, {"how not"})
    assert second.out != first.out


def test_a_replay_needs_only_the_folder(helped, tmp_path):
    words = ("run", "mini", "--replications", 1, "--out", tmp_path / "out", "--quiet")
    folder = negsim(*words, "--set", "parties.us.strategy=best_with_help", "--plugin", helped).out.strip()
    for name in ("mine.py", "phrases.py", "more.py"):
        (tmp_path / name).unlink()
    (copy,) = Path(folder).glob("plugins/*/mine.py")
    said = start(["replay", folder, "--run", 0, "--plugin", copy], tmp_path)

    assert (said.code, said.err) == (0, "")
    assert "why not" in said.out


def test_a_module_beside_it_that_was_changed_is_refused(helped, tmp_path):
    words = ("run", "mini", "--replications", 1, "--out", tmp_path / "out", "--quiet")
    folder = Path(
        negsim(*words, "--set", "parties.us.strategy=best_with_help", "--plugin", helped).out.strip()
    )
    (copy,) = folder.glob("plugins/*/more.py")
    copy.write_text("word = 'who'\n")

    with pytest.raises(ResultError, match="is not the plug-in with which this folder was begun"):
        folder_at(str(folder))
