import ast
import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from negsim.engine.finished import load
from negsim.errors import DomainError
from negsim.talks.model import NegotiationModel
from tests.commands import START, Said, negsim, start, tree

PLUGIN = '''
from __future__ import annotations

from dataclasses import dataclass

from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register


@register("strategy", "demands_everything")
@dataclass(frozen=True)
class DemandsEverything(Bidding):
    """Always ask for the outcome that is best for oneself."""

    def target(self, view: PartyView) -> float:
        return view.best

    def propose(self, view: PartyView) -> Proposal | None:
        return Proposal(int(view.utility.values().argmax()), view.best, "why not")
'''


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Results of `negsim run mini --replications 2` and what was printed."""
    out = tmp_path_factory.mktemp("out")
    said = negsim("run", "mini", "--replications", 2, "--seed", 1, "--out", out)
    return out, said


def test_run_prints_a_story_and_where_it_wrote(done):
    out, said = done
    (folder,) = (out / "mini").iterdir()

    assert said.code == 0
    assert said.lines[0] == "What they agree on"
    assert f"Written: {folder}" in said.lines
    assert said.lines[-1] == f"  Read a run:   negsim replay {folder} --run 0"
    assert said.err == "2 runs played\n"
    for line in said.lines:
        assert str(folder) in line or len(line) <= 80


def test_results_are_found_again(done):
    out, first = done
    (folder,) = (out / "mini").iterdir()
    before = tree(out)
    again = negsim("run", "mini", "--replications", 2, "--seed", 1, "--out", out)

    assert f"Already there (--fresh runs again): {folder}" in again.lines
    assert again.err == ""
    assert tree(out) == before
    assert [line for line in again.lines if "lready" not in line] == [
        line for line in first.lines if not line.startswith("Written")
    ]


def test_quiet_prints_the_folder_and_nothing_else(done):
    out, _ = done
    (folder,) = (out / "mini").iterdir()
    said = negsim("run", "mini", "--replications", 2, "--seed", 1, "--out", out, "--quiet")

    assert (said.code, said.out, said.err) == (0, f"{folder}\n", "")


def test_json_is_the_summary(done):
    out, _ = done
    (folder,) = (out / "mini").iterdir()
    said = negsim("run", "mini", "--replications", 2, "--seed", 1, "--out", out, "--json")
    answer = json.loads(said.out)

    assert (said.code, said.err) == (0, "")
    assert (answer["path"], answer["runs"]) == (str(folder), 2)
    assert answer["points"][0]["n"] == 2
    assert answer["points"][0]["agreement_rate_mean"] == 1.0


def test_json_has_null_where_there_is_no_number(here):
    said = negsim("run", "mini", "--replications", 1, "--json")
    text = json.loads(said.out, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))

    assert text["points"][0]["gain0_us_sd"] is None


def test_fresh_writes_beside_the_first(done):
    out, _ = done
    (folder,) = (out / "mini").iterdir()
    said = negsim("run", "mini", "--replications", 2, "--seed", 1, "--out", out, "--fresh", "--quiet")
    second = folder.with_name(f"{folder.name}-2")

    assert said.out == f"{second}\n"
    assert pd.read_parquet(second / "runs.parquet").equals(pd.read_parquet(folder / "runs.parquet"))
    shutil.rmtree(second)


def test_results_go_to_the_folder_results_unless_told(here):
    said = negsim("run", "mini", "--replications", 1, "--quiet")

    assert said.out.startswith("results/mini/")
    assert (here / said.out.strip() / "runs.parquet").is_file()


def test_set_changes_the_scenario(here):
    words = ("run", "mini", "--replications", 1, "--json", "--set", "time.ticks=2")
    hard = (*words, "--set", "parties.us.strategy=hardliner", "--set", "parties.vietnam.strategy=hardliner")
    folder = json.loads(negsim(*hard).out)["path"]
    runs = pd.read_parquet(f"{folder}/runs.parquet")

    assert runs["rounds"].tolist() == [2]
    assert runs["agreed"].tolist() == [False]


@pytest.mark.parametrize(("policy", "logged"), [("none", []), ("first", [0]), ("all", [0, 1, 2])])
def test_log_offers(here, policy, logged):
    said = negsim("run", "mini", "--replications", 3, "--quiet", "--log-offers", policy)
    offers = pd.read_parquet(f"{said.out.strip()}/offers.parquet")

    verdicts = pd.read_parquet(f"{said.out.strip()}/agents.parquet")

    assert offers["run_id"].unique().tolist() == logged
    assert verdicts["run_id"].unique().tolist() == ([] if policy == "none" else [0])


def test_an_experiment_prints_a_table_of_points(here):
    (here / "my question.yaml").write_text(
        "name: patience\nscenario: mini\nreplications: 2\n"
        "factors: {parties.us.strategy: [boulware, conceder]}\n"
    )
    said = negsim("run", "my question.yaml", "--seed", 4)

    assert said.code == 0
    assert said.lines[0] == "patience: 2 points x 2 replications"
    assert said.err == "4 runs played\n"


def test_failed_runs_are_told(here, monkeypatch):
    def refuse(self):
        raise DomainError("the tariff is 700 %")

    monkeypatch.setattr(NegotiationModel, "run", refuse)
    said = negsim("run", "mini", "--replications", 2)
    again = negsim("run", "mini", "--replications", 2)
    folder = next(here.glob("results/mini/*"))
    command = json.loads((folder / "failures.jsonl").read_text().splitlines()[1])["replay"]
    replayed = negsim(*command.split()[1:])

    assert (said.code, said.lines[0]) == (1, "Every run failed; the reasons are in failures.jsonl.")
    assert said.err.splitlines() == [
        "2 runs played, 2 failed",
        f"negsim: 2 of 2 runs failed; {folder.relative_to(here)}/failures.jsonl says why; "
        f"see one fail: negsim replay {folder.relative_to(here)} --run 0",
    ]
    assert again.code == 1
    assert again.lines[0] == said.lines[0]
    assert replayed.code == 2
    assert replayed.err.startswith("negsim: ")
    assert replayed.err.count("\n") == 1


DIVIDES = """
from dataclasses import dataclass

