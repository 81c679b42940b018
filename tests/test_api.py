import doctest
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import negsim
from negsim.errors import ConfigError, ResultError


def test_run_returns_tables_without_leaving_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    results = negsim.run("mini", seed=1, replications=3)

    assert len(results.runs) == 3
    assert set(results.offers["run_id"]) == {0}
    assert set(results.agents["run_id"]) == {0}
    assert results.config["seed"] == results.manifest["seed"] == 1
    assert list(results.points["n"]) == [3]
    assert list(tmp_path.iterdir()) == []
    assert not results.path.exists()


def test_run_may_write_a_folder_and_finds_it_again(tmp_path, monkeypatch):
    first = negsim.run("mini", seed=1, replications=2, out=tmp_path)
    monkeypatch.setattr("negsim.api.run_experiment", None)  # nothing is played twice
    again = negsim.run("mini", seed=1, replications=2, out=str(tmp_path))

    assert again.path == first.path
    assert again.runs.equals(first.runs)
    assert negsim.load(first.path).runs.equals(first.runs)


def test_settings_take_any_value():
    settings = {
        "no_deal.credibility": np.float64(0.6),
        "parties.us.strategy": {"bidding": {"type": "time_dependent", "e": 0.5}, "acceptance": "ac_asp"},
        "time.ticks": 3,
        "issues.tariff.levels": (0, 0.10, np.float32(0.5)),
        "description": "1e5: a text that looks like a number",
    }
    config = negsim.run("mini", replications=1, settings=settings).config["scenario"]

    assert config["no_deal"]["credibility"] == 0.6
    assert config["time"]["ticks"] == 3
    assert config["parties"]["us"]["strategy"]["bidding"]["e"] == 0.5
    assert config["issues"]["tariff"]["levels"] == [0.0, 0.1, 0.5]
    assert config["description"] == settings["description"]


def test_a_path_object_will_do(tmp_path):
    path = tmp_path / "e.yaml"
    path.write_text("name: e\nscenario: mini\nreplications: 2\n")

    assert len(negsim.run(path).runs) == 2


def test_bad_input_is_refused():
    with pytest.raises(ConfigError, match="Did you mean 'mini'"):
        negsim.run("minni")
    with pytest.raises(ConfigError, match="no_deal: unknown key 'credibilty'"):
        negsim.run("mini", settings={"no_deal.credibilty": 1})
    with pytest.raises(ConfigError, match="replications"):
        negsim.run("mini", replications=0)
    with pytest.raises(ConfigError, match=r"time.ticks: must be plain data .* got \{3\}"):
        negsim.run("mini", settings={"time.ticks": {3}})
    with pytest.raises(ResultError, match="is not a finished result folder"):
        negsim.load("nowhere")


def test_the_example_of_the_package_is_true():
    failed, tried = doctest.testmod(negsim)

    assert (failed, tried) == (0, 3)


def test_importing_negsim_loads_nothing_heavy():
    code = "import sys, negsim; print(sorted({'numpy', 'pandas', 'mesa', 'matplotlib'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_unknown_attributes_are_errors():
    with pytest.raises(AttributeError, match="module 'negsim' has no attribute 'runn'"):
        negsim.runn  # noqa: B018


def test_the_version_is_that_of_the_project():
    text = (Path(__file__).parents[1] / "CITATION.cff").read_text()

    assert f"\nversion: {negsim.__version__}\n" in text


def test_a_setting_at_fault_is_named_in_one_line():
    with pytest.raises(ConfigError) as caught:
        negsim.run("mini", settings={"time.ticks": 0})

    assert str(caught.value).startswith("--set time.ticks=0: time.ticks: must be a whole number >= 1")


def test_a_mapping_is_a_configuration():
    data = {"name": "e", "scenario": "mini", "factors": {"time.ticks": [4, 8]}, "replications": 2}
    results = negsim.run(data, seed=np.int64(3))

    assert results.points["time.ticks"].tolist() == [4, 8]
    assert results.config["seed"] == 3
    with pytest.raises(ConfigError, match="unknown key 'factor'"):
        negsim.run({**data, "factor": {}})


def test_a_strategy_may_be_given_by_its_type():
    short = {"parties.us.strategy": {"type": "time_dependent", "e": 0.5}}
    long = {"parties.us.strategy": {"bidding": {"type": "time_dependent", "e": 0.5}}}
    first, second = (negsim.run("mini", replications=1, settings=settings) for settings in (short, long))

    assert first.config["scenario"] == second.config["scenario"]
    assert first.runs.equals(second.runs)
    with pytest.raises(ConfigError, match=r"parties\.us\.strategy: unknown key 'biding'"):
        negsim.run("mini", settings={"parties.us.strategy": {"biding": "linear"}})


def test_comparison_in_python_has_its_tables_and_refuses_in_a_sentence():
    found = negsim.compare(
        "linear", {"type": "time_dependent", "e": 9}, scenario="mini", replications=2, replays=1
    )

    assert found.table["second"].unique().tolist() == ["strategy_2"]
    assert len(found.partings) == 1
    assert set(found.agents["side"]) == {"us", "vietnam"}
    with pytest.raises(ConfigError, match="compare: unknown keyword 'metric'"):
        negsim.compare("mini", metric="u_us")
    with pytest.raises(ConfigError, match="name what is compared"):
        negsim.compare()


def test_results_in_memory_can_be_compared():
    one, other = (negsim.run("mini", replications=3, settings={"no_deal.credibility": c}) for c in (0.1, 0.8))
    found = negsim.compare(one, other, metrics=["u_vietnam"], replays=1)

    assert found.table["paired"].all()
    assert found.not_replayed == ""
