"""What a person reads of a comparison on the terminal."""

import pandas as pd
from rich.console import Console
from rich.table import Table

from negsim.analysis import is_rate
from negsim.report.names import short_names

SIGNIFICANT = 0.05
WIDEST = 28
"""Longest level shown in full."""


def show_comparison(table: pd.DataFrame) -> None:
    """Print one table a metric, and in words how to read it."""
    console = Console(highlight=False, markup=False)
    short = short_names(list(dict.fromkeys(table["factor"])))
    for metric, rows in table.groupby("metric", sort=False):
        console.print(str(metric), style="bold")
        console.print(_table(rows, short, rate=is_rate(str(metric))))
    for line in _words(table):
        console.print(line, style="dim")


def _table(rows: pd.DataFrame, short: dict[str, str], *, rate: bool) -> Table:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("factor")
    shown.add_column("first -> second", overflow="fold")
    for name in ("first", "second", "difference", "95 % interval", "p (Holm)", "n"):
        shown.add_column(name, justify="right")
    style = ".1%" if rate else ".3g"
    for row in rows.to_dict("records"):
        clear = row["p_holm"] < SIGNIFICANT
        shown.add_row(
            short[row["factor"]],
            f"{_level(row['first'])} -> {_level(row['second'])}",
            f"{row['mean_first']:{style}}",
            f"{row['mean_second']:{style}}",
            f"{row['difference']:+{style}}",
            f"{row['low']:+{style}} to {row['high']:+{style}}" if row["low"] == row["low"] else "-",
            _p(row["p_holm"]) + ("" if row["paired"] else " unpaired"),
            str(row["n"]),
            style="bold" if clear else "",
        )
    return shown


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
        lines.append(f"Not paired: {alone} of {len(table)}; they share no luck or differ otherwise too.")
    return lines
