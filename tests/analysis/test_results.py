import errno
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from negsim.analysis import results
from negsim.api import run
from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Serial
from negsim.engine.finished import load
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan
from negsim.errors import NegsimError, ResultError
from negsim.experiment import manifest
from negsim.experiment.experiment import load_experiment, make_experiment
from negsim.experiment.manifest import config_hash
from negsim.experiment.tables import agents_schema, design_schema, offers_schema, runs_schema, timings_schema
from negsim.report.finish import finish
from negsim.settings import yaml_file
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel

STARTED = datetime(2025, 10, 27, tzinfo=UTC)
DAMAGES = ["cut", "text", "empty", "flipped", "removed", "folder"]
FILES = [
    *("agents.parquet", "config.yaml", "design.parquet", "failures.jsonl", "figure.png", "figure.svg"),
    *("manifest.json", "offers.parquet", "plan.json", "runs.parquet", "summary.csv", "timings.parquet"),
]


def experiment(*settings, replications=2, **changes):
    data = {"scenario": "mini", "name": "e", "replications": replications, "seed": 1, **changes}
    return make_experiment(data, Place("e.yaml"), settings)


def write(root, asked, *, fresh=False, plugins=(), finish=None):
    folder = folder_for(root, asked, config_hash(asked, plugins), fresh=fresh)
    run_experiment(folder, Plan(folder.digest, 5), Serial(), STARTED, plugins=plugins, add=finish)
    return folder.path


def tree(root):
    """Return every file and folder below `root` with the content of the files."""
    return {p.relative_to(root): p.is_file() and p.read_bytes() for p in root.rglob("*")}


@pytest.fixture(scope="module")
def asked():
    # A hardliner that opens finds nobody to agree, so half of the runs end without agreement.
    return experiment(
        factors={"parties.vietnam.strategy": ["hardliner", "linear"], "no_deal.credibility": [0.1, 0.6]},
        metrics=["agreement_rate", "rounds_to_agreement"],
    )


@pytest.fixture(scope="module")
def folder(asked, tmp_path_factory):
    return write(tmp_path_factory.mktemp("results"), asked, finish=finish)


def test_a_folder_is_named_after_experiment_and_hash(folder, asked):
    assert folder.name == config_hash(asked)
    assert re.fullmatch("[0-9a-f]{12}", folder.name)
    assert folder.parent.name == "e"
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == FILES
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {
        "agents",
        "offers",
        "runs",
        "timings",
    }
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize(
    ("table", "schema"),
    [
        ("runs", runs_schema),
        ("offers", offers_schema),
        ("agents", lambda asked: agents_schema()),
        ("design", design_schema),
        ("timings", lambda asked: timings_schema()),
    ],
)
def test_tables_have_the_declared_columns_types_and_units(folder, asked, table, schema):
    written = pq.read_schema(folder / f"{table}.parquet")

    assert written.equals(schema(asked), check_metadata=True)


def test_runs_have_one_row_each_in_order(folder):
    runs = load(folder).runs

    assert runs["run_id"].tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert runs["parties.vietnam.strategy"].tolist() == ["hardliner"] * 4 + ["linear"] * 4
    assert runs["no_deal.credibility"].tolist() == [0.1, 0.1, 0.6, 0.6] * 2
    assert set(runs["status"]) == {"ok"}
    assert runs["error"].isna().all()


def test_levels_are_null_without_agreement_and_only_then(folder):
    runs = load(folder).runs
    levels = [name for name in runs if name.startswith(("issue_", "level_"))]

    assert set(runs["end_state"]) == {"agreed", "expired"}
    assert runs["agreed"].tolist() == (runs["end_state"] == "agreed").tolist()
    assert runs.loc[runs["agreed"], levels].notna().all(axis=None)
    assert runs.loc[~runs["agreed"], levels].isna().all(axis=None)
    assert runs.loc[~runs["agreed"], "rounds_to_agreement"].isna().all()


