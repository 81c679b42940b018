"""A path in a YAML file is relative to that file, in `--set` to the working directory; packaged names win."""

import shutil

import pytest

from negsim.economy.tables import table_folder
from negsim.errors import ConfigError
from negsim.experiment.experiment import load_experiment
from negsim.settings import yaml_file
from negsim.talks.scenario import load_scenario
from tests.scenarios import changed, raw_scenario

TABLES = ("economy", "data")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder with a scenario, its tables and an experiment, seen from another working directory."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(str(table_folder("us_vietnam_2024")), home / "tables")
    raw = changed(raw_scenario("mini"), TABLES, "tables")
    (home / "talks.yaml").write_text(yaml_file.dump({**raw, "name": "talks"}))
    (home / "asked.yaml").write_text("name: asked\nscenario: talks.yaml\nreplications: 1\n")
    monkeypatch.chdir(elsewhere)
    return home


def test_tables_of_a_scenario_are_found_beside_it(home):
    assert load_scenario("../home/talks.yaml").economy.data == str(home / "tables")


def test_a_scenario_and_its_tables_are_found_beside_the_experiment(home):
    asked = load_experiment(str(home / "asked.yaml"))

    assert asked.scenario(asked.point(0)).economy.data == str(home / "tables")
    assert asked.resolved()["scenario"]["economy"]["data"] == str(home / "tables")


def test_a_path_in_a_setting_is_relative_to_the_working_directory(home):
    shutil.move(home / "tables", home.parent / "elsewhere" / "mine")
    scenario = load_scenario(str(home / "talks.yaml"), ("economy.data=mine",))

    assert scenario.economy.data == str(home.parent / "elsewhere" / "mine")


def test_a_file_does_not_find_what_is_in_the_working_directory(home):
    shutil.move(home / "tables", home.parent / "elsewhere" / "tables")

    with pytest.raises(ConfigError, match=r"talks\.yaml: economy\.data: no trade tables "):
        load_scenario(str(home / "talks.yaml"))
    shutil.move(home / "talks.yaml", home.parent / "elsewhere" / "talks.yaml")
    with pytest.raises(ConfigError, match=r"home/talks\.yaml: cannot be read"):
        load_experiment(str(home / "asked.yaml"))


def test_packaged_names_win(home, monkeypatch):
    monkeypatch.chdir(home)
    shutil.move(home / "tables", home / "us_vietnam_2024")
    (home / "mini").mkdir()
    (home / "mini" / "experiment.yaml").write_text("name: another\nscenario: detailed\n")
    raw = changed(raw_scenario("mini"), TABLES, "us_vietnam_2024")
    (home / "talks.yaml").write_text(yaml_file.dump(raw))

    assert load_scenario("talks.yaml").economy.data == "us_vietnam_2024"
    assert load_experiment("mini").name == "mini"
    assert load_experiment("./mini").name == "another"


def test_levels_that_are_paths_are_relative_to_the_experiment(home):
    factors = {"economy.data": ["us_vietnam_2024", "tables"], "economy.wage_closure": [False, True]}
    question = {"name": "e", "scenario": "mini", "factors": factors, "replications": 1}
    (home / "e.yaml").write_text(yaml_file.dump(question))
    asked = load_experiment(str(home / "e.yaml"))
    found = [asked.scenario(asked.point(point)).economy.data for point in range(4)]

    assert found == ["us_vietnam_2024"] * 2 + [str(home / "tables")] * 2


def test_paths_in_a_list_of_points_are_relative_to_the_experiment(home):
    points = [{"economy.data": "us_vietnam_2024"}, {"economy.data": "tables"}]
    question = {"name": "e", "scenario": "mini", "design": {"type": "list", "points": points}}
    (home / "e.yaml").write_text(yaml_file.dump(question))
    asked = load_experiment(str(home / "e.yaml"))
    found = [asked.scenario(asked.point(point)).economy.data for point in range(2)]

    assert found == ["us_vietnam_2024", str(home / "tables")]
