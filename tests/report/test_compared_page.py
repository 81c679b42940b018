"""`negsim compare --report`: the page of a comparison."""

import re

import pandas as pd
import pytest

from negsim.analysis.comparison import Asked, comparison
from negsim.engine.finished import load
from negsim.report.page.report import Compared, report, sections
from negsim.report.tables_on_disk import write_comparison
from negsim.report.words import Words, catalogue
from tests.commands import negsim

pytestmark = pytest.mark.long
SWEEP = """
name: levels
scenario: mini
factors:
  parties.us.strategy: {levels: [boulware, linear, conceder], role: lever}
  no_deal.credibility: [0.1, 0.6]
replications: 4
seed: 1
metrics: [agreement_rate, gain0_us]
"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    home = tmp_path_factory.mktemp("compared")
    (home / "levels.yaml").write_text(SWEEP)
    said = negsim("run", home / "levels.yaml", "--out", home, "--quiet")
    results = load(said.out.strip())
    found = comparison([results], Asked())
    files = {path.stem.partition("-")[0]: path.name for path in write_comparison(found, ())}
    return results, Compared(found, files)


def test_each_pair_of_levels_has_its_sections(compared):
    results, found = compared
    keys = [section.key for section in sections(results, compared=found)]

    assert keys[:3] == ["comparison", "compare_agents", "compare_partings"]
    assert {"comparison2", "comparison3", "issues", "frontier"} <= set(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_a_sentence_says_can_be_computed_again(compared, language, monkeypatch):
    results, found = compared
    monkeypatch.chdir(results.path)
    for section in sections(results, words=Words(language), compared=found):
        *before, last = section.check.code.splitlines()
        space = {"pd": pd}
        exec("\n".join(before), space)
        assert eval(last, space) == pytest.approx(section.check.value, rel=1e-9), section.key
        assert section.check.shown in section.reading, section.key


def test_every_word_is_translated_and_the_page_stands_alone(compared):
    results, found = compared
    missing = set()

    class Strict(Words):
        def __call__(self, message, **values):
            if message not in catalogue("vi"):
                missing.add(message)
            return super().__call__(message, **values)

    page = report(*[results], words=Strict("vi"), compared=found)
    agents = {name.replace("_", " ") for name in found.found.agents["agent"]}
    quoted = {re.sub(r"\d+(\.\d+)?", "{n}", name, count=1) for name in agents} | agents
    moves = {text for name in ("first_move", "second_move") for text in found.found.partings[name]}
    quoted |= {re.sub(r"\d+(\.\d+)?", "{n}", text, count=1) for text in moves}
    keys = {"boulware", "linear", "conceder", "strategy", "credibility", "verdict"}

    assert {m for m in missing - quoted - keys if re.search("[a-z]{2}", m)} == set()
    assert "<script" not in page
    assert page.count("<svg") == page.count("</svg>")


def test_the_command_writes_the_page_beside_its_tables(tmp_path):
    words = ["compare", "boulware", "conceder", "--scenario", "mini", "--replications", 3, "--out", tmp_path]
    said = negsim(*words, "--report", tmp_path / "page.html")

    assert said.code == 0, said.err
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "page.html" in said.lines[-1] or "page.html" in said.out
    assert negsim(*words, "--report", tmp_path / "page.csv").code == 2
    assert not (tmp_path / "page.csv").exists()


def test_three_folders_are_compared_in_pairs(tmp_path):
    paths = [
        negsim("run", "mini", "--replications", 3, "--set", f"no_deal.credibility={at}", "--out", tmp_path,
               "--quiet").out.strip() for at in (0.1, 0.5, 0.9)
    ]  # fmt: skip
    said = negsim("report", *paths, "-o", tmp_path / "three.html")

    assert said.code == 0, said.err
    assert (tmp_path / "three.html").read_text(encoding="utf-8").count('<section id="comparison') == 3
    twice = negsim("report", paths[0], paths[0], "-o", tmp_path / "twice.html")
    assert twice.code == 2
    assert "same configuration" in twice.err
