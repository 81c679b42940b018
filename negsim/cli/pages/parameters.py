"""The reference page of all numbers: settings with range, unit, status and source, and the tables of data."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from negsim.cli.pages.markdown import table
from negsim.registry import FOLDERS
from negsim.settings.field import Declared, bounds, declared_fields
from negsim.settings.reference import Key, default_of
from negsim.talks.scenario import load_scenario

NOT_STATED = "not stated"
"""Status of a plug-in of a user's own that does not say it."""
DEFAULT_WORLD = "us_vietnam_2025"
HEAD = ("key", "default", "unit", "range", "status", "source", "meaning")
STATUSES = {
    "data": "a published figure, a date or a law",
    "estimate": "in tables only: made from data, but a judgement decides the value",
    "literature": "a value, or a rule with its usual value, of the work named as source",
    "assumption": "our judgement: to be swept over its range, never reported as a fact",
    "design": "no claim about the world: how long, how many, which exponent, what is on the table",
    NOT_STATED: "a plug-in of a user's own that does not say it",
}
INTRODUCTION = (
    "Made by `negsim explain --pages docs/reference`, from the declarations that files are checked by. Every "
    "number that the model can be given, with what it may be and what stands behind it; the "
    "[ODD document](../odd.md) says where each acts. `negsim explain KEY` says the same of one.",
    "",
    "A range is what is plausible, with what is allowed in brackets; one range alone is what is allowed. A "
    "default that switches a mechanism off says nothing about the world: status and range are those of the "
    "mechanism in use.",
)
SOURCES = (
    "Sources of the trade tables are named in full in "
    "[`sources.csv`](../../negsim/economy/data/us_vietnam_2024/sources.csv) and on [the page of the data]"
    "(data.md); `constraints` are those of [the page of the weights](../explanation/weights.md)."
)


def page(known: Sequence[Key]) -> str:
    """Return the reference of numbers as Markdown: settings, what the default world changes, tables.

    Parameters
    ----------
    known : every key that there is
    """
    numbers = [key for key in known if key.field.is_number]
    data = list(_data_rows())
    counts = table(("status", "meaning", "settings", "entries of tables"), _counts(numbers, data))
    lines = ["# Parameters", "", *INTRODUCTION, "", *counts]
    for place in ("scenario", "experiment", "factor, listed levels", "factor, range"):
        rows = [(f"`{key.path}`", *_cells(key)) for key in numbers if key.place == place]
        lines += [*_section(place[:1].upper() + place[1:], HEAD, rows)]
    for kind in FOLDERS:
        lines += _section(f"Plug-ins: {kind}", ("plug-in", *HEAD), _plugin_rows(numbers, kind))
    lines += _section(
        f"What `{DEFAULT_WORLD}` says",
        ("key", "value", "default", "unit", "range", "status", "source"),
        _world_rows(load_scenario(DEFAULT_WORLD)),
        "Numbers of the default world that are not those of the classes.",
    )
    lines += _section(
        "Tables of data",
        ("table", "what", "entries", "value", "range", "unit", "year", "status", "source"),
        ([_place(r), *r[1:]] for r in data),
        SOURCES,
    )
    return "\n".join(lines) + "\n"


def status_of(field: Declared) -> str:
    """Return what stands behind a number."""
    return field.status or NOT_STATED


def source_of(field: Declared) -> str:
    """Return where a number is from; an assumption without a source is our judgement."""
    return str(field.metadata.get("source") or {"assumption": "judgement"}.get(field.status, ""))


def range_of(field: Declared) -> str:
    """Return what a number may plausibly be, and what is allowed."""
    signs = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
    limits = bounds(field.metadata)
    allowed = " and ".join(f"{signs[name]} {limit:g}" for name, limit in limits.items())
    if set(limits) == {"ge", "le"}:
        allowed = "{ge:g} to {le:g}".format(**limits)
    plausible = field.metadata.get("plausible")
    if plausible is None:
        return allowed
    return "{:g} to {:g}".format(*plausible) + (f" ({allowed})" if allowed else "")


def _section(
    title: str, head: Sequence[str], rows: Iterable[Sequence[str]], introduction: str = ""
) -> list[str]:
    found = list(rows)
    said = [introduction, ""] if introduction else []
    return ["", f"## {title}", "", *said, *table(head, found)] if found else []


