"""Every number has a range, a unit where it has one, and something that stands behind it."""

import csv
from pathlib import Path

import pytest

import negsim
from negsim.cli.explain import _keys
from negsim.cli.pages import parameters
from negsim.settings.field import bounds
from tests.commands import negsim as command

HOME = Path(negsim.__file__).parent
NUMBERS = [key for key in _keys() if key.field.is_number]
NOT_YET: set[str] = set()
"""Modules whose numbers do not say yet what stands behind them."""
TABLES = [
    path
    for package in ("economy", "world", "politics", "agents")
    for path in sorted((HOME / package / "data").rglob("*.csv"))
]
NO_NUMBERS = {"countries", "groups", "purchase_products", "sectors", "sources", "sources_of_imports"}
"""Tables of words; `sectors` and `groups` of the economy are lists of customs codes."""


def module(key):
    return key.field.owner.__module__.removeprefix("negsim.")


def lacks(key):
    """Return what a number does not say of itself."""
    field, found = key.field, []
    limits, plausible = bounds(field.metadata), field.metadata["plausible"]
    if field.status not in parameters.STATUSES or field.status == "estimate":
        found.append("status")
    if field.metadata["unit"] is None:
        found.append("unit ('' if it has none)")
    if not (plausible or limits or module(key).startswith("experiment.")):
        found.append("range")
    if field.status == "assumption" and not plausible and not both_ends(limits):
        found.append("range with two ends")
    if field.status in ("data", "literature") and not field.metadata["source"]:
        found.append("source")
    if "assumption" in field.help:
        found.append("help that leaves the status to `status`")
    return found


def both_ends(limits):
    return bool({"ge", "gt"} & set(limits)) and bool({"le", "lt"} & set(limits))


def test_every_number_says_what_stands_behind_it():
    lacking = {
        f"{module(key)}: {key.field.name}": lacks(key)
        for key in NUMBERS
        if module(key) not in NOT_YET and lacks(key)
    }

    assert lacking == {}


def test_what_is_not_marked_yet_has_something_to_mark():
    assert {name for name in NOT_YET if not any(lacks(k) for k in NUMBERS if module(k) == name)} == set()


def test_plausible_ranges_are_allowed():
    for key in NUMBERS:
        if key.field.metadata["plausible"]:
            low, high = key.field.metadata["plausible"]
            limits = bounds(key.field.metadata)

            assert low < high, key.path
            assert limits.get("ge", low) <= low, key.path
            assert limits.get("gt", low - 1) < low, key.path
            assert high <= limits.get("le", high), key.path
            assert high < limits.get("lt", high + 1), key.path


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_number_of_a_table_has_unit_year_source_and_status(path):
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    numbers = {name for name in rows[0] if is_column_of_numbers([row[name] for row in rows])}
    numbers -= {"low", "high", "displaced_low", "displaced_high", "year", "vector", "peer"}
    if "status" not in rows[0]:
        assert path.stem in NO_NUMBERS
        assert numbers == set()
        return

    assert numbers <= {*parameters.NUMBERS, *parameters.BESIDES}
    for row in rows:
        assert all((row["unit"], row["year"], row.get("source_ref") or row["source"], row["status"]))


def is_column_of_numbers(texts):
    """Return whether numbers stand in a column; an empty cell says that the table has none there."""
    return any(texts) and all(map(is_number, filter(None, texts)))


def is_number(text):
    return text.replace(".", "", 1).replace("-", "", 1).replace("e", "", 1).isdigit()


PLUGIN = '''
from dataclasses import dataclass
from negsim.plugins import Term, register, setting

@register("term", "of_my_own")
@dataclass(frozen=True)
class OfMyOwn(Term):
    """What I care about."""
    scale: float = setting(2.0, gt=0, help="amount that counts as one")
    def value(self, features):
        return (features["sales"] / self.scale,)
'''


def test_a_plugin_of_a_users_own_may_leave_it_open(tmp_path):
    (tmp_path / "own.py").write_text(PLUGIN, encoding="utf-8")
    said = command("explain", "scale", "--plugin", tmp_path / "own.py")

    assert (said.code, said.err) == (0, "")
    assert "term of_my_own: scale" in said.out
    assert "status: not stated" in said.out.partition("of_my_own: scale")[2]