from negsim.bargaining.strategy import Bidding
from negsim.registry import register


@register("strategy", "divides")
@dataclass(frozen=True)
class Divides(Bidding):
    '''Divide by nothing.'''

    def target(self, view):
        return 1 / 0

    def propose(self, view):
        return 1 / 0
"""


@pytest.mark.server
@pytest.mark.parametrize("workers", [1, 2])
def test_a_bug_in_a_plugin_costs_its_own_runs(here, workers):
    (here / "divides.py").write_text(DIVIDES)
    (here / "e.yaml").write_text(
        "name: e\nscenario: mini\nreplications: 2\nfactors: {parties.us.strategy: [divides, conceder]}\n"
    )
    said = start(["run", "e.yaml", "--plugin", "divides.py", "--workers", workers, "--quiet"], here)
    folder = here / said.out.strip()
    told = [json.loads(line) for line in (folder / "failures.jsonl").read_text().splitlines()]

    assert (said.code, said.err.count("\n")) == (0, 1)
    assert said.err.startswith("negsim: 2 of 4 runs failed; ")
    assert said.err.strip().endswith(told[0]["replay"])
    assert {line["error"] for line in told} == {"ZeroDivisionError: division by zero"}
    assert all("return 1 / 0" in line["traceback"] for line in told)
    assert "traceback" not in load(folder).runs
    assert load(folder).runs["status"].tolist() == ["failed", "failed", "ok", "ok"]


WITH_PLUGIN = """
from tests.commands import negsim

