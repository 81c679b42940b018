"""Trade tables of one's own: they are part of the hash, and a result folder keeps those it was made with."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

import negsim
from negsim.settings import yaml_file
from tests.commands import negsim as command


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A scenario on tables of its own, in the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(Path(str(files("negsim.economy"))) / "data" / "us_vietnam_2024", "mine")
    raw = yaml_file.read(Path(str(files("negsim"))).parent / "configs" / "mini.yaml")
    Path("own.yaml").write_text(yaml_file.dump({**raw, "name": "own", "economy": {"data": "mine"}}))
    return tmp_path


def dearer_apparel(folder):
    """Raise an elasticity: other numbers, and still a table that adds up."""
    path = folder / "mine" / "elasticities.csv"
    head, first, *rest = path.read_text(encoding="utf-8").splitlines()
    column = head.split(",").index("value")
    fields = first.split(",")
    fields[column] = str(float(fields[column]) * 1.5)
    path.write_text("\n".join([head, ",".join(fields), *rest]) + "\n", encoding="utf-8")


def run():
    return negsim.run("own.yaml", replications=2, out="results")


def test_edited_tables_make_another_folder_with_other_numbers(own):
    before = run()
    dearer_apparel(own)
    after = run()

    assert after.path != before.path
    assert not after.runs["u_us"].equals(before.runs["u_us"])
    assert negsim.load(before.path).runs.equals(before.runs)


def test_where_the_tables_lie_makes_no_other_folder(own):
    first = run()
    shutil.move("mine", "elsewhere")
    raw = yaml_file.read(Path("own.yaml"))
    Path("own.yaml").write_text(yaml_file.dump({**raw, "economy": {"data": "elsewhere"}}))

    assert run().path == first.path


def test_a_folder_replays_where_its_tables_have_gone(own):
    path = run().path
    told = command("replay", path, "--run", 0)
    shutil.rmtree("mine")
    moved = shutil.move(path, own / "moved")

    assert told.code == 0
    assert command("replay", moved, "--run", 0).out == told.out


def test_every_set_of_a_factor_is_kept(own):
    shutil.copytree("mine", "other")
    dearer_apparel(own)
    question = {"name": "both", "scenario": "own.yaml", "factors": {"economy.data": ["mine", "other"]}}
    Path("both.yaml").write_text(yaml_file.dump(question))
    path = negsim.run("both.yaml", replications=1, out="results").path

    assert len(list((path / "tables").iterdir())) == 2
