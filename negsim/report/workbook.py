"""Tables as an Excel workbook: a sheet a table, one of what columns mean, one of where numbers come from."""

import importlib
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from negsim.analysis.columns import CSV, meanings
from negsim.analysis.compare import labels
from negsim.analysis.comparison import Comparison
from negsim.analysis.results import Results
from negsim.errors import ConfigError
from negsim.files import whole
from negsim.report.page.provenance import origin
from negsim.report.words import ENGLISH

SUFFIX = ".xlsx"
MOST_ROWS = 1_048_576
"""Rows of a sheet, the first with names among them."""
MOST_COLUMNS = 16_384
WIDEST = 60
"""Letters up to which a column is made wide enough for its longest cell."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
PARTS = {
    "_mean": "mean",
    "_sd": "standard deviation over runs",
    "_low": "lower end of the 95 % interval of the mean",
    "_high": "upper end of the 95 % interval of the mean",
    "_if_agreed": "mean over runs that ended in agreement",
}
"""End of a column of the summary -> which number it is."""
SHARE_UNIT = "share of agreements"
DESCRIPTION = ("sheet", "column", "unit", "meaning")


def check_workbook(path: Path) -> None:
    """Refuse a workbook that could not be written, before anything is played for it.

    Raises
    ------
    ConfigError : if the name has another ending, or openpyxl is not installed.
    """
    if path.suffix.lower() != SUFFIX:
        raise ConfigError(f"--excel: the file must end in {SUFFIX}, got {path}")
    _openpyxl()


def _openpyxl() -> Any:
    try:
        return importlib.import_module("openpyxl")
    except ModuleNotFoundError as error:
        raise ConfigError("--excel needs openpyxl: pip install 'negsim[excel]'") from error


def write_summary(results: Results, path: Path) -> Path:
    """Write the summary of a result folder as a workbook, and return its path."""
    facts = pd.DataFrame(origin(results, ENGLISH).items(), columns=["fact", "value"])
    return write_workbook(
        path,
        {
            "summary": results.points,
            "columns": pd.DataFrame(_summary_columns(results), columns=DESCRIPTION),
            "provenance": facts,
        },
    )


def _summary_columns(results: Results) -> Iterator[tuple[str, str, str, str]]:
    """Yield sheet, name, unit and meaning of every column of the summary."""
    units, known, counts = _units(results), meanings(), CSV["summary.csv"]
    for name in results.points.columns:
        metric, part = next(((name.removesuffix(end), end) for end in PARTS if name.endswith(end)), ("", ""))
        if name in counts:
            yield "summary", name, "runs" if name.startswith("n") else "", counts[name]
        elif name in results.roles:
            yield "summary", name, "", f"factor: the setting {name} of the scenario"
        elif metric in units:
            yield "summary", name, units[metric], f"{PARTS[part]}: {known(metric)}"
        else:
            yield "summary", name, SHARE_UNIT, f"{PARTS[part]}: 1 if agreed on at that level, else 0"


def _units(results: Results) -> dict[str, str]:
    """Return the unit of every column of `runs`, as the table itself has it; empty without one."""
    return {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in results.scan().schema}


def write_comparison_workbook(found: Comparison, path: Path) -> Path:
    """Write the tables of a comparison as a workbook, and return its path."""
    units = {name: unit for results in found.results for name, unit in _units(results).items()}
    table = found.table.copy()
    unit = table["metric"].map(lambda name: units.get(name, SHARE_UNIT))
    table.insert(list(table.columns).index("metric") + 1, "unit", unit)
    sheets = {"compare": table, "compare_agents": found.agents, "compare_partings": found.partings}
    sheets = {name: sheet for name, sheet in sheets.items() if len(sheet)}
    described = [(name, *row) for name in sheets for row in _comparison_columns(name)]
    sheets["columns"] = pd.DataFrame(described, columns=DESCRIPTION)
    sheets["provenance"] = _comparison_origin(found)
    return write_workbook(path, sheets)


def _comparison_columns(sheet: str) -> Iterator[tuple[str, str, str]]:
    for names, meaning in CSV[f"{sheet}.csv"].items():
        agents_own = sheet == "compare_agents" and names.startswith(("gain", "difference"))
        yield names, "agent's own unit" if agents_own else "", meaning
    if sheet == "compare":
        yield "unit", "", "unit of the metric: of means, difference, interval, spread and detectable"


def _comparison_origin(found: Comparison) -> pd.DataFrame:
    """Return where each of the compared results comes from, a column each, and the command that compared."""
    facts = [origin(results, ENGLISH) for results in found.results]
    columns = dict(zip(labels(found.results), (list(each.values()) for each in facts), strict=True))
    table = pd.DataFrame({"fact": list(facts[0]), **columns})
    compared = {"fact": "command of this comparison", table.columns[1]: shlex.join(["negsim", *sys.argv[1:]])}
    return pd.concat([table, pd.DataFrame([compared])], ignore_index=True)


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> Path:
    """Write a whole workbook and return its path: names in the first row, then a row a row.

    Numbers are kept as numbers, what is missing stays empty, and a text is never a formula.

    Raises
    ------
    ConfigError : if a table is larger than a sheet may be.
    """
    for name, table in sheets.items():
        if len(table) >= MOST_ROWS or len(table.columns) > MOST_COLUMNS:
            raise ConfigError(
                f"--excel: {name} has {len(table):,} rows and {len(table.columns):,} columns, "
                f"a sheet at most {MOST_ROWS - 1:,} and {MOST_COLUMNS:,}; the CSV file has them all"
            )
    book = _openpyxl().Workbook(write_only=True)
    for name, table in sheets.items():
        _fill(book.create_sheet(name), table)
    with whole(path) as scratch:
        book.save(scratch)
    return path


def _fill(sheet: Any, table: pd.DataFrame) -> None:
    """Write a table into an empty sheet whose first row stays in sight."""
    cell, styles = (importlib.import_module(f"openpyxl.{name}") for name in ("cell", "styles"))
    letter = importlib.import_module("openpyxl.utils").get_column_letter

    def written(value: object, *, bold: bool = False) -> Any:
        found = cell.WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            found.data_type = "s"  # also of a text that begins with =
        if bold:
            found.font = styles.Font(bold=True)
        return found

    sheet.freeze_panes = "A2"
    values = table.astype(object).where(table.notna(), None)
    for position, name in enumerate(table.columns):
        longest = max((len(_shown(value)) for value in [name, *values.iloc[:, position]]), default=0)
        sheet.column_dimensions[letter(position + 1)].width = min(longest, WIDEST) + 2
    sheet.append([written(_plain(name), bold=True) for name in table.columns])
    for row in values.itertuples(index=False, name=None):
        sheet.append([written(_plain(value)) for value in row])


def _plain(value: object) -> object:
    """Return a value as Excel can hold it: NumPy's numbers as numbers, texts without control letters."""
    plain = value.item() if hasattr(value, "item") else value
    if plain is None or isinstance(plain, bool | int | float):
        return plain
    return UNPRINTABLE.sub(" ", str(plain))


def _shown(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "" if value is None else str(value)
