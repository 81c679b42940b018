"""An Excel workbook holds what the tables hold, says what it means, and where it comes from."""

import importlib
import json
import shlex

import numpy as np
import openpyxl
import pandas as pd
import pytest

from negsim.engine.finished import load
from negsim.errors import ConfigError
from negsim.report import workbook
from negsim.report.workbook import write_workbook
from tests.commands import negsim

EXPERIMENT = """
name: patience
scenario: mini
factors:
  parties.us.strategy: {levels: [boulware, conceder], role: lever}
replications: 3
seed: 1
metrics: [agreement_rate, us_deficit_usd_bn]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("workbook")
    (home / "patience.yaml").write_text(EXPERIMENT)
    return home


@pytest.fixture(scope="module")
def ran(home):
    words = ["run", home / "patience.yaml", "--out", home, "--excel", home / "answers" / "run.xlsx"]
    said = negsim(*words, columns=120)
    assert said.code == 0, said.err
    return said


@pytest.fixture(scope="module")
def results(home, ran):
    return load(next((home / "patience").iterdir()))


@pytest.fixture(scope="module")
def sheets(home, ran):
    return pd.read_excel(home / "answers" / "run.xlsx", sheet_name=None)


def test_the_summary_reads_back_as_it_is_on_disk(ran, results, sheets, home):
    assert list(sheets) == ["summary", "columns", "provenance"]
    pd.testing.assert_frame_equal(sheets["summary"], results.points, check_dtype=False)
    assert f"  {home}/answers/run.xlsx  the summary as a workbook" in ran.lines


def test_every_column_of_the_summary_has_its_unit_and_meaning(sheets):
    described = sheets["columns"].fillna("").set_index("column")
    units = described["unit"]

    assert list(described.index) == list(sheets["summary"].columns)
    assert units["us_deficit_usd_bn_mean"] == units["us_deficit_usd_bn_low"] == "billion US dollars a year"
    assert (units["agreement_rate_mean"], units["level_tariff_sd"]) == ("share of runs", "fraction")
    assert (units["n_agreed"], units["share_access_all_mean"]) == ("runs", "share of agreements")
    assert described["meaning"].ne("").all()
    assert (
        described["meaning"]["parties.us.strategy"]
        == "factor: the setting parties.us.strategy of the scenario"
    )


def test_the_workbook_says_where_its_numbers_come_from(sheets, results, home):
    facts = sheets["provenance"].set_index("fact")["value"]

    assert facts["digest of scenario, data and plug-ins"] == results.manifest["config_hash"]
    assert facts["seed"] == "1"
    assert f"negsim {results.manifest['versions']['negsim']}" in facts["versions"]
    assert facts["command"].startswith(f"negsim run {home}/patience.yaml ")


def test_a_result_that_is_there_is_written_without_playing_it_again(home, ran, results):
    again = home / "again.xlsx"
    said = negsim("run", home / "patience.yaml", "--out", home, "--quiet", "--excel", again)

    assert (said.code, said.err, said.lines) == (0, "", [str(results.path)])
    assert pd.read_excel(again).shape == results.points.shape


def test_a_comparison_has_a_sheet_a_table_and_a_unit_a_row(home, ran, results):
    path = home / "compare.xlsx"
    asked = ["compare", results.path, "--replays", "2", "--excel", path, "--json"]
    said = negsim(*asked)
    sheets = pd.read_excel(path, sheet_name=None)
    table, facts = sheets["compare"], sheets["provenance"].set_index("fact")["patience"]

    assert (said.code, said.err) == (0, "")
    assert list(sheets) == ["compare", "compare_agents", "compare_partings", "columns", "provenance"]
    assert [row["difference"] for row in json.loads(said.out)["comparisons"]] == pytest.approx(
        table["difference"].tolist(), nan_ok=True
    )
    assert dict(zip(table["metric"], table["unit"], strict=True)) == {
        "agreement_rate": "share of runs",
        "us_deficit_usd_bn": "billion US dollars a year",
        "level_tariff": "fraction",
    }
    assert facts["digest of scenario, data and plug-ins"] == results.manifest["config_hash"]
    assert facts["command of this comparison"] == shlex.join(["negsim", *map(str, asked)])


def test_the_columns_of_a_comparison_are_described(home, ran, results):
    path = home / "described.xlsx"
    negsim("compare", results.path, "--replays", "2", "--excel", path)
    sheets = pd.read_excel(path, sheet_name=None)
    described = sheets["columns"]

    for name in ("compare", "compare_agents", "compare_partings"):
        rows = described[described["sheet"] == name]["column"]
        known = {column for row in rows for column in row.split(", ")}
        plain = {column.removesuffix("_if_agreed") for column in sheets[name].columns}

        assert plain - known == set()


def test_texts_are_no_formulas_and_what_is_missing_is_empty(tmp_path):
    table = pd.DataFrame(
        {"=1+1": ["=2+2", "a\x07b", None], "n": [np.int64(3), np.nan, 0.25], "yes": [True] * 3}
    )
    path = write_workbook(tmp_path / "odd.xlsx", {"odd": table})
    rows = [[(cell.value, cell.data_type) for cell in row] for row in openpyxl.load_workbook(path)["odd"]]

    assert rows == [
        [("=1+1", "s"), ("n", "s"), ("yes", "s")],
        [("=2+2", "s"), (3, "n"), (True, "b")],
        [("a b", "s"), (None, "n"), (True, "b")],
        [(None, "n"), (0.25, "n"), (True, "b")],
    ]


def test_a_table_larger_than_a_sheet_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(ConfigError, match="big has 3 rows and 1 columns, a sheet at most 2 and 16,384"):
        write_workbook(tmp_path / "big.xlsx", {"big": pd.DataFrame({"x": [1, 2, 3]})})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["run", "mini"], ["compare", "mini", "neutral"]])
def test_another_ending_is_refused_before_anything_is_played(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    said = negsim(*words, "--excel", "table.xls")

    assert (said.code, said.out) == (2, "")
    assert said.err == "negsim: --excel: the file must end in .xlsx, got table.xls\n"
    assert list(tmp_path.iterdir()) == []


def test_without_openpyxl_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ConfigError, match=r"--excel needs openpyxl: pip install 'negsim\[excel\]'"):
        workbook.check_workbook(tmp_path / "table.xlsx")

    assert list(tmp_path.iterdir()) == []
