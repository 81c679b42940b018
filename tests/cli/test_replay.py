import re

import pandas as pd
import pytest

from negsim.experiment import manifest
from tests.commands import negsim, tree

SIDES = {"United States": "us", "Vietnam": "vietnam"}
HEADLINE = re.compile(
    r"Round (\d+), .+?\. (United States|Vietnam) "
    r"(opens|concedes|steps back|proposes|improves|makes|repeats|accepts|walks|rejects)"
)
MOVE = re.compile(r"Round \d+, [^.]+\. (?!A paper in)")
WORTH = re.compile(r"    worth ([+-]\d+\.\d\d) to the US, ([+-]\d+\.\d\d) to Vietnam; ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    said = negsim(
        *("run", "mini", "--replications", 3, "--seed", 2, "--out", out, "--log-offers", "all", "--quiet")
    )
    return tmp_path_factory.getbasetemp() / said.out.strip()


@pytest.mark.parametrize("run", [0, 1, 2])
def test_a_replay_tells_the_moves_of_the_log(folder, run):
    said = negsim("replay", folder, "--run", run)
    offers = pd.read_parquet(folder / "offers.parquet").query("run_id == @run and move != 'leak'")
    told = [HEADLINE.match(line).groups() for line in said.lines if MOVE.match(line)]
    worth = [WORTH.match(line).groups() for line in said.lines if line.startswith("    worth")]

    assert (said.code, said.err) == (0, "")
    assert [int(number) for number, *_ in told] == offers["round"].tolist()
    assert [SIDES[who] for _, who, _ in told] == offers["party"].tolist()
    assert [what == "accepts" for *_, what in told] == (offers["move"] == "accept").tolist()
    assert worth == [
        (f"{u:+.2f}", f"{v:+.2f}") for u, v in zip(offers["u_us"], offers["u_vietnam"], strict=True)
    ]


@pytest.mark.parametrize("run", [0, 1, 2])
def test_a_replay_ends_where_the_run_ended(folder, run):
    said = negsim("replay", folder, "--run", run)
    row = pd.read_parquet(folder / "runs.parquet").loc[run]
    terms = ", ".join(f"{name} {row[f'issue_{name}']}" for name in ("tariff", "access", "origin"))

    assert f"Agreement in round {row['rounds']}: {terms}." in said.lines
    assert f"United States gains {row['gain_us']:+.2f} over no deal." in said.lines
    assert f"Vietnam gains {row['gain_vietnam']:+.2f} over no deal." in said.lines


def test_runs_of_other_points_can_be_replayed(tmp_path):
    path = tmp_path / "e.yaml"
    path.write_text(
        "name: e\nscenario: mini\nreplications: 2\n"
        "factors: {parties.us.strategy: [boulware, hardliner], parties.vietnam.strategy: [hardliner]}\n"
    )
    folder = negsim("run", path, "--out", tmp_path, "--quiet").out.strip()
    runs = pd.read_parquet(f"{folder}/runs.parquet")
    for run, row in runs.iterrows():
        said = negsim("replay", folder, "--run", run)

        assert (said.code, said.err) == (0, "")
        assert any(line.startswith("Agreement in round") for line in said.lines) == row["agreed"]
        gains = f"Vietnam gains {row['gain_vietnam']:+.2f} over no deal." in said.lines
        assert gains == row["agreed"]


def test_a_run_that_is_not_there(folder):
    said = negsim("replay", folder, "--run", 3)

    assert (said.code, said.out) == (2, "")
    assert said.err == f"negsim: {folder}: has no run 3; its runs are 0 to 2\n"


def test_the_folder_above_names_the_one_that_is_meant(folder):
    said = negsim("replay", folder.parent, "--run", 0)

    assert said.code == 2
    assert said.err == (
        f"negsim: {folder.parent}: is not a finished result folder (no manifest.json); "
        f"did you mean {folder}?\n"
    )


def copy(folder, target):
    target.mkdir()
    for name, content in tree(folder).items():
        if content is not False:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(content)
    return target


def test_damaged_tables_do_not_matter_to_a_replay(folder, tmp_path):
    broken = copy(folder, tmp_path / "broken")
    (broken / "runs.parquet").write_bytes(b"PAR1")
    (broken / "offers.parquet").unlink()

    assert negsim("replay", broken, "--run", 1) == negsim("replay", folder, "--run", 1)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("config.yaml", b"\xff", "config.yaml: is not UTF-8 text"),
        ("config.yaml", b"", "config.yaml: must be a mapping of keys to values, got nothing"),
        ("config.yaml", b"name: [", "config.yaml: line 1: not valid YAML here"),
        ("config.yaml", b"name: mini", "config.yaml: the key 'scenario' is missing"),
        ("manifest.json", b"{", "manifest.json: cannot be read"),
        ("manifest.json", b"[]", "manifest.json: must be a mapping of keys to values, got []"),
    ],
)
def test_damaged_configurations_are_refused_by_name(folder, tmp_path, name, content, expected):
    broken = copy(folder, tmp_path / "broken")
    (broken / name).write_bytes(content)
    said = negsim("replay", broken, "--run", 0)

    assert (said.code, said.out) == (2, "")
    assert expected in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("what", "other", "told"),
    [
        ("ENGINE_VERSION", 99, "(engine 99, packaged tables {mine})"),
        ("data_digest", lambda: "0123456789abcdef", "(engine {engine}, packaged tables 0123456789ab)"),
    ],
)
def test_results_of_another_engine_or_other_packaged_tables_are_refused(
    folder, monkeypatch, what, other, told
):
    mine, engine = manifest.data_digest()[:12], manifest.ENGINE_VERSION
    monkeypatch.setattr(manifest, what, other)
    said = negsim("replay", folder, "--run", 0)
    version = manifest.package_version("negsim")
    this = told.format(mine=mine, engine=engine)

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"negsim: {folder}: was made by negsim {version} (engine {engine}, packaged tables {mine}), but this "
        f"is negsim {version} {this}; replay it with the one that made it\n"
    )
