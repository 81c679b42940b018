"""What a person reads of a comparison on the terminal."""

from collections.abc import Hashable, Mapping
from datetime import date
from math import floor, isfinite, isnan, log10
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from negsim.analysis.compare import SIGNIFICANT
from negsim.analysis.comparison import Comparison
from negsim.analysis.power import POWER
from negsim.analysis.replays import moved_agents
from negsim.analysis.summary import is_rate
from negsim.report.names import in_words, level_names

WIDEST = 28
"""Longest level shown in full."""
IF_AGREED = "  if both agreed"
MEANS = ("mean_first", "mean_second")
MOST_PAIRS = 6
"""Pairs of levels whose agents and partings are shown; all are on disk."""
Row = Mapping[Hashable, Any]


def show_comparison(found: Comparison) -> None:
    """Print one table for each metric and factor, who gains and loses, and where the talks part."""
    console = Console(highlight=False, markup=False)
    names = level_names([*found.table["first"], *found.table["second"]])
    for (metric, factor), rows in found.table.groupby(["metric", "factor"], sort=False):
        console.print(f"{metric} by {factor}", style="bold")
        console.print(_table(rows, names, rate=is_rate(str(metric))))
        for row in rows.to_dict("records"):
            console.print(_verdict(row, names, rate=is_rate(str(metric))))
        if dropped := _dropped(rows):
            console.print(dropped, style="dim")
    for line in _words(found.table):
        console.print(line, style="dim")
    _show_agents(found.agents, names, console)
    _show_partings(found.partings, names, console)
    if found.not_replayed:
        console.print(f"No run was played again: {found.not_replayed}")


def _ends(row: Row, names: Mapping[Any, str]) -> str:
    return f"{_cut(names[row['first']])} -> {_cut(names[row['second']])}"


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def _table(rows: pd.DataFrame, names: Mapping[Any, str], *, rate: bool) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("levels", overflow="fold")
    for name in ("means", "change", "95 % interval", "p (Holm)", "n", "pairs"):
        shown.add_column(name, justify="right", no_wrap=True)
    for row in rows.to_dict("records"):
        p = _p(row["p_holm"]) + (" *" if row["significant"] else "")
        bold = "bold" if row["significant"] else ""
        shown.add_row(_ends(row, names), *_numbers(row, rate=rate), p, str(row["n"]), _pairs(row), style=bold)
        agreed = {name: row.get(f"{name}_if_agreed", value) for name, value in row.items()} | {"dropped": 0}
        if not rate and agreed["n"] and any(row[name] != agreed[name] for name in ("pairs", *MEANS)):
            shown.add_row(IF_AGREED, *_numbers(agreed, rate=rate), "", str(agreed["n"]), _pairs(agreed))
    return shown


def _verdict(row: Row, names: Mapping[Any, str], *, rate: bool) -> str:
    """Say in a sentence whether two levels differ, by how much, and what would settle it."""
    ends, verdict = _ends(row, names), row["verdict"]
    if verdict in ("no difference", "not tested"):
        why = "every pair is equal" if verdict == "no difference" else "too few values"
        return f"{ends}: {verdict}: {why}."
    above = f"higher in {row['superiority']:.0%} of {'pairs' if row['paired'] else 'comparisons'}"
    size = f"effect {row['effect']:+.2f} sd, {above}" if isfinite(row["effect"]) else f"always alike, {above}"
    if verdict == "differs":
        return f"{ends}: differs; {size}."
    style = _style(row, rate=rate)
    finds = "" if isnan(row["detectable"]) else f"; {row['n']} find {row['detectable']:{style}} or more"
    if pd.isna(row["n_needed"]):
        return f"{ends}: within noise; {size}{finds}."
    many = f"{int(row['n_needed']):,}" + ("" if row["paired"] else " a side")
    return f"{ends}: within noise; {size}{finds}, about {many} would settle {row['difference']:+{style}}."


def _numbers(row: Row, *, rate: bool) -> tuple[str, str, str]:
    """Return means, change and interval; no interval can be described from one pair."""
    if row["difference"] != row["difference"]:
        return "-", "-", "-"
    style = _style(row, rate=rate)
    return (
        f"{row['mean_first']:{style}} -> {row['mean_second']:{style}}",
        f"{row['difference']:+{style}}",
        f"{row['low']:+{style}} to {row['high']:+{style}}" if row["low"] == row["low"] else "-",
    )


