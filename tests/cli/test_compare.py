import csv
import json
import re

import pytest

from tests.commands import negsim

EXPERIMENT = """
name: patience
scenario: mini
factors:
  parties.us.strategy: {levels: [boulware, linear, conceder], role: lever}
  no_deal.credibility: [0.1, 0.6]
replications: 3
seed: 1
metrics: [agreement_rate, gain0_us]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="module")
def folder(home):
    (home / "patience.yaml").write_text(EXPERIMENT)
    said = negsim("run", home / "patience.yaml", "--out", home, "--quiet")

    assert said.code == 0, said.err
    return home / "patience" / said.out.strip().rpartition("/")[2]


def test_levels_of_the_lever_are_compared(folder):
    said = negsim("compare", folder, columns=120)
    with (folder / "compare.csv").open() as file:
        rows = list(csv.DictReader(file))

    assert (said.code, said.err) == (0, "")
    assert "boulware -> linear" in said.out
    assert "Paired: same luck, same other factors; n counts replications." in said.out
    assert said.lines[-1] == f"Written: {folder}/compare.csv"
    assert len(rows) == 3 * 2
    assert {(row["factor"], row["paired"], row["n"], row["pairs"]) for row in rows} == {
        ("parties.us.strategy", "True", "3", "6")
    }


def test_any_factor_and_metric_may_be_asked_for(folder):
    words = ["compare", folder, "--factor", "no_deal.credibility", "--metric", "u_us", "--json"]
    said = json.loads(negsim(*words).out)

    assert [(row["first"], row["second"], row["metric"]) for row in said["comparisons"]] == [
        (0.1, 0.6, "u_us")
    ]


def test_pairs_without_agreement_are_told_and_means_add_up(tmp_path):
    (tmp_path / "e.yaml").write_text(
        "name: e\nscenario: mini\nseed: 1\nreplications: 12\nmetrics: [gain0_us, rounds_to_agreement]\n"
        "factors: {parties.us.strategy: [hardliner, conceder], no_deal.credibility: [0.1, 0.6]}\n"
    )
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    words = ["compare", folder, "--factor", "parties.us.strategy"]
    said, told = negsim(*words, columns=100), json.loads(negsim(*words, "--json").out)["comparisons"]
    gain, rounds = told

    assert (gain["pairs"], gain["dropped"]) == (24, 0)
    assert 0 < gain["pairs_if_agreed"] == rounds["pairs"] < 24
    assert rounds["dropped"] == rounds["without_agreement"] == 24 - rounds["pairs"]
    assert f" {rounds['pairs']}/24" in said.out
    assert f"Not compared: {rounds['dropped']} pairs without agreement." in said.lines
    assert sum("if both agreed" in line for line in said.lines) == 1  # rounds are compared among those anyway
    for row in told:
        assert row["mean_second"] - row["mean_first"] == pytest.approx(row["difference"])


def test_two_scenarios_are_run_and_compared_in_pairs(home, monkeypatch):
    monkeypatch.chdir(home)
    base = "scenario: mini\nreplications: 4\nseed: 3\nmetrics: [gain0_us]\n"
    (home / "calm.yaml").write_text("name: calm\n" + base)
    (home / "threat.yaml").write_text("name: threat\n" + base + "factors: {no_deal.credibility: [0.9]}\n")
    said = negsim("compare", "calm.yaml", "threat.yaml", "--json")
    row = json.loads(said.out)["comparisons"][0]

    assert said.code == 0, said.err
    assert (row["factor"], row["first"], row["second"], row["n"]) == ("folder", "calm", "threat", 4)
    assert row["paired"]


def test_folders_with_other_seeds_are_not_paired(home, monkeypatch):
    monkeypatch.chdir(home)
    base = "scenario: mini\nreplications: 4\nmetrics: [gain0_us]\n"
    for seed in (1, 2):
        (home / f"seed{seed}.yaml").write_text(f"name: seed{seed}\nseed: {seed}\n" + base)
    said = negsim("compare", "seed1.yaml", "seed2.yaml", columns=120)

    assert said.code == 0, said.err
    assert "not paired (1 of 1): they share no luck" in said.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--factor", "parties.us.strateg"], "unknown factor 'parties.us.strateg'. Did you mean"),
        (["--metric", "gain"], "unknown column 'gain'."),
    ],
)
def test_refusals_are_one_sentence(folder, words, expected):
    said = negsim("compare", folder, *words)

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert expected in said.err


def test_a_folder_without_factors_has_nothing_to_compare(tmp_path):
    folder = negsim("run", "mini", "--replications", 2, "--out", tmp_path, "--quiet").out.strip()

    assert "has no factor with 2 to 12 levels to compare" in negsim("compare", folder).err


def test_more_than_two_are_refused(folder):
    assert "compare one result folder or two, got 3" in negsim("compare", folder, folder, folder).err
    assert (
        "--factor compares levels within one folder" in negsim("compare", folder, folder, "--factor", "x").err
    )


NOTHING_TO_COMPARE = {
    "the same twice": (
        "factors: {time.ticks: [3, 4]}\n",
        ["{0}", "{0}"],
        "are results of the same configuration",
    ),
    "one level": (
        "factors: {time.ticks: [3]}\n",
        ["{0}", "--factor", "time.ticks"],
        "time.ticks: has one level only",
    ),
    "no metric": (
        "factors: {time.ticks: [3, 5]}\nmetrics: []\n",
        ["{0}"],
        "asks for no metric; name one by --metric",
    ),
}


@pytest.mark.parametrize("case", NOTHING_TO_COMPARE)
def test_what_cannot_be_compared_is_refused(tmp_path, case):
    text, words, expected = NOTHING_TO_COMPARE[case]
    (tmp_path / "e.yaml").write_text(f"name: e\nscenario: mini\nreplications: 2\n{text}")
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    said = negsim("compare", *(word.format(folder) for word in words))

    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert expected in said.err


def test_results_without_a_common_metric_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for metric in ("joint_gain", "gain0_us"):
        (tmp_path / f"{metric}.yaml").write_text(
            f"name: {metric}\nscenario: mini\nreplications: 2\nmetrics: [{metric}]\n"
        )
    said = negsim("compare", "joint_gain.yaml", "gain0_us.yaml")

    assert said.code == 2
    assert "have no metric in common" in said.err
    assert negsim("compare", "joint_gain.yaml", "gain0_us.yaml", "--metric", "u_us").code == 0


def test_the_table_fits_a_narrow_terminal_and_rounds_by_its_interval(folder):
    said = negsim("compare", folder, columns=80)

    assert all(len(line) <= 80 for line in said.lines[:-1])
    (row,) = (line for line in said.lines if line.startswith("linear -> conceder") and "%" not in line)
    numbers = re.findall(r"\d+\.(\d+)", row)[:5]
    assert len(numbers) == 5
    assert len(set(map(len, numbers))) == 1
