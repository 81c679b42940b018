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


def show_comparison(table: pd.DataFrame) -> None:
    """Print one table for each metric and factor, and in words how to read it."""
    console = Console(highlight=False, markup=False)
    for (metric, factor), rows in table.groupby(["metric", "factor"], sort=False):
        console.print(f"{metric} by {factor}", style="bold")
        console.print(_table(rows, rate=is_rate(str(metric))))
    for line in _words(table):
        console.print(line, style="dim")


def _table(rows: pd.DataFrame, *, rate: bool) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column("levels", overflow="fold")
    for name in ("means", "change", "95 % interval", "p (Holm)", "n"):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        style = _style(row, rate=rate)
        known = row["low"] == row["low"]
        shown.add_row(
            f"{_level(row['first'])} -> {_level(row['second'])}",
            f"{row['mean_first']:{style}} -> {row['mean_second']:{style}}",
            f"{row['difference']:+{style}}",
            f"{row['low']:+{style}} to {row['high']:+{style}}" if known else "-",
            _p(row["p_holm"]) + ("" if row["paired"] else " *"),
            str(row["n"]),
            style="bold" if row["p_holm"] < SIGNIFICANT else "",
        )
    return shown


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
    alone = int((~paired).sum())
    if alone:
        lines.append(f"* not paired ({alone} of {len(table)}): they share no luck or differ otherwise too.")
    return lines