def test_offers_tell_the_logged_runs(folder):
    stored = load(folder)
    last = stored.offers.groupby("run_id").last()

    assert sorted(last.index) == [0, 2, 4, 6]  # log: first, the first replication of each point
    for run_id, row in last.iterrows():
        assert row["round"] == stored.runs["rounds"][run_id]
        assert (row["move"] == "accept") == stored.runs["agreed"][run_id]
    assert set(stored.agents["run_id"]) == {4, 6}  # those that ended in agreement


def test_design_lists_the_points(folder):
    design = load(folder).design

    assert design["point_id"].tolist() == [0, 1, 2, 3]
    assert design["no_deal.credibility"].tolist() == [0.1, 0.6, 0.1, 0.6]


def test_the_manifest_says_where_results_come_from(folder, asked):
    said = load(folder).manifest

    assert said["config_hash"] == folder.name
    assert (said["seed"], said["points"], said["replications"]) == (1, 4, 2)
    assert said["engine"] == manifest.ENGINE_VERSION
    assert said["data_sha256"] == manifest.data_digest()
    assert set(said["versions"]) == {"negsim", "mesa", "numpy", "pandas", "pyarrow"}
    assert "unknown" not in said["versions"].values()
    assert said["started"] == "2025-10-27T00:00:00+00:00"
    assert said["finished"] > said["started"]
    assert re.fullmatch(r"([0-9a-f]{40}(\+dirty)?)?", said["commit"])


def test_the_configuration_makes_the_same_experiment_again(folder, asked):
    again = make_experiment(load(folder).config, Place("config.yaml"))

    assert config_hash(again) == folder.name
    assert load_experiment(str(folder / "config.yaml")).resolved() == asked.resolved()


PLAY = """
import sys
from negsim.api import run
seed, out = sys.argv[1:]
print(run("mini", seed=int(seed), replications=3, settings={"log.offers": "all"}, out=out).path)
"""


def play(seed, out):
    return run("mini", seed=seed, replications=3, settings={"log.offers": "all"}, out=out).path


@pytest.mark.server
def test_the_same_seed_gives_the_same_bytes_in_every_process(tmp_path):
    hash_seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY, "7", str(tmp_path / "one")],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        stdout=subprocess.PIPE,
        text=True,
    )
    two, other = (play(seed, tmp_path / "two") for seed in (7, 8))
    one = Path(process.communicate()[0].strip())
    same = [name for name in FILES if name not in ("manifest.json", "timings.parquet")]

    assert one.name == two.name != other.name
    assert [name for name in same if (one / name).read_bytes() != (two / name).read_bytes()] == []
    for name in ("runs.parquet", "offers.parquet", "agents.parquet", "summary.csv", "figure.svg"):
        assert (one / name).read_bytes() != (other / name).read_bytes()


def test_what_the_hash_stands_for():
    base = experiment()
    different = [
        base,
        experiment(seed=2),
        experiment(replications=3),
        experiment("no_deal.credibility=0.31"),
        experiment(factors={"no_deal.credibility": [0.3]}),
        experiment(metrics=["joint_gain"]),
        experiment(name="f"),
    ]
    hashes = [config_hash(asked) for asked in different]
    hashes += [config_hash(base, ["a" * 64]), config_hash(base, ["b" * 64]), config_hash(base, ["a", "b"])]

    assert len(set(hashes)) == len(hashes)
    assert config_hash(base) == config_hash(experiment())
    assert config_hash(base) == config_hash(experiment("no_deal.credibility=0.3"))  # the default, written out
    assert config_hash(base, ["a", "b"]) == config_hash(base, ["b", "a"])
    assert config_hash(base) == config_hash(experiment("log.offers=all"))  # logging decides no result


def test_the_hash_changes_with_data_and_engine(monkeypatch):
    before = config_hash(experiment())
    monkeypatch.setattr(manifest, "data_digest", lambda: "other tables")
    data = config_hash(experiment())
    monkeypatch.undo()
    monkeypatch.setattr(manifest, "ENGINE_VERSION", manifest.ENGINE_VERSION + 1)

    assert len({before, data, config_hash(experiment())}) == 3