def _pairs(row: Row) -> str:
    """Return how many pairs were compared, and of how many if some were not."""
    if not row["paired"]:
        return "none"
    return f"{row['pairs']}/{row['pairs'] + row['dropped']}" if row["dropped"] else str(row["pairs"])


def _dropped(rows: pd.DataFrame) -> str:
    """Return how many pairs of a table have no value to compare, and why."""
    reasons = ("without agreement", "without partner", "without value")
    what = "pairs" if rows["paired"].all() else "runs"
    counts = {reason: int(rows[reason.replace(" ", "_")].sum()) for reason in reasons}
    described = ", ".join(f"{count:,} {what} {reason}" for reason, count in counts.items() if count)
    return f"Not compared: {described}." if described else ""


def _style(row: Row, *, rate: bool) -> str:
    """Return a format with two digits of the interval's half width, the same for all numbers of a row."""
    half = (row["high"] - row["low"]) / 2
    size = half if half > 0 else abs(row["difference"]) or abs(row["mean_first"]) or 1.0
    digits = 1 - floor(log10(100 * size if rate else size))
    return f".{min(max(digits, 0), 1)}%" if rate else f".{min(max(digits, 0), 9)}f"


def _p(value: float) -> str:
    if value != value:
        return "-"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _words(table: pd.DataFrame) -> list[str]:
    tests = table["p"].notna().sum()
    lines = [
        f"* and bold: p < {SIGNIFICANT} after Holm's correction for all {tests} comparisons. What would "
        f"settle a difference finds one of its size with a chance of {POWER:.0%}.",
    ]
    paired = table["paired"]
    if paired.any():
        lines.append("Paired: same luck, same other factors; n counts replications.")
    if table["n_if_agreed"].any():
        lines.append("If both agreed: not tested, since which pairs agree depends on the levels too.")
    alone = int((~paired).sum())
    if alone:
        lines.append(
            f"Pairs none: not paired ({alone} of {len(table)}): they share no luck or differ otherwise too."
        )
    return lines


def _show_agents(agents: pd.DataFrame, names: Mapping[Any, str], console: Console) -> None:
    """Print what each side, group and the most moved exporters and firms gain from one level to the other."""
    if agents.empty:
        return
    for rows in _shown_pairs(agents):
        ends = _ends(rows.iloc[0].to_dict(), names)
        console.print(f"\nWho gains and loses, {ends}", style="bold")
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for name in ("agent", "gain over no deal", "change", "95 % interval"):
            table.add_column(name, justify="left" if name == "agent" else "right", overflow="fold")
        shown = moved_agents(rows)
        for row in shown.to_dict("records"):
            interval = f"{row['low']:+.2f} to {row['high']:+.2f}" if row["low"] == row["low"] else "-"
            gains = f"{row['gain_first']:+.2f} -> {row['gain_second']:+.2f}"
            table.add_row(str(row["agent"]).replace("_", " "), gains, f"{row['difference']:+.2f}", interval)
        console.print(table)
        left = f"; {len(rows) - len(shown)} more in the table on disk" if len(rows) > len(shown) else ""
        console.print(f"Each in its own unit, {rows['n'].max()} replications that agreed{left}.", style="dim")


def _shown_pairs(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of the first pairs of levels."""
    return [rows for _, rows in table.groupby(["factor", "first", "second"], sort=False)][:MOST_PAIRS]


def _show_partings(partings: pd.DataFrame, names: Mapping[Any, str], console: Console) -> None:
    """Print for each pair of levels the first move in which two runs with the same luck differ."""
    if partings.empty:
        return
    console.print("\nWhere they part, played again with the same luck", style="bold")
    for rows in _shown_pairs(partings):
        ends, apart = _ends(rows.iloc[0].to_dict(), names), rows[rows["round"].notna()]
        if apart.empty:
            console.print(f"{ends}: all {len(rows)} pairs are the same, move for move.")
            continue
        row: dict[Hashable, Any] = apart.iloc[0].to_dict()
        day = in_words(date.fromisoformat(row["date"]))
        moves = [f"{row[f'{end}_move'] or 'the talks are over'} ({_cut(names[row[end]])})" for end in
                 ("first", "second")]  # fmt: skip
        console.print(
            f"{ends}: {len(apart)} of {len(rows)} pairs, in round {apart['round'].median():.0f} (median). "
            f"Replication {row['replication']}, round {row['round']:.0f}, {day}: {moves[0]}; {moves[1]}."
        )