use = ["--plugin", "mine.py"]
talks = ["mini", "--replications", 1, "--quiet", "--set", "parties.us.strategy=demands_everything"]
said = negsim("run", *talks, *use)
folder = said.out.strip()
listed = negsim("list", "strategy", *use)
replayed = negsim("replay", folder, "--run", 0, *use)
without = negsim("replay", folder, "--run", 0)
print([(said.code, said.out, said.err) for said in (said, listed, replayed, without)])
"""


@pytest.mark.server
def test_a_plugin_is_loaded_used_and_part_of_the_hash(here):
    (here / "mine.py").write_text(PLUGIN)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": ""}
    printed = subprocess.check_output([sys.executable, "-c", WITH_PLUGIN], env=environment, text=True)
    said, listed, replayed, without = (Said(*parts) for parts in ast.literal_eval(printed))
    folder = here / said.out.strip()

    assert (said.code, said.err) == (0, "")
    assert load(folder).manifest["plugins_sha256"] == [sha256(PLUGIN.encode()).hexdigest()]
    assert set(pd.read_parquet(folder / "offers.parquet").query("party == 'us'")["why"]) >= {"why not"}
    assert re.search(r"^  demands_everything +mine\.py:11 +Always ask", listed.out, re.M)
    assert (replayed.code, replayed.err) == (0, "")
    assert without.err == "negsim: other plug-ins than in this folder: it may differ\n"
    assert sorted(path.name for path in here.iterdir()) == ["mine.py", "results"]


REFUSALS = {
    "unknown name": (["run", "mimi"], "unknown scenario or experiment 'mimi'. Did you mean 'mini'?"),
    "missing file": (["run", "no.yaml"], "no.yaml: cannot be read: No such file or directory"),
    "a folder": (["run", "folder"], "unknown scenario or experiment 'folder'"),
    "a folder called yaml": (["run", "folder.yaml"], "folder.yaml: cannot be read: Is a directory"),
    "binary": (["run", "binary.yaml"], "binary.yaml: is not UTF-8 text"),
    "empty": (["run", "empty.yaml"], "empty.yaml: must be a mapping of keys to values, got nothing"),
    "a list": (["run", "list.yaml"], "list.yaml: must be a mapping of keys to values, got [1, 2]"),
    "not YAML": (["run", "broken.yaml"], "broken.yaml: line 2: not valid YAML here"),
    "too long a name": (["run", "x" * 5000], "File name too long"),
    "an empty name": (["run", ""], "unknown scenario or experiment ''"),
    "set without value": (["run", "mini", "--set", "seed"], "--set 'seed': must be key.path=value"),
    "set unknown": (["run", "mini", "--set", "no_deal.credibilty=1"], "Did you mean 'credibility'?"),
    "set out of range": (["run", "mini", "--set", "no_deal.credibility=7"], "no_deal.credibility: must be"),
    "set wrong type": (["run", "mini", "--set", "time.ticks=soon"], "time.ticks: must be a whole number"),
    "set name": (["run", "mini", "--set", "name=../../etc"], "must be letters, digits, '_' and '-'"),
    "set of a factor": (["run", "baseline", "--set", "no_deal.credibility=0.2"], "this factor undoes --set"),
    "misspelled strategy": (
        ["run", "mini", "--set", "parties.us.strategy=bolware"],
        "unknown strategy 'bolware'. Did you mean 'boulware'?",
    ),
    "no such plug-in": (["run", "mini", "--plugin", "no.py"], "no.py: cannot read the plug-in"),
    "plug-in not Python": (["run", "mini", "--plugin", "broken.yaml"], "ending in .py"),
    "plug-in with an error": (["run", "mini", "--plugin", "bad.py"], "bad.py: the plug-in cannot be loaded"),
    "plug-in taking a name": (["run", "mini", "--plugin", "twice.py"], "'boulware' is registered twice"),
    "out is a file": (["run", "mini", "--replications", "1", "--out", "binary.yaml/x"], "cannot be written"),
    "check one of two": (["check", "mini", "mimi"], "unknown scenario or experiment 'mimi'"),
    "list unknown": (["list", "strategie"], "unknown kind 'strategie'. Did you mean 'strategy'?"),
    "replay nothing": (["replay", "folder", "--run", "0"], "folder: is not a finished result folder"),
    "replay nowhere": (["replay", "nowhere", "--run", "0"], "nowhere: is not a finished result folder"),
}
USAGE = {
    "unknown command": (["rum"], "unknown command 'rum'. Did you mean 'run'?"),
    "unknown option": (["run", "mini", "--sed", "3"], "No such option"),
    "no scenario": (["run"], "Missing argument 'CONFIG'"),
    "two scenarios": (["run", "mini", "mini"], "unexpected extra argument"),
    "replications 0": (["run", "mini", "--replications", "0"], "0 is not in the range x>=1"),
    "replications text": (["run", "mini", "--replications", "many"], "is not a valid integer"),
    "seed negative": (["run", "mini", "--seed", "-1"], "-1 is not in the range"),
    "seed too large": (["run", "mini", "--seed", str(2**63)], "is not in the range"),
    "log unknown": (["run", "mini", "--log-offers", "some"], "'some' is not one of 'none', 'first', 'all'"),
    "out is a file": (["run", "mini", "--out", "binary.yaml"], "is a file"),
    "check nothing": (["check"], "Missing argument 'CONFIG | FILE.py ...'"),
    "replay without run": (["replay", "folder"], "Missing option '--run'"),
    "replay run -1": (["replay", "folder", "--run", "-1"], "-1 is not in the range x>=0"),
}


@pytest.fixture
def strange(here):
    """A folder of files that are no scenarios."""
    (here / "folder").mkdir()
    (here / "folder.yaml").mkdir()
    (here / "binary.yaml").write_bytes(bytes(range(256)))
    (here / "empty.yaml").write_text("")
    (here / "list.yaml").write_text("[1, 2]\n")
    (here / "broken.yaml").write_text("name: [\n")
    (here / "bad.py").write_text("import nothing_of_that_name\n")
    (here / "twice.py").write_text(PLUGIN.replace("demands_everything", "boulware"))
    return here


@pytest.mark.parametrize("case", REFUSALS)
def test_bad_input_is_one_sentence_and_writes_nothing(strange, case):
    words, expected = REFUSALS[case]
    before = tree(strange)
    said = negsim(*words)

    assert said.code == 2
    assert said.err.startswith("negsim: ")
    assert said.err.count("\n") == 1
    assert expected in said.err
    assert "Traceback" not in said.err
    assert tree(strange) == before
    assert said.out == "" or words[0] == "check"


@pytest.mark.parametrize("case", USAGE)
def test_wrong_usage_is_explained_and_writes_nothing(strange, case):
    words, expected = USAGE[case]
    before = tree(strange)
    said = negsim(*words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Usage: ")
    assert expected in said.err
    assert "Traceback" not in said.err
    assert tree(strange) == before


@pytest.mark.server
def test_a_refusal_looks_the_same_from_outside(strange):
    before = tree(strange)
    said = start(["run", "mini", "--set", "no_deal.credibilty=1"], strange)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("negsim: ")
    assert said.err.count("\n") == 1
    assert tree(strange) == before


def test_paths_may_have_spaces_brackets_and_letters(here):
    name = "Über [bold] unsere Frage 越南"
    (here / f"{name}.yaml").write_text("name: e\nscenario: mini\nreplications: 1\n")
    said = negsim("run", f"{name}.yaml", "--out", here / name)
    folder = next((here / name / "e").iterdir())

    assert said.code == 0
    assert f"Written: {folder}" in said.lines


def test_a_folder_of_an_experiment_will_do(here):
    (here / "question").mkdir()
    (here / "question" / "experiment.yaml").write_text("name: q\nscenario: mini\nreplications: 1\n")

    assert negsim("run", "question", "--quiet").out.startswith("results/q/")


@pytest.mark.parametrize("name", ["runs.parquet", "summary.csv"])
def test_damaged_results_are_refused_by_name(here, name):
    folder = here / negsim("run", "mini", "--replications", 1, "--quiet").out.strip()
    (folder / name).write_bytes(b"\x00")
    before = tree(here)
    said = negsim("run", "mini", "--replications", 1)

    assert said.code == 2
    assert f"{name}: cannot be read" in said.err
    assert said.err.count("\n") == 1
    assert tree(here) == before


def test_a_folder_in_the_way_is_refused_before_anything_runs(here):
    folder = here / negsim("run", "mini", "--replications", 1, "--quiet").out.strip()
    (folder / "manifest.json").unlink()
    (folder / "plan.json").unlink()
    before = tree(here)
    said = negsim("run", "mini", "--replications", 1)

    assert said.code == 2
    assert "is no result folder; move it or use --fresh" in said.err
    assert tree(here) == before


def test_a_full_disk_is_one_sentence(here, monkeypatch):
    def full(*arguments, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("negsim.engine.parts.pq.write_table", full)
    said = negsim("run", "mini", "--replications", 1)

    assert said.code == 2
    assert said.err.splitlines()[-1].endswith("cannot be written: No space left on device")
    assert not [path for path in tree(here) if path.suffix == ".parquet"]


def test_an_interrupted_run_goes_on_when_it_is_repeated(here, monkeypatch):
    def interrupt(self):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(NegotiationModel, "run", interrupt)
        said = negsim("run", "mini", "--replications", 3)

    assert (said.code, said.out) == (130, "")
    assert "negsim: stopped; 0 of 3 runs are kept in results/mini/" in said.err
    assert said.err.strip().endswith("the same command goes on from there")
    assert negsim("run", "mini", "--replications", 3, "--quiet").code == 0


LISTENS = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {START[-1]}"
"""Start `negsim` so that it hears Ctrl-C even if these tests run in the background of a shell."""


@pytest.mark.server
@pytest.mark.parametrize("how", [["--backend", "serial"], ["--workers", "2"]], ids=["serial", "local"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_the_end_of_a_batch_job_keep_what_is_done(here, end, how):
    """On a busy machine one try may be slow, so that the quickest of three counts."""
    seconds = [stopped_after(here / str(attempt), end, how) for attempt in range(3 if busy() else 1)]

    assert min(seconds) < 1.0


@pytest.mark.server
def test_ctrl_c_ends_a_cluster_without_a_word(here):
    """A terminal sends Ctrl-C to the workers too."""
    pytest.importorskip("distributed", reason="Dask is optional: pip install 'negsim[dask]'")
    how = ["--backend", "dask", "--workers", "2"]
    tries = range(3 if busy() else 1)
    seconds = [stopped_after(here / str(t), signal.SIGINT, how, os.killpg, 1) for t in tries]

    assert min(seconds) < 2.0


def busy():
    return os.getloadavg()[0] > 1.0


def stopped_after(here, end, how, send=os.kill, lines=None):
    """Begin a long job, stop it, check what it leaves, and return how many seconds it took to end."""
    here.mkdir()
    process = subprocess.Popen(
        [*START[:-1], LISTENS, "run", "mini", "--replications", "100000", *how],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 90
    while not list(here.glob("results/mini/*/runs/part-*.parquet")) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.02)
    signalled = time.monotonic()
    send(process.pid, end)
    out, err = process.communicate(timeout=60)
    seconds = time.monotonic() - signalled

    assert (process.returncode, out) == (130, "")
    told = re.search(r"stopped; ([1-9][\d,]*) of 100,000 runs are kept in (\S+);", err.splitlines()[-1])
    kept = pd.read_parquet(here / told[2] / "runs")
    assert len(kept) == int(told[1].replace(",", ""))
    assert kept["run_id"].is_unique
    assert "Traceback" not in err
    assert lines in (None, len(err.splitlines()))
    return seconds


@pytest.mark.server
def test_a_reader_who_has_enough_gets_no_traceback(here):
    with subprocess.Popen(
        [*START, "list"], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        err = process.stderr.read()

    assert "Traceback" not in err
    assert "Exception" not in err


@pytest.mark.server
def test_where_only_ascii_can_be_printed_there_are_question_marks(here):
    said = start(["run", "mini", "--replications", 4], here, PYTHONIOENCODING="ascii")

    assert said.code == 0
    assert "????" in said.out  # the bars
    assert "\x1b" not in said.out + said.err
    assert said.lines[0].startswith("What they agree on")


def on_a_terminal(words, folder, **environment):
    """Run a command on a pseudo-terminal and return all it printed there."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*START, *words], cwd=folder, stdout=slave, stderr=slave, env={**os.environ, **environment}
    )
    os.close(slave)
    printed = b""
    while True:
        try:
            chunk = os.read(master, 4096)
        except OSError:
            break
        if not chunk:
            break
        printed += chunk
    os.close(master)
    return process.wait(), printed.decode()


