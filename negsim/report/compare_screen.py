"""What a person reads of a comparison on the terminal."""

from collections.abc import Hashable, Mapping
from math import floor, log10
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from negsim.analysis.summary import is_rate

SIGNIFICANT = 0.05
WIDEST = 28
"""Longest level shown in full."""
IF_AGREED = "  if both agreed"
MEANS = ("mean_first", "mean_second")


def show_comparison(table: pd.DataFrame) -> None:
    """Print one table for each metric and factor, and in words how to read it."""
    console = Console(highlight=False, markup=False)
    for (metric, factor), rows in table.groupby(["metric", "factor"], sort=False):
        console.print(f"{metric} by {factor}", style="bold")
        console.print(_table(rows, rate=is_rate(str(metric))))
        if dropped := _dropped(rows):
            console.print(dropped, style="dim")
    for line in _words(table):
        console.print(line, style="dim")


def _table(rows: pd.DataFrame, *, rate: bool) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("levels", overflow="fold")
    for name in ("means", "change", "95 % interval", "p (Holm)", "n", "pairs"):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        p = _p(row["p_holm"]) + ("" if row["paired"] else " *")
        levels = f"{_level(row['first'])} -> {_level(row['second'])}"
        bold = "bold" if row["p_holm"] < SIGNIFICANT else ""
        shown.add_row(levels, *_numbers(row, rate=rate), p, str(row["n"]), _pairs(row), style=bold)
        agreed = {name: row.get(f"{name}_if_agreed", value) for name, value in row.items()} | {"dropped": 0}
        if not rate and agreed["n"] and any(row[name] != agreed[name] for name in ("pairs", *MEANS)):
            shown.add_row(IF_AGREED, *_numbers(agreed, rate=rate), "", str(agreed["n"]), _pairs(agreed))
    return shown


def _numbers(row: Mapping[Hashable, Any], *, rate: bool) -> tuple[str, str, str]:
    """Return means, change and interval; no interval can be described from one pair."""
    if row["difference"] != row["difference"]:
        return "-", "-", "-"
    style = _style(row, rate=rate)
    return (
        f"{row['mean_first']:{style}} -> {row['mean_second']:{style}}",
        f"{row['difference']:+{style}}",
        f"{row['low']:+{style}} to {row['high']:+{style}}" if row["low"] == row["low"] else "-",
    )


def _pairs(row: Mapping[Hashable, Any]) -> str:
    """Return how many pairs were compared, and of how many if some were not."""
    if not row["paired"]:
        return "-"
    return f"{row['pairs']}/{row['pairs'] + row['dropped']}" if row["dropped"] else str(row["pairs"])


def _dropped(rows: pd.DataFrame) -> str:
    """Return how many pairs of a table have no value to compare, and why."""
    reasons = ("without agreement", "without partner", "without value")
    what = "pairs" if rows["paired"].all() else "runs"
    counts = {reason: int(rows[reason.replace(" ", "_")].sum()) for reason in reasons}
    described = ", ".join(f"{count:,} {what} {reason}" for reason, count in counts.items() if count)
    return f"Not compared: {described}." if described else ""


def _style(row: Mapping[Hashable, Any], *, rate: bool) -> str:
    """Return a format with two digits of the interval's half width, the same for all numbers of a row."""
    half = (row["high"] - row["low"]) / 2
    size = half if half > 0 else abs(row["difference"]) or abs(row["mean_first"]) or 1.0
    digits = 1 - floor(log10(100 * size if rate else size))
    return f".{min(max(digits, 0), 1)}%" if rate else f".{min(max(digits, 0), 9)}f"


def _level(level: object) -> str:
    text = str(level)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def _p(value: float) -> str:
    if value != value:
        return "-"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _words(table: pd.DataFrame) -> list[str]:
    lines = [
        f"Bold: p < {SIGNIFICANT} after Holm's correction for all {table['p'].notna().sum()} comparisons."
    ]
    paired = table["paired"]
    if paired.any():
        lines.append("Paired: same luck, same other factors; n counts replications.")
    if table["n_if_agreed"].any():
        lines.append("If both agreed: not tested, since which pairs agree depends on the levels too.")
    alone = int((~paired).sum())
    if alone:
        lines.append(f"* not paired ({alone} of {len(table)}): they share no luck or differ otherwise too.")
    return lines