def _counts(numbers: Sequence[Key], data: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    settings = Counter(status_of(field) for field in {id(k.field.field): k.field for k in numbers}.values())
    entries: Counter[str] = Counter()
    for row in data:
        entries[row[7]] += int(row[2])
    for status, meaning in STATUSES.items():
        if settings[status] or entries[status]:
            yield status, meaning, str(settings[status] or ""), str(entries[status] or "")


def _cells(key: Key) -> Sequence[str]:
    field = key.field
    unit = field.metadata.get("unit") or ""
    return key.default, unit, range_of(field), status_of(field), source_of(field), field.help


def _plugin_rows(numbers: Sequence[Key], kind: str) -> list[Sequence[str]]:
    """Return a row for each number of one kind; plug-ins that inherit it share the row."""
    shared: dict[Sequence[str], list[str]] = {}
    for key in numbers:
        if key.place.startswith(f"{kind} "):
            row = (f"`{key.path}`", *_cells(key))
            shared.setdefault(row, []).append(f"`{key.place.partition(' ')[2]}`")
    return [(", ".join(names), *row) for row, names in shared.items()]


def _world_rows(value: Any, path: str = "") -> Iterator[Sequence[str]]:
    """Yield the numbers in a scenario, or in a part of it, that differ from the defaults of their classes."""
    cls: Any = type(value)
    for name, field in declared_fields(cls).items():
        yield from _rows_at(getattr(value, name), field, f"{path}{name}")


def _rows_at(value: Any, field: Declared, path: str) -> Iterator[Sequence[str]]:
    if is_dataclass(value):
        yield from _world_rows(value, f"{path}.")
    elif isinstance(value, Mapping) and any(map(is_dataclass, value.values())):
        for name, inner in value.items():
            yield from _rows_at(inner, field, f"{path}.{name}")
    elif field.is_number and not (field.has_default and value == field.default):
        unit = field.metadata.get("unit") or ""
        default = default_of(field)
        yield f"`{path}`", _text(value), default, unit, range_of(field), status_of(field), source_of(field)


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_text(inner)}" for name, inner in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, tuple) else f"{value:g}"


def _data_rows() -> Iterator[Sequence[str]]:
    """Yield a row for each parameter of each table: entries, values, range, unit, status, source."""
    for name, rows in _tables():
        groups: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
        for row in rows:
            source = row.get("source_ref") or row["source"]
            for column in (column for column in (*NUMBERS, *BESIDES) if row.get(column)):
                groups.setdefault((column, _what(row, column), row["status"], source), []).append(row)
        for (column, what, status, source), found in groups.items():
            values = [float(row[column]) for row in found]
            ends = [f"{column}_low", f"{column}_high"]
            if column not in BESIDES and ends[0] not in found[0]:
                ends = ["low", "high"]
            ranges = [float(row[end]) for row in found for end in ends if row.get(end)]
            years = sorted({row["year"] for row in found})
            year = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
            unit = BESIDES.get(column) or ", ".join(dict.fromkeys(row["unit"] for row in found))
            yield name, what, str(len(found)), _span(values), _span(ranges), unit, year, status, source


def _tables() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield name and rows of every packaged table of numbers with a status."""
    for package in ("economy", "world", "politics", "agents"):
        for file in sorted(_files(files(f"negsim.{package}") / "data"), key=lambda found: found.name):
            rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
            if "status" in rows[0]:
                yield f"{package}/{file.name}", rows


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".csv"):
            yield entry


NUMBERS = ("value", "weight", "share", "factor", "purchase_share", "sme_share", "storable", "sales")
"""Columns in which the numbers of tables stand, with the range and unit of the row."""
BESIDES = {"prior": "probability", "anti_dumping": "1: yes, 0: no", "displaced": "share of home sales"}
"""Columns of other numbers in the same rows -> their unit."""
NAMES = (
    "set",
    "party",
    "side",
    "kind",
    "type",
    "list",
    "whole",
    "part",
    "parameter",
    "name",
    "term",
    "feature",
)
"""Columns that say what a number is; others say of which sector, product, bloc or vector."""


def _what(row: Mapping[str, str], column: str) -> str:
    """Return what a number of a row is."""
    said = [row[name] for name in NAMES if row.get(name) and (name, column) != ("term", "prior")]
    return " ".join(said if column in NUMBERS[:3] else [*said, column.replace("_", " ")])


def _span(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, high = min(values), max(values)
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _place(row: Sequence[str]) -> str:
    return f"`{row[0]}`"
