import re
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from negsim.engine.finished import load
from negsim.report.page.report import report, sections
from negsim.report.words import Words, catalogue
from tests.commands import negsim

SWEEP = """
name: sweep
description: What strategy and threat do.
scenario: mini
factors:
  parties.us.strategy: [boulware, conceder]
  no_deal.credibility: [0.1, 0.6]
replications: 4
seed: 1
metrics: [agreement_rate, gain0_us, us_deficit_usd_bn]
"""
SAMPLE = """
name: sample
scenario: mini
factors:
  no_deal.credibility: {low: 0.1, high: 0.6}
  no_deal.threatened: {low: 0.3, high: 0.6}
design: {type: saltelli, base_points: 8}
replications: 2
seed: 1
metrics: [gain0_us]
"""
HYPERCUBE = SAMPLE.replace("saltelli, base_points: 8", "latin_hypercube, points: 16")
VOID = {"meta", "br", "img", "hr"}


def played(home, *words):
    said = negsim("run", *words, "--out", home, "--quiet")
    assert said.code == 0, said.err
    return load(said.out.strip())


PLAYED = {
    "one run": lambda home: [played(home, "mini", "--replications", 1)],
    "runs": lambda home: [played(home, "historical", "--replications", 12, "--log-offers", "all")],
    "nothing logged": lambda home: [played(home, "mini", "--replications", 3, "--log-offers", "none")],
    "never agreed": lambda home: [
        played(home, "mini", "--replications", 2, "--set", "parties.us.strategy=hardliner",
               "--set", "parties.vietnam.strategy=hardliner")
    ],
    "sweep": lambda home: [played(home, written(home, "sweep.yaml", SWEEP))],
    "sample": lambda home: [played(home, written(home, "sample.yaml", SAMPLE))],
    "hypercube": lambda home: [played(home, written(home, "hypercube.yaml", HYPERCUBE))],
    "two": lambda home: [
        played(home, "mini", "--replications", 8),
        played(home, "mini", "--replications", 8, "--set", "no_deal.credibility=0.9"),
    ],
}  # fmt: skip
QUICK = ("one run", "sweep")
CASES = [case if case in QUICK else pytest.param(case, marks=pytest.mark.long) for case in PLAYED]


def written(home, name, text):
    (home / name).write_text(text)
    return home / name


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return the results of a case, played when a test first asks for them."""
    home = tmp_path_factory.mktemp("page")
    return cache(lambda case: PLAYED[case](home))


@pytest.fixture(scope="module")
def told(folders):
    """Return the sections of a case in English, told once for all tests."""
    return cache(lambda case: sections(*folders(case)))


@pytest.fixture(scope="module")
def page_of(folders):
    """Return the page of a case in English, made once for all tests."""
    return cache(lambda case: report(*folders(case)))


KEYS = {
    "one run": ["issues", "calendar", "offers", "frontier", "sectors", "deficit", "lobbying"],
    "runs": [
        "issues", "calendar", "offers", "frontier", "sectors", "deficit", "lobbying", "support",
        "distributions",
    ],
    "never agreed": ["calendar", "offers", "lobbying", "distributions"],
    "nothing logged": ["issues", "frontier", "sectors", "deficit", "lobbying", "distributions"],
    "sweep": [
        "issues", "factor1", "factor2", "heat", "calendar", "offers", "frontier", "sectors", "deficit",
        "lobbying", "distributions",
    ],
    "hypercube": [
        "issues", "factor1", "factor2", "heat", "sensitivity", "calendar", "offers", "frontier", "sectors",
        "deficit", "lobbying", "distributions",
    ],
    "sample": [
        "issues", "factor1", "factor2", "heat", "sensitivity", "calendar", "offers", "frontier", "sectors",
        "deficit", "lobbying", "distributions",
    ],
    "two": ["comparison", "issues1", "frontier1", "deficit1", "issues2", "frontier2", "deficit2"],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_folder_has_its_sections(told, case):
    assert [section.key for section in told(case)] == KEYS[case]


def result(code):
    """Run the lines of a check as a reader would, and return what the last one gives."""
    *before, last = code.splitlines()
    space = {"pd": pd}
    exec("\n".join(before), space)
    return eval(last, space)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("case", CASES)
def test_what_a_sentence_says_can_be_computed_again(folders, told, case, language, monkeypatch):
    monkeypatch.chdir(folders(case)[0].path)
    for section in told(case) if language == "en" else sections(*folders(case), words=Words(language)):
        check = section.check

        assert result(check.code) == pytest.approx(check.value, rel=1e-9), section.key
        assert check.shown in section.reading, section.key


class Tags(HTMLParser):
    """Notes what a page opens and never closes, what it asks for from elsewhere, its ids."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.ids, self.asked = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.asked += [value for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("case", CASES)
def test_a_page_stands_alone(page_of, case):
    page = page_of(case)
    tags = Tags()
    tags.feed(page)

    assert tags.open == []
    assert "script" not in tags.seen
    assert len(tags.ids) == len(set(tags.ids))
    assert all(asked.startswith(("#", "data:image/png;base64,")) for asked in tags.asked)
    assert {asked[1:] for asked in tags.asked if asked.startswith("#")} <= set(tags.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(tags.ids)
    assert len(page.encode()) < 1_000_000
    for drawn in re.findall(r"<svg.*?</svg>", page, flags=re.S):
        ElementTree.fromstring(drawn)


@pytest.mark.long
@pytest.mark.parametrize("case", ["runs", "two"])
def test_the_same_folder_gives_the_same_bytes(folders, page_of, case):
    again = [load(results.path) for results in folders(case)]

    assert page_of(case) == report(*again)


class Strict(Words):
    """Notes every message that the catalogue lacks."""

    def __init__(self):
        super().__init__("vi")
        self.missing = set()

    def __call__(self, message, **values):
        if message not in catalogue("vi"):
            self.missing.add(message)
        return super().__call__(message, **values)


@pytest.mark.parametrize("case", CASES)
def test_all_words_of_a_page_are_vietnamese(folders, told, case):
    """Only what the talks themselves print is quoted, and keys of the configuration are code."""
    words = Strict()
    page = report(*folders(case), words=words)
    quoted, keys = set(), {"boulware", "conceder", "strategy", "credibility", "threatened"}
    for section in told(case):
        if section.key == "calendar":
            quoted |= {re.sub(r"\d+(\.\d+)?", "{n}", e, count=1) for e in section.table["event"].dropna()}

    assert {m for m in words.missing - keys - quoted if re.search("[a-z]{2}", m)} == set()
    assert '<html lang="vi">' in page


@pytest.mark.long
def test_of_many_runs_that_with_median_gains_is_shown(folders, told):
    (results,) = folders("runs")
    runs = results.runs[results.runs["agreed"].eq(True)]
    gains = runs[["gain0_us", "gain0_vietnam"]].to_numpy()
    nearest = runs["run_id"].iloc[
        (((gains - np.median(gains, axis=0)) / gains.std(axis=0)) ** 2).sum(axis=1).argmin()
    ]
    offers = next(section for section in told("runs") if section.key == "offers")

    assert f"run_id == {nearest} " in offers.check.code


def test_provenance_names_what_was_played_and_not_when_the_page_was_made(folders, page_of):
    (results,) = folders("sweep")
    page = page_of("sweep")

    for fact in (results.manifest["config_hash"], "4 × 4", results.manifest["started"], "negsim run"):
        assert fact in page
