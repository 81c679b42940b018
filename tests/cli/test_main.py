import json
import subprocess
import sys
from pathlib import Path

import pytest

import negsim.cli as negsim_cli
from negsim import __version__
from negsim.cli.main import cli
from tests.commands import negsim, start

SCRIPT = Path(sys.executable).with_name("negsim")
COMMANDS = cli.list_commands(None)


def test_every_command_file_is_a_command():
    files = {path.stem.removesuffix("_") for path in Path(negsim_cli.__path__[0]).glob("[a-z]*.py")}

    assert sorted(files - {"main", "playing", "shared"}) == COMMANDS
    assert {"check", "list", "replay", "run"} <= files


def test_help_lists_the_commands_with_their_sentence():
    said = negsim("--help", columns=100)

    assert (said.code, said.err) == (0, "")
    for name in COMMANDS:
        assert [line for line in said.lines if line.startswith(f"  {name}  ")]
    assert said.out == negsim("-h", columns=100).out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    said = negsim(name, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.lines[0].startswith(f"Usage: negsim {name} ")
    for option in (o for p in cli.get_command(None, name).params for o in getattr(p, "opts", ())):
        assert option in said.out or not option.startswith("-")
    for parameter in cli.get_command(None, name).params:
        assert parameter.param_type_name == "argument" or parameter.help


def test_no_command_is_answered_with_help():
    said = negsim()

    assert said.code == 2
    assert "Commands:" in said.err + said.out


def test_version():
    assert negsim("--version").out.endswith(f"version {__version__}\n")


@pytest.mark.server
def test_help_is_quick_because_it_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['negsim', '--help']\n"
        "from negsim.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'pandas', 'mesa', 'matplotlib', 'rich'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(not SCRIPT.is_file(), reason="the package is on the path, not installed")
def test_the_installed_script_runs():
    said = subprocess.run([SCRIPT, "--version"], capture_output=True, text=True, check=True)

    assert said.stdout.startswith("negsim, version ")


@pytest.mark.parametrize(
    "words",
    [
        ("run", "mini", "--replications", 1, "--out", "x" * 4000),
        ("replay", "x" * 4000, "--run", 0),
        ("compare", "x" * 4000, "y"),
    ],
)
def test_a_path_that_is_too_long_is_one_short_sentence(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = negsim(*words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("negsim: xxxxxx")
    assert said.err.endswith("...: File name too long\n")
    assert len(said.err) < 200
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
def test_a_plugin_that_ends_the_program_is_no_success(tmp_path):
    (tmp_path / "quits.py").write_text("import sys\n\nsys.exit(0)\n")
    said = start(["run", "mini", "--plugin", "quits.py"], tmp_path)

    assert (said.code, said.out) == (2, "")
    assert said.err == "negsim: quits.py: the plug-in cannot be loaded: SystemExit: 0\n"
    assert [path.name for path in tmp_path.iterdir()] == ["quits.py"]


QUITS = """
import sys
from dataclasses import dataclass

from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.registry import register

print("hello")


@register("strategy", "quits_there")
@dataclass(frozen=True)
class QuitsThere(TimeDependent):
    '''End the program {where}.'''

    def __post_init__(self):
        print("made")
        if {made}:
            sys.exit(0)

    def propose(self, view):
        print("my turn")
        if {played}:
            sys.exit(0)
        return super().propose(view)
"""


def quits(folder, *, made=False, played=False):
    text = QUITS.format(where="somewhere", made=made, played=played)
    (folder / "quits.py").write_text(text)
    words = ["run", "mini", "--replications", 2, "--json", "--plugin", "quits.py"]
    return [*words, "--set", "parties.us.strategy=quits_there"]


@pytest.mark.server
def test_a_plugin_that_ends_the_program_when_it_is_made_is_no_success(tmp_path):
    said = start(quits(tmp_path, made=True), tmp_path)

    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines()[-1].startswith("negsim: a plug-in ended the program by sys.exit")


@pytest.mark.server
@pytest.mark.parametrize("backend", ["serial", "local"])
def test_a_plugin_that_ends_the_program_in_a_run_is_a_failed_run(tmp_path, backend):
    said = start([*quits(tmp_path, played=True), "--backend", backend], tmp_path)

    assert said.code == 1
    assert json.loads(said.out)["runs"] == 2
    assert "2 of 2 runs failed" in said.err
    (failures,) = tmp_path.glob("results/mini/*/failures.jsonl")
    assert [json.loads(line)["error"] for line in failures.read_text().splitlines()] == ["SystemExit: 0"] * 2


@pytest.mark.server
@pytest.mark.parametrize("backend", ["serial", "local"])
def test_what_a_plugin_prints_is_no_part_of_the_json(tmp_path, backend):
    said = start([*quits(tmp_path), "--backend", backend], tmp_path)

    assert said.code == 0
    assert json.loads(said.out)["runs"] == 2
    assert {"hello", "made", "my turn"} <= set(said.err.splitlines())


LOUD = """
import atexit
import os
import subprocess
import sys

os.write(1, b"past the stream\\n")
print("the first stream", file=sys.__stdout__, flush=True)
subprocess.run([sys.executable, "-c", "print('a child')"], check=True)
atexit.register(print, "at the end")
"""


@pytest.mark.server
@pytest.mark.parametrize("backend", ["serial", "local"])
def test_nothing_a_plugin_does_reaches_the_json(tmp_path, backend):
    (tmp_path / "loud.py").write_text(LOUD)
    words = ("run", "mini", "--replications", 2, "--json", "--plugin", "loud.py", "--backend", backend)
    said = start(words, tmp_path)

    assert said.code == 0
    assert json.loads(said.out)["runs"] == 2
    assert {"past the stream", "the first stream", "a child"} <= set(said.err.splitlines())


@pytest.mark.parametrize("command", ["run", "compare", "sensitivity", "replay", "init", "explain"])
def test_help_loads_nothing_heavy(command):
    """Help takes a quarter of a second then, and three seconds otherwise."""
    code = (
        "import sys; from negsim.cli.main import cli; cli([sys.argv[1], '--help'], standalone_mode=False); "
        "print(sorted({'numpy', 'pandas', 'mesa', 'matplotlib', 'pyarrow', 'pydantic'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code, command], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "[]"
    assert said.stdout.startswith("Usage: ")
