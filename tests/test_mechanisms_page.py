"""The table of mechanisms is true: its files exist, its tests speak of them, and its switches can be set."""

import re
from pathlib import Path

import pytest

from negsim.registry import names
from negsim.settings.build import plain
from tests.scenarios import scenario

HOME = Path(__file__).parents[1]
PAGE = (HOME / "docs/explanation/mechanisms.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| mechanism")
]
DONE = [row for row in ROWS if row[1]]
PLUGIN = re.compile(r"(event|issue|strategy|mechanism|opponent model) `(\w+)`")
SETTING = re.compile(r"`([a-z_]+\.[a-z_.]+)`")


def test_no_row_is_half_filled():
    assert len(DONE) >= 36
    assert all(len(row) == 4 and len({bool(cell) for cell in row[1:]}) == 1 for row in ROWS)


@pytest.mark.parametrize("row", DONE, ids=lambda row: row[0])
def test_a_row_names_what_there_is(row):
    _, code, switch, test = row
    settings = plain(scenario("us_vietnam_2025"))

    assert (HOME / code.strip("`")).is_file()
    assert (HOME / test.strip("`")).is_file()
    plugins, paths = PLUGIN.findall(switch), SETTING.findall(switch)
    assert plugins or paths
    for kind, name in plugins:
        assert name in names(kind.replace(" ", "_"))
    for path in paths:
        found = settings
        for key in path.split("."):
            assert key in found
            found = found[key]


def test_every_event_has_a_row():
    assert {name for kind, name in PLUGIN.findall(PAGE) if kind == "event"} == set(names("event"))