def test_the_hash_does_not_depend_on_the_folder(tmp_path):
    asked = experiment(replications=1)
    one, two = (write(tmp_path / name, asked) for name in ("a", "b/c d/ü"))

    assert one.name == two.name
    assert two == tmp_path / "b/c d/ü/e" / one.name


def test_fresh_writes_beside_what_is_there(tmp_path):
    asked = experiment(replications=1)
    first = write(tmp_path, asked)
    before = tree(first)
    second, third = (write(tmp_path, asked, fresh=True) for _ in range(2))

    assert (second.name, third.name) == (f"{first.name}-2", f"{first.name}-3")
    assert tree(first) == before
    assert load(second).runs.equals(load(third).runs)


def failing(error):
    def fail(*arguments, **named):
        raise error

    return fail


@pytest.mark.parametrize("blocked", ["", "e", "e/deep"])
def test_a_file_in_place_of_a_folder_is_refused(tmp_path, blocked):
    root = tmp_path / "root"
    if blocked == "e/deep":
        root = tmp_path / "file" / "deep"
        (tmp_path / "file").write_text("kept")
    elif blocked:
        root.mkdir()
        (root / "e").write_text("kept")
    else:
        root.write_text("kept")
    before = tree(tmp_path)

    with pytest.raises(ResultError, match=r"cannot be written: (Not a directory|File exists)"):
        write(root, experiment(replications=1))

    assert tree(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(ResultError, match="cannot be written: Permission denied"):
        write(tmp_path, experiment(replications=1))

    assert tree(tmp_path) == {}


def test_failed_runs_are_rows_and_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(NegotiationModel, "run", failing(NegsimError("no such world")))
    path = write(tmp_path, experiment(factors={"no_deal.credibility": [0.1, 0.6]}), finish=finish)
    stored = load(path)
    lines = [json.loads(line) for line in (path / "failures.jsonl").read_text().splitlines()]

    assert stored.runs["status"].tolist() == ["failed"] * 4
    assert set(stored.runs["error"]) == {"no such world"}
    assert stored.runs["no_deal.credibility"].tolist() == [0.1, 0.1, 0.6, 0.6]
    outcomes = stored.runs.columns[stored.runs.columns.get_loc("end_state") :].drop("no_deal.credibility")
    assert stored.runs[outcomes].isna().all(axis=None)
    assert [line["replay"] for line in lines] == [f"negsim replay {path} --run {run}" for run in range(4)]
    assert stored.points["n_failed"].tolist() == [2, 2]
    assert stored.points["n"].tolist() == [0, 0]
    assert not (path / "figure.svg").exists()


def test_no_failures_leave_an_empty_list(folder):
    assert (folder / "failures.jsonl").read_text() == ""


def test_loading_what_is_no_result_folder_names_the_nearest(folder, tmp_path):
    def refusal(path):
        with pytest.raises(ResultError) as caught:
            load(path)
        return str(caught.value)

    missing = "is not a finished result folder (no manifest.json)"

    assert refusal(tmp_path) == f"{tmp_path}: {missing}"
    assert refusal(tmp_path / "nowhere") == f"{tmp_path / 'nowhere'}: {missing}"
    assert refusal(folder / "runs.parquet") == f"{folder / 'runs.parquet'}: {missing}"
    assert refusal(folder.parent) == f"{folder.parent}: {missing}; did you mean {folder}?"
    assert refusal(folder.parent.parent) == f"{folder.parent.parent}: {missing}; did you mean {folder}?"


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *itertools.product(["runs.parquet", "manifest.json"], DAMAGES),
        *(("summary.csv", damage) for damage in DAMAGES if damage != "cut"),  # half a table is a table too
        *(("config.yaml", damage) for damage in DAMAGES if damage not in ("cut", "empty")),
    ],
)
def test_damaged_files_are_refused_by_name(folder, tmp_path, name, damage):
    content = (folder / name).read_bytes()
    path = tmp_path / name
    (tmp_path / "manifest.json").write_text("{}")
    path.unlink(missing_ok=True)
    middle = len(content) // 2
    if damage == "folder":
        path.mkdir()
    elif damage != "removed":
        path.write_bytes(
            {
                "cut": content[:middle],
                "text": b"\xff\xfe not a table",
                "empty": b"",
                "flipped": bytes(255 - byte for byte in content),
            }[damage]
        )

    with pytest.raises(NegsimError) as caught:
        getattr(results.Results(tmp_path), {"summary.csv": "points"}.get(name, name.partition(".")[0]))

    assert str(caught.value).startswith(f"{path}: ")


