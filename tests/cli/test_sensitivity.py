import csv
import json

import pytest

from tests.commands import negsim, tree

EXPERIMENT = """
name: threat
scenario: mini
factors:
  no_deal.credibility: {low: 0.1, high: 0.6, role: uncertainty}
  parties.us.strategy.bidding.e: {low: 0.2, high: 4, scale: log, role: lever}
design: {type: saltelli, base_points: 4}
replications: 2
seed: 1
metrics: [joint_gain, gain0_us]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("sensitivity")
    (home / "threat.yaml").write_text(EXPERIMENT)
    said = negsim("run", home / "threat.yaml", "--out", home, "--quiet")

    assert said.code == 0, said.err
    return home / "threat" / said.out.strip().rpartition("/")[2]


def test_indices_are_printed_and_written(folder):
    said = negsim("sensitivity", folder)

    assert (said.code, said.err) == (0, "")
    assert "What moves joint_gain (saltelli, 16 points)" in said.out
    assert "credibility" in said.out
    assert "Luck: the variance within points is" in said.out
    assert said.lines[-1] == f"Written: {folder}/sensitivity.csv and sensitivity.svg"
    with (folder / "sensitivity.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["metric"] for row in rows] == ["joint_gain"] * 2 + ["gain0_us"] * 2 + ["level_tariff"] * 2
    assert float(rows[0]["total"]) >= float(rows[1]["total"])
    assert (folder / "sensitivity.svg").read_text().startswith("<?xml")


def test_the_picture_is_the_same_again(folder):
    negsim("sensitivity", folder)
    before = tree(folder)
    negsim("sensitivity", folder)

    assert tree(folder) == before


def test_one_metric_as_json(folder):
    said = json.loads(negsim("sensitivity", folder, "--metric", "u_us", "--json").out)

    assert [one["metric"] for one in said["metrics"]] == ["u_us"]
    assert {row["factor"] for row in said["metrics"][0]["factors"]} == {
        "no_deal.credibility",
        "parties.us.strategy.bidding.e",
    }


def test_refusals_are_one_sentence(folder, tmp_path):
    said = negsim("sensitivity", folder, "--metric", "joint_gian")
    none = negsim("sensitivity", tmp_path)

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "unknown column 'joint_gian'. Did you mean 'joint_gain'?" in said.err
    assert (none.code, none.err.count("\n")) == (2, 1)
    assert "is not a finished result folder" in none.err


def test_results_without_factors_are_refused(tmp_path):
    folder = negsim("run", "mini", "--replications", 2, "--out", tmp_path, "--quiet").out.strip()
    said = negsim("sensitivity", folder)

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "its experiment has no factors: nothing could move" in said.err


def test_a_grid_is_analysed_by_regression(tmp_path):
    factors = "factors: {time.ticks: [4, 8, 12], no_deal.credibility: [0.1, 0.5, 0.9]}\n"
    (tmp_path / "e.yaml").write_text(f"name: e\nscenario: mini\nreplications: 3\nseed: 1\n{factors}")
    folder = negsim("run", tmp_path / "e.yaml", "--out", tmp_path, "--quiet").out.strip()
    said = negsim("sensitivity", folder, "--metric", "gain0_us", columns=100)

    assert (said.code, said.err) == (0, "")
    assert said.lines[0] == "What moves gain0_us (regression, 9 points)"
    assert "Explained: " in said.out
    assert said.lines[-1].endswith("sensitivity-gain0_us.csv and sensitivity-gain0_us.svg")
    assert (tmp_path / folder / "sensitivity-gain0_us.svg").is_file()


def test_a_metric_that_never_changes_is_left_out_and_said_to_be(tmp_path):
    text = EXPERIMENT.replace("[joint_gain, gain0_us]", "[agreement_rate, gain0_us]")
    (tmp_path / "threat.yaml").write_text(text.replace("low: 0.2, high: 4", "low: 3.9, high: 4"))
    folder = negsim("run", tmp_path / "threat.yaml", "--out", tmp_path, "--quiet").out.strip()
    said = negsim("sensitivity", folder)
    refused = negsim("sensitivity", folder, "--metric", "agreement_rate")

    assert (said.code, said.err) == (0, "")
    assert "What moves gain0_us" in said.out
    assert (
        f"Left out: {folder}: agreement_rate is the same at every point: there is nothing to explain"
        in said.lines
    )
    assert (refused.code, refused.out) == (2, "")