@pytest.mark.server
def test_on_a_terminal_there_is_a_bar_and_colour(here):
    words = ["run", "mini", "--replications", "30"]
    code, printed = on_a_terminal(words, here, TERM="xterm-256color", COLUMNS="80")

    assert code == 0
    assert "negotiating" in printed
    assert "\x1b[32m" in printed  # green: a sector that wins
    assert "runs played" not in printed


@pytest.mark.server
def test_no_color_and_dumb_terminals_are_respected(here):
    code, printed = on_a_terminal(["run", "mini", "--replications", "2"], here, TERM="dumb", NO_COLOR="1")

    assert code == 0
    assert "What they agree on" in printed
    assert "\x1b[32m" not in printed
    assert "\x1b[31m" not in printed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everywhere")
def test_unreadable_files_and_folders(here):
    (here / "secret.yaml").write_text("name: x\n")
    (here / "secret.yaml").chmod(0)
    (here / "closed").mkdir(mode=stat.S_IRUSR)

    assert "Permission denied" in negsim("run", "secret.yaml").err
    assert "Permission denied" in negsim("run", "closed/x.yaml").err
    assert "Permission denied" in negsim("run", "mini", "--replications", 1, "--out", "closed").err


@pytest.mark.server
def test_shards_may_run_at_the_same_time(here):
    """Whoever comes first writes the plan, whoever ends last finishes; nobody trips over the others."""
    words = ["run", "mini", "--replications", "40", "--backend", "serial"]
    shards = [
        subprocess.Popen(
            [*START, *words, "--shard", f"{i}/3"],
            cwd=here,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for i in (1, 2, 3)
    ]
    said = [(*shard.communicate(timeout=120), shard.returncode) for shard in shards]
    (folder,) = here.glob("results/mini/*")
    whole = negsim(*words, "--out", "other", "--quiet").out.strip()

    assert [code for _, _, code in said] == [0, 0, 0], said
    assert any("Written" in out for out, _, _ in said)
    assert not list(folder.rglob("*.tmp*"))
    assert load(folder).runs.equals(load(whole).runs)


def test_shards_and_fresh_do_not_meet(here):
    said = negsim("run", "mini", "--shard", "1/2", "--fresh")

    assert said.code == 2
    assert "each share would make a folder of its own" in said.err
    assert tree(here) == {}


def test_a_fresh_run_that_was_stopped_goes_on_where_it_was(here, monkeypatch):
    def interrupt(self):
        raise KeyboardInterrupt

    words = ("run", "mini", "--replications", 2, "--quiet")
    first = negsim(*words).out
    with monkeypatch.context() as broken:
        broken.setattr(NegotiationModel, "run", interrupt)
        stopped = negsim(*words, "--fresh")

    assert f"{first.strip()}-2; the same command goes on" in stopped.err
    assert negsim(*words, "--fresh").out.strip() == f"{first.strip()}-2"
    assert negsim(*words, "--fresh").out.strip() == f"{first.strip()}-3"
    assert negsim(*words).out == first


def test_other_moves_kept_need_another_folder(here):
    words = ("run", "mini", "--replications", 2, "--quiet")
    first = negsim(*words).out.strip()
    everything = negsim(*words, "--log-offers", "all").out.strip()

    assert everything == f"{first}-2"
    assert negsim(*words, "--log-offers", "all").out.strip() == everything
    assert negsim(*words, "--log-offers", "first").out.strip() == first
    assert load(everything).runs.equals(load(first).runs)


def test_a_dry_run_tells_the_cost_and_writes_nothing(here):
    text = "name: e\nscenario: mini\nreplications: 30\nfactors: {time.ticks: [3, 4, 5]}\n"
    (here / "e.yaml").write_text(text)
    before = tree(here)
    said = negsim("run", "e.yaml", "--dry-run")
    facts = json.loads(negsim("run", "e.yaml", "--dry-run", "--json").out)

    assert said.lines[0] == "e: 3 points x 30 replications = 90 runs"
    assert [re.match(r"  on +(\d+) worker", line)[1] for line in said.lines[2:6]] == ["1", "2", "8", "64"]
    assert said.lines[-1] == "nothing was written"
    assert (facts["points"], facts["replications"], facts["runs"]) == (3, 30, 90)
    assert tree(here) == before
    folder = here / negsim("run", "e.yaml", "--quiet").out.strip()
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet") if path.name != "design.parquet")
    assert 0.4 < facts["bytes"] / size < 2.5
    assert 50 < facts["memory_mb_a_worker"] < 5000


@pytest.mark.parametrize("share", ["²/3", "1/²", "٢/3", "0/3", "4/3", "1", "1/", "/3"])
def test_a_share_that_is_no_pair_of_numbers_is_refused(here, share):
    said = negsim("run", "mini", "--shard", share)

    assert said.code == 2
    assert "must be i/N with i from 1 to N" in said.err
    assert tree(here) == {}
