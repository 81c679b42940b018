"""Trade tables of one's own: they are part of the hash, and a result folder keeps those it was made with."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

import negsim
from negsim.engine.worker import folder_at
from negsim.errors import ResultError
from negsim.experiment.own_tables import name_by_content
from negsim.settings import yaml_file
from tests.commands import negsim as command

pytestmark = pytest.mark.long


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
    Path("elsewhere").mkdir()
    shutil.move("mine", "elsewhere/mine")
    raw = yaml_file.read(Path("own.yaml"))
    Path("own.yaml").write_text(yaml_file.dump({**raw, "economy": {"data": "elsewhere/mine"}}))

    assert run().path == first.path


def test_a_folder_replays_where_its_tables_have_gone(own):
    path = run().path
    told = command("replay", path, "--run", 0)
    shutil.rmtree("mine")
    moved = shutil.move(path, own / "moved")

    assert told.code == 0
    assert command("replay", moved, "--run", 0).out == told.out


def asked(**question):
    """Run one replication of an experiment on the scenario and return its results."""
    Path("both.yaml").write_text(yaml_file.dump({"name": "both", "scenario": "own.yaml", **question}))
    return negsim.run("both.yaml", replications=1, out="results")


@pytest.fixture
def two(own):
    """A second set of tables, with other numbers; returns what both are called."""
    shutil.copytree("mine", "other")
    dearer_apparel(own)
    return [name_by_content(name) for name in ("mine", "other")]


WRITTEN = {
    "factor": {"factors": {"economy.data": ["mine", "other"]}},
    "list": {"design": {"type": "list", "points": [{"economy.data": "mine"}, {"economy.data": "other"}]}},
    "csv": {"design": {"type": "csv", "text": "economy.data\nmine\nother"}},
}


@pytest.mark.parametrize("written", WRITTEN)
def test_tables_of_points_are_called_by_what_they_hold(own, two, written):
    results = asked(**WRITTEN[written])
    texts = (results.path / name for name in ("config.yaml", "summary.csv", "failures.jsonl"))

    assert results.runs["economy.data"].tolist() == results.design["economy.data"].tolist() == two
    assert results.points["economy.data"].tolist() == two
    assert len({*results.runs["u_us"]}) == 2
    assert sorted(path.name for path in (results.path / "tables").iterdir()) == sorted(two)
    assert not [path for path in texts if str(own) in path.read_text(encoding="utf-8")]
    assert not any(str(own) in text for text in results.design["scenario"])


def test_tables_in_a_level_of_the_whole_economy_are_called_so_too(own, two):
    results = asked(factors={"economy": [{"data": "mine"}, {"data": "other"}]})

    assert results.runs["economy"].tolist() == [f'{{"data":"{name}"}}' for name in two]
    assert results.design["economy"].tolist() == results.runs["economy"].tolist()


@pytest.mark.parametrize("written", WRITTEN)
def test_points_replay_where_their_tables_have_gone_and_edits_make_another_folder(own, two, written):
    path = asked(**WRITTEN[written]).path
    told = [command("replay", path, "--run", run) for run in range(2)]
    shutil.rmtree("mine")
    shutil.move("other", "mine")
    shutil.copytree("mine", "other")
    dearer_apparel(own)
    Path("other/elasticities.csv").write_bytes(Path("mine/elasticities.csv").read_bytes() + b"\n")

    assert [said.code for said in told] == [0, 0]
    assert told[0].out != told[1].out
    assert [command("replay", path, "--run", run) for run in range(2)] == told
    assert asked(**WRITTEN[written]).path != path


def test_a_copy_that_was_changed_is_refused(own):
    path = run().path
    [copy] = (path / "tables").iterdir()
    with (copy / "elasticities.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    told = command("replay", path, "--run", 0)

    assert (told.code, told.out) == (2, "")
    assert told.err == (
        f"negsim: {own / copy}: holds other tables than those of these results; put them back\n"
    )
    with pytest.raises(ResultError, match="put them back"):
        folder_at(str(path))
