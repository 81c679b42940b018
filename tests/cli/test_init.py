import pytest

from tests.commands import negsim, tree


def test_a_scenario_and_an_experiment_are_copied_and_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = negsim("init", "mine", "--scenario", "mini")
    checked = negsim("check", "mine/mini.yaml", "mine/experiment.yaml")
    run = negsim("run", "mine/experiment.yaml", "--replications", 1, "--quiet")

    assert (said.code, said.err) == (0, "")
    assert said.lines == [
        "Written: mine/mini.yaml, mine/experiment.yaml",
        "Run it:  negsim run mine/experiment.yaml",
    ]
    assert (checked.code, checked.err) == (0, "")
    assert "6 points x 20 replications" in checked.out
    assert run.code == 0
    for name in ("mini.yaml", "experiment.yaml"):
        assert "#" in (tmp_path / "mine" / name).read_text()


@pytest.mark.parametrize("name", ["mini.yaml", "experiment.yaml"])
def test_what_is_there_stays_and_nothing_is_half_written(tmp_path, name):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("my own")
    before = tree(tmp_path)
    said = negsim("init", tmp_path / "mine", "--scenario", "mini")

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert f"{name}: is there already and stays" in said.err
    assert tree(tmp_path) == before


def test_unknown_scenarios_and_files_are_refused(tmp_path):
    (tmp_path / "file").write_text("")
    unknown = negsim("init", tmp_path / "mine", "--scenario", "minni")
    file = negsim("init", tmp_path / "file")

    assert "unknown packaged scenario 'minni'. Did you mean 'mini'?" in unknown.err
    assert not (tmp_path / "mine").exists()
    assert (file.code, "is a file; name a folder" in file.err) == (2, True)
