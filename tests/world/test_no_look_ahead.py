"""A world knows nothing that was not public on its day: every row of data it uses is dated."""

import csv
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from negsim.errors import ConfigError
from negsim.talks.scenario import Scenario
from tests.scenarios import scenario

TABLES = Path(str(files("negsim.economy"))) / "data" / "us_vietnam_2024"
OTHER = [Path(str(files("negsim"))) / package / "data" for package in ("agents", "politics")]
WORLDS = {
    "quiet": {},
    "mini": {},
    "neutral": {},
    "detailed": {},
    "purchases_to_60": {},
    "quiet in April": {
        "economy__policy_date": date(2025, 4, 2),
        "time__start": date(2025, 4, 2),
        "issues__exemptions__levels": ["none", "broad"],
    },
}


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def used(talks: Scenario) -> dict[str, list[dict[str, str]]]:
    """Return table -> the rows that a world reads: lists of its day, one set of elasticities."""
    day, economy = str(talks.economy.policy_date), talks.economy
    found = {}
    for path in sorted(TABLES.glob("*.csv")):
        found[path.name] = [
            row
            for row in rows(path)
            if row.get("from_date", "") <= day
            and row.get("set", economy.elasticities) == economy.elasticities
            and (economy.wage_closure or not row.get("name", "").startswith("wage_"))
        ]
    return found


@pytest.mark.parametrize("name", WORLDS)
def test_every_row_was_public(name):
    talks = scenario(name.partition(" ")[0], **WORLDS[name])
    day = min(talks.economy.policy_date, talks.time.start)
    public = {row["source_ref"]: date.fromisoformat(row["public_on"]) for row in rows(TABLES / "sources.csv")}
    late = [
        (table, *row.values())
        for table, found in used(talks).items()
        for row in found
        if "source_ref" in row and table != "sources.csv" and public[row["source_ref"]] > day
    ]

    assert late == []


def test_a_late_row_would_be_found():
    november = date(2025, 11, 13)
    talks = scenario("quiet", economy__policy_date=november, time__start=november)
    late = [row for row in used(talks)["exempt_shares.csv"] if row["from_date"] > "2025-10-26"]

    assert {row["source_ref"] for row in late} == {"agriculture_13nov2025"}


@pytest.mark.parametrize(("start", "law"), [("2025-10-27", "2025-11-13"), ("2025-04-02", "2025-10-26")])
def test_law_younger_than_the_talks_is_refused(start, law):
    sentence = rf"economy\.policy_date: must not be after time.start, {start}, got {law}"
    with pytest.raises(ConfigError, match=sentence):
        scenario("quiet", time__start=date.fromisoformat(start), economy__policy_date=date.fromisoformat(law))


@pytest.mark.parametrize(
    "path",
    [p for folder in OTHER for p in sorted(folder.glob("*.csv")) if p.name != "countries.csv"],  # only names
    ids=lambda p: p.name,
)
def test_tables_of_agents_and_politics_cite_nothing_later(path):
    for row in rows(path):
        assert int(row["year"]) <= 2025, row
        assert not [y for y in re.findall(r"\b20\d\d\b", row["source"]) if int(y) > 2025], row


def test_reasons_of_purchases_name_no_later_year_as_known():
    """A ceiling may speak of 2027 and 2030; what is known ends in March 2025."""
    for row in rows(TABLES / "purchase_products.csv"):
        assert "2026" not in row["basis"], row
