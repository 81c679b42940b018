import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from negsim.registry import FOLDERS, entries
from negsim.settings.paths import packaged_names
from tests.commands import negsim

HOME = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", FOLDERS)
def test_every_plugin_is_listed_with_its_place_and_sentence(kind):
    said = negsim("list", kind)

    assert (said.code, said.err) == (0, "")
    assert len(said.lines) == len(list(entries(kind)))
    for line, entry in zip(said.lines, entries(kind), strict=True):
        name, where, text = re.split(r"  +", line.strip(), maxsplit=2)
        file, number = where.split(":")

        assert name == entry.name
        assert text == entry.description
        assert "class " in "".join((HOME / file).read_text().splitlines()[int(number) - 1 : int(number) + 3])


def test_a_list_without_kind_has_all_of_them():
    said = negsim("list")
    heads = [line for line in said.lines if not line.startswith(" ")]

    assert heads == [*FOLDERS, "scenario", "experiment", "feature"]
    assert said.out.count("\n  ") > 80


def test_plurals_will_do():
    assert negsim("list", "metrics") == negsim("list", "metric")


def test_scenarios_and_experiments_are_listed_with_their_description():
    listed = negsim("list", "scenario").out + negsim("list", "experiment").out

    assert all(name in listed for name in packaged_names())
    assert "Three issues and 54 outcomes, for a first hour in class." in listed
    assert "configs/mini.yaml" in listed
    assert "experiments/baseline/experiment.yaml" in listed


def test_features_are_listed_with_their_unit():
    said = negsim("list", "feature")

    assert "announced purchases, billion US dollars a year" in said.out


def test_places_do_not_depend_on_the_folder_of_the_checkout(tmp_path):
    home = tmp_path / "negsim"
    shutil.copytree(HOME / "negsim", home / "negsim", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from negsim.cli.main import main; main()"
    said = subprocess.run(
        [sys.executable, "-c", code, "list", "mechanism"],
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "  negsim/bargaining/mechanisms/alternating_offers.py:" in said.stdout