def test_read_all_keeps_the_tables_of_a_folder_that_goes(asked, tmp_path):
    path = write(tmp_path, asked, finish=finish)
    stored = load(path)
    stored.read_all()
    shutil.rmtree(path)

    assert len(stored.runs) == 8
    assert isinstance(stored.points, pd.DataFrame)
    assert stored.config["name"] == "e"
    assert yaml_file.dump(stored.config)


def test_a_folder_in_the_way_is_refused_and_kept(tmp_path):
    asked = experiment(replications=1)
    mine = tmp_path / "e" / config_hash(asked) / "thesis.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("three years")
    before = tree(tmp_path)

    with pytest.raises(ResultError, match="is no result folder; move it or use --fresh"):
        write(tmp_path, asked)

    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("step", "error", "expected"),
    [
        ("parts.pq.write_table", OSError(errno.ENOSPC, "No space left on device"), ResultError),
        ("folder.make_manifest", OSError("I/O error"), ResultError),
        ("parts.pq.write_table", KeyboardInterrupt(), KeyboardInterrupt),
        ("parts.pq.write_table", MemoryError(), MemoryError),
        ("folder.make_manifest", ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_a_failed_write_is_no_result_and_can_be_repeated(tmp_path, monkeypatch, step, error, expected):
    asked = experiment(replications=1)
    with monkeypatch.context() as broken:
        broken.setattr(f"negsim.engine.{step}", failing(error))
        with pytest.raises(expected):
            write(tmp_path, asked)

    with pytest.raises(ResultError, match="is not a finished result folder"):
        load(tmp_path / "e" / config_hash(asked))
    assert not list(tmp_path.rglob("*.tmp*"))
    assert len(load(write(tmp_path, asked)).runs) == 1


def test_a_picture_that_fails_is_drawn_when_the_command_is_repeated(tmp_path):
    asked = experiment(replications=1)
    with pytest.raises(ResultError, match="No space left"):
        write(tmp_path, asked, finish=failing(OSError(errno.ENOSPC, "No space left")))

    assert (write(tmp_path, asked, finish=finish) / "figure.png").is_file()


def test_the_scenario_of_any_point_is_told(tmp_path):
    (tmp_path / "e.yaml").write_text(
        "name: e\nscenario: mini\nreplications: 1\n"
        "factors: {no_deal.credibility: {low: 0.1, high: 0.6}}\ndesign: {type: random, points: 60}\n"
    )
    found = run(tmp_path / "e.yaml", out=tmp_path)
    written = found.design["scenario"]

    assert written.notna().tolist() == [point < 50 for point in range(60)]
    assert found.scenario(3) == written[3]
    assert (
        yaml_file.parse(found.scenario(59), "59")["no_deal"]["credibility"]
        == (found.design["no_deal.credibility"][59])
    )


def test_a_folder_that_is_not_finished_says_how_to_go_on(tmp_path):
    folder = run("mini", replications=1, out=tmp_path).path
    (folder / "manifest.json").unlink()

    with pytest.raises(
        ResultError, match=r"not a finished result folder .*the command that began it goes on"
    ):
        load(folder)
