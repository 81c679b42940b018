from pathlib import Path

import pyarrow.parquet as pq
import pytest

import negsim
from negsim.analysis.columns import CSV, columns
from negsim.cli.explain import columns_page, keys_page, parameters_page
from tests.commands import negsim as command

PAGES = Path(__file__).parents[2] / "docs" / "reference"


PAGES_OF = {"keys.md": keys_page, "parameters.md": parameters_page, "columns.md": columns_page}


@pytest.mark.parametrize(("name", "page"), PAGES_OF.items())
def test_the_reference_pages_are_those_of_the_code(name, page):
    """If this fails, `negsim explain --pages docs/reference` makes them again."""
    assert (PAGES / name).read_text(encoding="utf-8") == page()


def test_pages_are_written_where_they_are_asked_for(tmp_path):
    said = command("explain", "--pages", tmp_path)

    assert (said.code, said.err) == (0, "")
    for name in PAGES_OF:
        assert (tmp_path / name).read_bytes() == (PAGES / name).read_bytes()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("no_deal.credibility", "a number >= 0 and <= 1 (probability); default: 0.3"),
        ("credibility", "scenario: no_deal.credibility"),
        ("parties.us.strategy.bidding.e", "strategy time_dependent: e"),
        ("gain0_us", "unit: party's utility"),
        (
            "implementation.compliance_spread",
            "status: assumption; range: 0.05 to 0.25 (0 to 0.5); source: Phase One",
        ),
        ("time.ticks", "status: design\n"),
        ("boulware", "preset: TimeDependent(e=0.25)"),
        ("n_needed", "column of compare.csv: n_needed"),
        ("until.half_width", "experiment: until.half_width"),
    ],
)
def test_a_word_is_explained(word, expected):
    said = command("explain", word)

    assert (said.code, said.err) == (0, "")
    assert expected in said.out


def test_the_nearest_names_are_told():
    said = command("explain", "credibilty")

    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "unknown key, plug-in or column 'credibilty'. Near it: " in said.err
    assert "'credibility'" in said.err or "'no_deal.credibility'" in said.err
    assert "name a key" in command("explain").err


def test_every_column_of_a_run_is_on_the_page(tmp_path):
    results = negsim.run("us_vietnam_2025", replications=2, out=tmp_path)
    described = {(column.table, column.name) for column in columns()}
    there = {
        (path.name, name) for path in results.path.glob("*.parquet") for name in pq.read_schema(path).names
    }

    assert there - described == set()
    assert all(column.meaning for column in columns())


@pytest.mark.long
def test_every_column_of_the_csv_files_is_on_the_page(tmp_path):
    found = negsim.compare("linear", "boulware", scenario="mini", replications=2)
    tables = {"compare.csv": found.table, "compare_agents.csv": found.agents}
    tables["compare_partings.csv"] = found.partings
    for name, table in tables.items():
        words = {word for names in CSV[name] for word in names.split(", ")}
        known = {c for c in table.columns if c.endswith("_if_agreed") and "<column>_if_agreed" in words}

        assert set(table.columns) - words - known == set()
