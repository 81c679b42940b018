"""Tidy CSV tables: every row has a value, a unit, a year, a source and a status."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product
from pathlib import Path

import numpy as np

from negsim.arrays import Array
from negsim.errors import DataError

Row = dict[str, str]
Values = dict[tuple[str, ...], float]

DEFAULT_TABLES = "us_vietnam_2024"
"""The packaged tables that hold unless others are named."""
STATUSES = ("data", "estimate", "assumption")
REQUIRED = ("value", "unit", "year", "source_ref", "status")


def packaged_tables() -> list[str]:
    """Names of the sets of tables that are packaged."""
    return sorted(
        entry.name for entry in files("negsim.economy").joinpath("data").iterdir() if entry.is_dir()
    )


def table_folder(name: str) -> Traversable:
    """Folder of a set of tables: a packaged name or the path of a folder of one's own.

    Raises
    ------
    DataError : if neither exists.
    """
    known = packaged_tables()
    with suppress(OSError):  # a name too long for a path
        if name in known:
            return files("negsim.economy").joinpath("data", name)
        if name and Path(name).is_dir():
            return Path(name)
    raise DataError(f"no trade tables {name!r:.60}: give the path of a folder or one of {known}.")


def table_digest(name: str) -> str:
    """Return the digest of all files of a set of tables, by name and content.

    Raises
    ------
    DataError : if there is no such set.
    """
    digest = hashlib.sha256()
    for entry in sorted(table_folder(name).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".csv"):
            content = entry.read_bytes()
            digest.update(f"{entry.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def read_rows(folder: Traversable, file: str, *keys: str) -> list[Row]:
    """Rows of one CSV file, with or without a byte-order mark, as dictionaries of text.

    Parameters
    ----------
    keys : columns that must be there

    Raises
    ------
    DataError : if the file is missing, is not UTF-8 text, has no rows or lacks a column.
    """
    path = folder.joinpath(file)
    if not path.is_file():
        raise DataError(f"{file}: missing in '{folder}'.")
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: is not UTF-8 text; save the table as CSV UTF-8.") from error
    if not rows:
        raise DataError(f"{file}: has no rows.")
    missing = [key for key in keys if key not in rows[0]]
    if missing:
        raise DataError(f"{file}: has no column {missing[0]!r}, only {', '.join(map(str, rows[0]))}.")
    return rows


def read_values(
    folder: Traversable, file: str, keys: Sequence[str], sources: Iterable[str], part: str = "value"
) -> Values:
    """Values of one table by its key columns, each row checked.

    Parameters
    ----------
    part : the column to read: value, or low or high where the table has ranges

    Raises
    ------
    DataError : if a column, number, source or status is wrong, or a key comes twice.
    """
    known = set(sources)
    values: Values = {}
    for row in read_rows(folder, file):
        missing = [column for column in (*keys, *REQUIRED, part) if not row.get(column)]
        if missing:
            raise DataError(f"{file}: {row} has nothing in {missing}.")
        key = tuple(row[column] for column in keys)
        _check_row(file, key, row, known)
        if key in values:
            raise DataError(f"{file}: {key} is given twice.")
        values[key] = _number(file, key, row[part])
    return values


def column(values: Mapping[tuple[str, ...], float], file: str, *axes: Sequence[str]) -> Array:
    """Values on a full grid of keys, one array axis per key column, read-only.

    Raises
    ------
    DataError : if a cell of the grid is missing or a row lies outside it.
    """
    grid = list(product(*axes))
    missing = [key for key in grid if key not in values]
    if missing:
        raise DataError(f"{file}: no value for {missing[0]} ({len(missing)} missing in all).")
    unknown = set(values) - set(grid)
    if unknown:
        raise DataError(f"{file}: {min(unknown)} is not among the known names ({len(unknown)} such rows).")
    return frozen(np.array([values[key] for key in grid]).reshape([len(axis) for axis in axes]))


def select(values: Mapping[tuple[str, ...], float], name: str) -> Values:
    """Rows whose key starts with `name`, with that part of the key left out."""
    return {key[1:]: value for key, value in values.items() if key[0] == name}


def frozen(array: Array) -> Array:
    """The same array, closed to writing."""
    array.setflags(write=False)
    return array


def _check_row(file: str, key: tuple[str, ...], row: Row, sources: set[str]) -> None:
    if row["status"] not in STATUSES:
        raise DataError(f"{file}: {key} has status '{row['status']}'; allowed are {STATUSES}.")
    if row["source_ref"] not in sources:
        raise DataError(f"{file}: {key} names source '{row['source_ref']}', which sources.csv does not list.")


def _number(file: str, key: tuple[str, ...], text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(f"{file}: {key} has value '{text}', not a finite number.")
    return value
