import csv
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from negsim.politics.blocs import ensemble
from tests.commands import negsim, tree

RUNS = 6


def played(home, strategies, *words, config="mini"):
    """Play a small tournament and return what it says as JSON."""
    said = negsim(
        *("tournament", config, "--strategies", strategies, "--replications", RUNS, "--seed", 1),
        *("--out", home, "--json", *words),
    )

    assert said.code == 0, said.err
    return json.loads(said.out)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tournament")
    (folder / "walker.yaml").write_text("bidding: {type: scripted, moves: [walk_away]}\n")
    return folder


@pytest.fixture(scope="module")
def dilemma(home):
    return played(home, "boulware,conceder")


def test_patience_dominates_and_both_would_do_better_without_it(dilemma):
    """Boulware and conceder in `mini` are a prisoner's dilemma: its one equilibrium is that of dominance."""
    us, vietnam = (np.array(dilemma["gain"][party]) for party in ("us", "vietnam"))
    both = {"us": {"boulware": 1.0}, "vietnam": {"boulware": 1.0}}

    assert (us[0] > us[1]).all()
    assert (vietnam[:, 0] > vietnam[:, 1]).all()
    assert us[1, 1] > us[0, 0]
    assert vietnam[1, 1] > vietnam[0, 0]
    assert [{party: one[party] for party in both} for one in dilemma["equilibria"]] == [both]
    assert dilemma["undominated"] == {"us": ["boulware"], "vietnam": ["boulware"]}
    assert dilemma["all_equilibria"]
    assert [row["exploitability"] > 0 for row in dilemma["table"]] == [False, True]
    assert dilemma["table"][0]["final_share"] > 0.99


def test_a_walk_is_an_equilibrium_that_nobody_should_want(home):
    """Who walks away leaves both without a deal, so (walk, walk) is an equilibrium, as (talk, talk) is."""
    found = played(home, f"linear,{home / 'walker.yaml'}")
    us, vietnam = (np.array(found["gain"][party]) for party in ("us", "vietnam"))
    pairs = [tuple(next(iter(one[party])) for party in ("us", "vietnam")) for one in found["equilibria"]]

    assert us[0, 1] == us[1, 0] == us[1, 1] < us[0, 0]
    assert vietnam[0, 1] == vietnam[1, 0] == vietnam[1, 1] < vietnam[0, 0]
    assert found["agreement_rate"][1] == [0, 0]
    assert pairs == [("linear", "linear"), ("walker", "walker")]
    assert found["table"][1]["best_reply_of_us"] == "linear or walker"
    assert not found["all_equilibria"]  # ties


def test_payoffs_are_the_means_of_the_runs(dilemma):
    runs = pd.read_parquet(f"{dilemma['path']}/runs.parquet")
    keys = ["parties.us.strategy", "parties.vietnam.strategy"]
    mean = runs.groupby(keys)["gain0_vietnam"].mean()
    with open(f"{dilemma['path']}/payoffs.csv") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 4
    for row in rows:
        i, j = (dilemma["entries"].index(row[key]) for key in keys)
        cell = mean[row[keys[0]], row[keys[1]]]
        assert dilemma["gain"]["vietnam"][i][j] == pytest.approx(cell)
        assert float(row["gain0_vietnam_mean"]) == pytest.approx(cell)
        assert float(row["gain0_vietnam_low"]) <= cell <= float(row["gain0_vietnam_high"])
        assert row["n"] == str(RUNS)


def test_normalised_gains_and_exploitability_by_hand(dilemma):
    """A share of the largest gain of each role, averaged; best reply's share less the own, averaged."""
    us, vietnam = (np.array(dilemma["gain"][party]) for party in ("us", "vietnam"))
    us, vietnam = us / np.abs(us).max(), vietnam / np.abs(vietnam).max()
    conceder = ((us[0, 1] - us[1, 1]) + (vietnam[1, 0] - vietnam[1, 1])) / 2

    assert dilemma["normalised"][0][1] == pytest.approx((us[0, 1] + vietnam[1, 0]) / 2)
    assert dilemma["table"][1]["exploitability"] == pytest.approx(conceder)
    row = dilemma["table"][1]
    assert row["exploitability_low"] <= row["exploitability"] <= row["exploitability_high"]


def test_the_same_command_finds_its_runs_and_writes_the_same_bytes(dilemma, home):
    before = tree(home / "mini_tournament")

    assert played(home, "boulware,conceder") == dilemma
    assert tree(home / "mini_tournament") == before
    names = {path.name for path in before}
    assert names >= {"payoffs.csv", "entries.csv", "tournament.json", "tournament.svg", "tournament.png"}


