"""`negsim backtest` end to end, small; and the page, whose numbers are those of the draws that are kept."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.backtest.page import BEGIN, HERE, PAGE, filled, made
from negsim.forecast.table import FORECASTERS, MODEL, read_endings, rows, scores_text
from negsim.forecast.words import sheets
from tests.commands import negsim, tree

DRAWS = 3


def asked(home, *words):
    return negsim("backtest", "--draws", DRAWS, "--seed", 5, "--out", home, *words)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    home = tmp_path_factory.mktemp("backtest")
    said = asked(home, "--json")
    assert said.code == 0, said.err
    return home, json.loads(said.out)


def written(home):
    (folder,) = (home / "backtest").iterdir()
    return folder


def test_json_is_a_list_of_the_questions_with_their_scores(told):
    home, table = told
    ends = read_endings((written(home) / "endings.csv").read_text(encoding="utf-8"))

    assert len(table) == 13
    assert all(set(row["forecasts"]) == set(FORECASTERS) for row in table if row["scored"])
    assert table == json.loads((written(home) / "backtest.json").read_text(encoding="utf-8"))
    assert {name: len(every) for name, every in ends.items()} == dict.fromkeys(ends, DRAWS)
    assert table == rows(ends)


def test_the_draws_are_those_that_were_played(told):
    home, _ = told
    draws = pd.read_csv(written(home) / "draws.csv")
    path = "parties.us.terms.price.weight"

    assert len(draws) == 3 * DRAWS
    for cut, vectors in draws.groupby("cut"):
        (folder,) = (home / f"cut_{cut.replace('-', '_')}").iterdir()
        runs = pd.read_parquet(folder / "runs.parquet").sort_values("run_id")
        assert np.array_equal(runs[path], vectors[path])
        assert (runs["status"] == "ok").all()


def test_a_second_command_finds_it_there_and_prints_tables(told):
    home, _ = told
    before = tree(home)
    said = asked(home)

    assert said.code == 0
    assert "Probability given to each event" in said.out
    assert "access_all" in said.out
    assert "the odds are a setting of the world" in said.out
    assert "runs played" not in said.err
    assert tree(home) == before


@pytest.mark.server
def test_two_workers_write_the_same_bytes(told, tmp_path):
    home, _ = told
    assert asked(tmp_path, "--json", "--workers", 2).code == 0
    for name in ("draws.csv", "endings.csv", "scores.csv", "backtest.json"):
        assert (written(tmp_path) / name).read_bytes() == (written(home) / name).read_bytes()


@pytest.mark.parametrize(("option", "value"), [("--draws", "1"), ("--seed", "-1"), ("--workers", "0")])
def test_a_bad_option_is_refused_in_a_sentence(option, value):
    said = negsim("backtest", option, value)

    assert said.code == 2
    assert option in said.err


# what is published

ENDS = read_endings((HERE / "endings.csv").read_text(encoding="utf-8"))
TABLE = rows(ENDS)


def test_the_page_says_what_the_draws_say():
    for path in (PAGE, HERE / "README.md"):
        text = path.read_text(encoding="utf-8")

        assert text == filled(text, dict(made(TABLE, ENDS)))
        assert text.count(BEGIN.removesuffix(" -->")) == text.count("end of what is made")
    assert (HERE / "summary.csv").read_text(encoding="utf-8") == scores_text(TABLE)


def test_the_page_has_every_part_that_is_made():
    page = Path(PAGE).read_text(encoding="utf-8")

    assert all(f"{name} -->\n{part}\n" in page for name, part in made(TABLE, ENDS))
    assert [row[0] for row in sheets(TABLE)[0].rows][:2] == ["framework_by_october", "rate_at_most_20"]


def test_scores_of_the_page_by_pandas_alone():
    """An independent way from the draws to the mean Brier score of the model."""
    ends = pd.read_csv(HERE / "endings.csv", parse_dates=["cut", "framework", "signed"])
    ends = ends[ends["forecaster"] == MODEL]
    april, july, october = (ends[ends["cut"] == day] for day in sorted(ends["cut"].unique()))
    said = [
        ((april["framework"] <= "2025-10-31"), 1),
        ((july["rate"].dropna() <= 0.2), 1),
        ((july["rate"].dropna() <= 0.11), 0),
        ((october["signed"] <= "2025-12-31"), 0),
        ((april["deficit_change"] > 0), 1),
        ((october["signed"] <= "2026-03-13"), 0),
        ((april["exemptions"].dropna() != "none"), 1),
        ((april["access"].dropna() == "all"), 1),
    ]
    brier = [((x.sum() + 0.5) / (len(x) + 1) - came) ** 2 for x, came in said]

    assert f"mean Brier score {np.mean(brier):.3f}" in PAGE.read_text(encoding="utf-8")
