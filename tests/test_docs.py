"""The documents are true: their commands run, their examples work, and they name what there is."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from negsim import plugins as negsim_plugins
from negsim.cli.main import cli
from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.run import run_one
from negsim.registry import FOLDERS, names
from negsim.settings import yaml_file
from negsim.settings.paths import packaged_names
from negsim.settings.reader import Place
from tests.commands import Said, negsim
from tests.test_layers import LAYERS

HOME = Path(__file__).parents[1]
README = (HOME / "README.md").read_text(encoding="utf-8")
PAGES = [HOME / name for name in ("README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((HOME / "docs").rglob("*.md")) + sorted((HOME / "experiments").glob("*/*.md"))
DESIGN = (HOME / "DESIGN.md").read_text(encoding="utf-8")
GLOSSARY = (HOME / "docs" / "glossary.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(text):
    """Return every `negsim ...` command in the shell blocks of a page."""
    lines = "\n".join(blocks(text, "sh")).splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.startswith(("negsim ", "make "))]


def tracked():
    """Return the text files of the project: what git would take, or everything in a plain copy."""
    skip = {".git", ".venv", "results", "build", "dist", "__pycache__"}
    for root, folders, files in os.walk(HOME):
        folders[:] = [f for f in folders if f not in skip and not f.endswith(("_cache", ".egg-info"))]
        folders[:] = [f for f in folders if f != ".hypothesis"]
        yield from (
            Path(root) / name for name in files if not name.endswith((".png", ".pyc")) and name not in skip
        )


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A folder in which the commands of the README are typed one after the other, and how to type them."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "patience.yaml").write_text(blocks(README, "yaml")[0])
    (folder / "wait_and_see.py").write_text(next(b for b in blocks(README, "python") if "@register" in b))
    program = "from negsim.cli.main import program; program()"
    script = f'#!/bin/sh\nexec "{sys.executable}" -W error -c "{program}" "$@"\n'
    (folder / "bin").mkdir()
    (folder / "bin" / "negsim").write_text(script)
    (folder / "bin" / "negsim").chmod(0o755)
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"

    def type_(line):
        environment = {**os.environ, "PATH": path}
        done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
        return Said(done.returncode, done.stdout, done.stderr)

    type_.folder = folder
    return type_


@pytest.mark.server
@pytest.mark.parametrize("line", [line for line in commands(README) if line.startswith("negsim ")])
def test_commands_of_the_readme_run(shell, line, monkeypatch):
    """Commands that need a shell get one; the others run here, which is quicker."""
    monkeypatch.chdir(shell.folder)
    said = shell(line) if "$" in line else negsim(*shlex.split(line)[1:])

    assert said.err.replace("20 runs played\n", "") == ""
    assert said.code == 0
    assert said.out


def test_the_readme_has_commands_to_run():
    verbs = {shlex.split(line)[1] for line in commands(README) if line.startswith("negsim ")}

    assert verbs >= {"run", "check", "list", "replay"}


HOW_TO = sorted((HOME / "docs" / "how-to").glob("*.md"))


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.name)
def test_experiments_of_the_how_tos_are_sound(page):
    for text in blocks(page.read_text(encoding="utf-8"), "yaml"):
        data = yaml_file.parse(text, page.name)
        if "scenario" in data:
            assert make_experiment(data, Place(page.name)).size > 0


CALCULATED = [page for page in HOW_TO if "negsim.play(" in page.read_text(encoding="utf-8")]
"""Pages whose Python runs anywhere; that of the others needs a cluster."""


@pytest.mark.parametrize("page", CALCULATED, ids=lambda page: page.name)
def test_python_of_the_how_tos_prints_what_they_say(page, capsys):
    text, names_ = page.read_text(encoding="utf-8"), {}
    for code in blocks(text, "python"):
        exec(compile(code, page.name, "exec"), names_)

    assert capsys.readouterr().out == "".join(blocks(text, "text"))


def test_the_plugin_of_the_how_to_is_sound_and_every_kind_has_its_contract(tmp_path, own_registry):
    page = (HOME / "docs" / "how-to" / "plugins.md").read_text(encoding="utf-8")
    (tmp_path / "lowest_standing.py").write_text(blocks(page, "python")[0])
    said = negsim("check", tmp_path / "lowest_standing.py")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", page, re.M)

    assert (said.code, said.err) == (0, "")
    assert {kind for kind, _ in rows} == set(FOLDERS)
    for _, contracts in rows:
        assert set(re.findall(r"`(\w+)`", contracts)) <= set(vars(negsim_plugins))


def test_targets_named_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.M))
    named = {word for page in PAGES for word in re.findall(r"\bmake ([a-z-]+)", "\n".join(_code(page)))}

    assert {"demo", "quick", "test", "check"} <= named <= targets


def _code(page):
    text = page.read_text(encoding="utf-8")
    return [*re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S), *re.findall(r"`([^`\n]+)`", text)]


@pytest.mark.server
def test_the_plugin_of_the_readme_works_with_the_command_beside_it(shell):
    check, line = re.findall(r"`(negsim [^`]*wait_and_see[^`]*)`", README)
    tried, said = shell(check), shell(f"{line} --replications 2")

    assert (tried.code, tried.err) == (0, "")
    assert tried.lines[0].startswith("wait_and_see.py: strategy 'wait_and_see': sound; it keeps the ")

    assert (said.code, said.err) == (0, "2 runs played\n")
    assert "Written: results/mini/" in said.out


def test_the_experiment_of_the_readme_is_sound(shell):
    said = negsim("check", shell.folder / "patience.yaml")

    assert said.code == 0
    assert "patience.yaml: sound; 6 points x 50 replications, " in said.out
    assert "`negsim run patience.yaml`" in README


@pytest.mark.parametrize("code", [b for b in blocks(README, "python") if "@register" not in b])
def test_python_of_the_readme_runs(code, capsys):
    exec(compile(code, "README.md", "exec"), {})

    assert "gain0_vietnam" in capsys.readouterr().out


def test_every_plugin_is_listed():
    listed = negsim("list").out
    for kind in FOLDERS:
        for name in names(kind):
            assert re.search(rf"^  {name} ", listed, re.M)


def test_every_command_is_documented():
    for name in cli.list_commands(None):
        assert f"negsim {name}" in README


def test_every_folder_of_plugins_is_on_the_map():
    folders = {folder.replace(".", "/") for folder in FOLDERS.values()}

    assert {folder for folder in folders if f"`{folder}`" not in README} == set()


def test_every_room_is_on_the_map_and_every_layer_in_its_place():
    folders = {path.parent.name for path in (HOME / "negsim").glob("*/__init__.py")}
    drawn = next(
        block for block in re.findall(r"^```\n(.*?)^```", DESIGN, re.M | re.S) if "settings" in block
    )
    layers = [line.partition("  ")[0].split() for line in drawn.splitlines()]
    mapped = set(re.findall(r"([a-z]+)/", README.partition("## Map")[2].partition("## Add")[0]))

    assert layers == [list(names) for names in reversed(LAYERS)]
    assert folders - mapped == {"cli", "interop", "registry", "validation"}


WALK = re.compile(r"`(negsim/[\w/]+\.(?:py|js))` `([\w.]+)`")


def defined(path):
    """Return the functions, classes and methods of a file, dotted."""
    text = (HOME / path).read_text(encoding="utf-8")
    if path.endswith(".js"):
        return set(re.findall(r"^(?:async )?function (\w+)", text, re.M))
    outer = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    inner = {f"{node.name}.{m.name}" for node in outer for m in node.body if isinstance(m, ast.FunctionDef)}
    return {node.name for node in outer} | inner


def test_the_walks_through_the_code_are_true():
    stops = WALK.findall(DESIGN)

    assert len(stops) > 20
    assert [stop for stop in stops if stop[1] not in defined(stop[0])] == []


def test_links_lead_somewhere():
    def dead(page):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        targets = [t for t in re.findall(r"\]\(([^)\s]+)\)", text) if not t.startswith(("https://", "#"))]
        return [target for target in targets if not (page.parent / target.partition("#")[0]).exists()]

    assert {str(page.relative_to(HOME)): dead(page) for page in PAGES if dead(page)} == {}


def test_files_named_in_the_documents_exist():
    """Paths in backticks with a folder of the project in front are looked up."""
    folders = r"`((?:negsim|configs|experiments|docs|benchmarks|tests)/[\w/.-]*)`"
    named = {path: page.name for page in PAGES for path in re.findall(folders, page.read_text("utf-8"))}

    assert len(named) > 20
    assert {path: page for path, page in named.items() if not (HOME / path).exists()} == {}


WORDS = """
Issue, Outcome, OutcomeSpace, Move, UtilityFunction, reservation value, Strategy, Mechanism, Party, Government
Exporter, Firm, Scenario, Experiment, Run, Metric, term, feature, round, tick, target, frontier, Opinion, gain
replication, opponent model, no-deal level, ratification, win-set, bloc, pledge, red line, standing
zone of agreement, Bargain, mandate, home front, pressure, news, played point
chunk, plug-in, law, page, take-over
"""


def test_the_glossary_explains_the_words_of_the_code():
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.M)
    explained = {cell.strip() for row in rows for cell in row.split(",")}

    assert set(re.split(r",\s|\n", WORDS.strip())) - explained == set()


def test_the_glossary_says_each_word_once():
    explained = re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.M)

    assert len(set(explained)) == len(explained)


@pytest.mark.long
@pytest.mark.parametrize("name", packaged_names())
def test_packaged_scenarios_and_experiments_run(name):
    run = next(load_experiment(name, replications=1).runs())

    assert run_one(run).run["status"] == "ok"


@pytest.mark.parametrize("name", packaged_names())
def test_packaged_files_are_named_after_what_they_are(name):
    assert load_experiment(name).name == name
    assert load_experiment(name).description


STUDIES = sorted(path for path in (HOME / "experiments").iterdir() if path.is_dir())
EXPERIMENTS = [path for path in STUDIES if (path / "experiment.yaml").is_file()]


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.name)
def test_every_study_tells_how_to_repeat_it_and_what_was_found(path):
    text = (path / "README.md").read_text(encoding="utf-8")

    for part in ("Asked", "Repeat", "Found", "Caveats"):
        assert f"**{part}.**" in text
    assert (path / "summary.csv").is_file()


@pytest.mark.long
@pytest.mark.parametrize("path", EXPERIMENTS, ids=lambda path: path.name)
def test_numbers_of_an_experiment_are_those_of_its_configuration(path):
    asked = load_experiment(str(path))
    table = pd.read_csv(path / "summary.csv")
    points = [tuple(value for _, value in point.factors) for point in map(asked.point, range(asked.n_points))]

    assert list(table[list(asked.factors)].itertuples(index=False, name=None)) == points
    assert set(table["n"]) == {asked.replications}
    assert {f"{metric}_mean" for metric in asked.metrics} <= set(table.columns)
    assert (path / "figure.svg").is_file()


def test_no_file_names_a_place_on_somebody_s_machine():
    foreign = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/")
    found = {
        str(path.relative_to(HOME)): line
        for path in tracked()
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if foreign.search(line)
    }

    assert found == {}


def test_the_environment_comes_from_the_usual_registry():
    for name in ("constraints.txt", "pyproject.toml", "Makefile"):
        text = (HOME / name).read_text(encoding="utf-8")

        assert not re.search(r"http://|--(extra-)?index-url|--trusted-host|--find-links|file://| @ ", text)


def test_every_pin_is_exact_and_named_once():
    pins = [line for line in (HOME / "constraints.txt").read_text().splitlines() if line and line[0] != "#"]
    names_ = [re.match(r"([A-Za-z0-9_.-]+)==[\w.]+( *;.*)?$", pin) for pin in pins]

    assert all(names_)
    keys = [(m[1].lower().replace("_", "-"), m[2]) for m in names_]
    assert len(set(keys)) == len(keys)


def test_the_continuous_integration_runs_the_tests():
    script = (HOME / ".ci" / "run").read_text()

    assert "make test" in script
    assert shutil.which("bash")
    assert os.access(HOME / ".ci" / "run", os.X_OK)