def test_the_page_says_it_in_words_that_fit(dilemma, home):
    said = negsim(
        *("tournament", "mini", "--strategies", "boulware,conceder", "--replications", RUNS),
        *("--seed", 1, "--out", home),
    )

    assert (said.code, said.err) == (0, "")
    assert len(said.lines) < 50
    assert all(len(line) <= 80 for line in said.lines[:-1])
    assert "US boulware; Vietnam boulware: gains " in said.out
    assert "From equal shares to boulware." in said.out
    gain = dilemma["gain"]["us"][0][1]
    assert f"{gain:.2f}*" in next(line for line in said.lines if line.startswith("1 boulware"))


def test_vectors_and_factors_are_worlds(home):
    (home / "waits.yaml").write_text("name: waits\nscenario: mini\nfactors: {time.ticks: [4, 12]}\n")
    found = played(home, "boulware,linear", "--vectors", 2, config=home / "waits.yaml")
    with open(f"{found['path']}/payoffs.csv") as file:
        rows = list(csv.DictReader(file))

    assert {row["n"] for row in rows} == {str(2 * 2 * RUNS)}
    runs = pd.read_parquet(f"{found['path']}/runs.parquet")
    assert runs.groupby("replication")["seed_key"].nunique().eq(1).all()


def test_one_replication_has_no_intervals(home):
    words = ("tournament", "mini", "--strategies", "linear,boulware", "--replications", 1, "--out", home)
    said = negsim(*words)

    assert said.code == 0
    assert "One replication: no intervals." in said.out


SAMPLED = "{name: e, scenario: mini, factors: {time.ticks: [3, 5]}, design: {type: random, points: 4}}"
REFUSED = {
    "a typo": ("mini", "boulware,concedr", "unknown strategy 'concedr'. Did you mean 'conceder'?"),
    "one entry": ("mini", "boulware", "--strategies names 1, it takes 2 to 24"),
    "an entry twice": ("mini", "linear,boulware,linear", "names 'linear' twice"),
    "a missing file": ("mini", "linear,mine.yaml", "mine.yaml"),
    "a bad file": ("mini", "linear,bad.yaml", "unknown key 'ee'"),
    "no such scenario": ("minni", "linear,boulware", "Did you mean 'mini'?"),
    "many vectors": ("mini", "linear,boulware --vectors 99", f"the ensemble has {len(ensemble())} vectors"),
    "its own factor": ("own.yaml", "linear,boulware", "parties.us.strategy: the tournament sets it"),
    "a sample": ("sampled.yaml", "linear,boulware", "drop design, constraints"),
    "luck apart": ("apart.yaml", "linear,boulware", "drop common_random_numbers, until"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_tournament_is_refused(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_text("bidding: {type: time_dependent, ee: 3}\n")
    (tmp_path / "own.yaml").write_text(
        "{name: e, scenario: mini, factors: {parties.us.strategy: [linear, boulware]}}\n"
    )
    (tmp_path / "sampled.yaml").write_text(SAMPLED)
    (tmp_path / "apart.yaml").write_text("{name: e, scenario: mini, common_random_numbers: false}\n")
    before = tree(tmp_path)
    config, words, expected = REFUSED[case]
    said = negsim("tournament", config, "--strategies", *words.split())

    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1, said.err
    assert expected in said.err
    assert tree(tmp_path) == before


def test_without_nashpy_nothing_is_played(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "nashpy", None)
    said = negsim("tournament", "mini", "--strategies", "linear,boulware")

    assert said.code == 2
    assert "pip install 'negsim[tournament]'" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_the_how_to_shows_what_the_command_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "tournament.md").read_text(encoding="utf-8")
    shown = page.partition("```text\n")[2].partition("\n```")[0]
    line = page.partition("```sh\nnegsim ")[2].partition("\n")[0]
    said = negsim(*line.split())
    printed = said.out.partition("\n\nWritten")[0]

    assert [text.rstrip() for text in printed.splitlines()] == shown.splitlines()


def test_a_strategy_that_always_fails_is_named(tmp_path, own_registry):
    (tmp_path / "broken.py").write_text(
        "from dataclasses import dataclass\n"
        "from negsim.plugins import Bidding, register\n\n\n"
        '@register("strategy", "broken")\n'
        "@dataclass(frozen=True)\n"
        "class Broken(Bidding):\n"
        '    """Fail."""\n\n'
        "    def target(self, view):\n"
        "        raise ZeroDivisionError\n\n"
        "    propose = target\n"
    )
    words = ("tournament", "mini", "--strategies", "linear,broken", "--replications", 2, "--out", tmp_path)
    said = negsim(*words, "--plugin", tmp_path / "broken.py")

    assert said.code == 2
    assert "all runs of linear against broken failed; failures.jsonl says why" in said.err
