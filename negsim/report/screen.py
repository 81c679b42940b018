"""What a person reads on the terminal when runs are done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from negsim.experiment import Experiment
from negsim.report.summary import interval, level_shares, modal_agreement, wilson
from negsim.results import Results
from negsim.world.world import World

MOST_POINTS = 40
BAR = "█"


def show(results: Results, experiment: Experiment, summary: pd.DataFrame, console: Console) -> None:
    """Print the story of a result folder: the agreement, what it brings, who wins and loses, how often."""
    runs = results.runs[results.runs["status"] == "ok"]
    if len(experiment.points) > 1:
        console.print(_points_table(experiment, summary))
    if runs.empty:
        console.print("[red]Every run failed; the reasons are in failures.jsonl.[/red]")
        return
    world = experiment.points[0].scenario.world
    modal = modal_agreement(runs)
    if modal is not None:
        console.print(_terms_table(runs, world, modal))
        console.print(_effects_table(runs, world))
        _print_sectors(runs, world, modal[0], console)
    _print_ending(runs, console)


def _terms_table(runs: pd.DataFrame, world: World, modal: tuple[dict[str, str], float]) -> Table:
    terms, share = modal
    table = Table(
        title="What they agree on", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    table.add_column("issue")
    table.add_column("agreed level", style="bold")
    table.add_column("how often each level is agreed")
    for issue in world.space.issues:
        shares = level_shares(runs, issue.name, issue.labels)
        cells = "  ".join(f"{label} {value:.0%}" for label, value in shares.items() if value)
        table.add_row(issue.name, terms.get(issue.name, "-"), cells)
    table.caption = f"The level in bold is the commonest whole agreement ({share:.0%} of agreements)."
    table.caption_justify = "left"
    return table


def _effects_table(runs: pd.DataFrame, world: World) -> Table:
    agreed = runs[runs["agreed"].astype(bool)]
    now = world.trade_totals(None)
    table = Table(
        title="\nWhat it brings (billion US dollars a year)",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for name in ("", "mean", "95 % interval", "without a deal"):
        table.add_column(name, justify="left" if not name else "right")
    rows: list[tuple[str, str, str, float | None]] = [
        ("US gain over no deal (own unit)", "gain0_us", "+.2f", None),
        ("Vietnam's gain over no deal (own unit)", "gain0_vietnam", "+.2f", None),
        ("Vietnam sells to the US", "vietnam_to_us_usd_bn", ".1f", now["vietnam_to_us_usd_bn"]),
        ("the US sells to Vietnam", "us_to_vietnam_usd_bn", ".1f", now["us_to_vietnam_usd_bn"]),
        ("US deficit with Vietnam", "us_deficit_usd_bn", ".1f", now["us_deficit_usd_bn"]),
        ("US tariff revenue, change", "us_tariff_revenue_usd_bn", "+.1f", None),
        ("US consumers, change", "us_consumer_surplus_usd_bn", "+.1f", None),
        (
            "Vietnamese exporters' surplus, change",
            "vietnam_exporter_surplus_usd_bn",
            "+.1f",
            None,
        ),
    ]
    for label, column, style, before in rows:
        values = agreed[column].to_numpy(dtype=float)
        low, high = interval(values)
        spread = f"{low:{style}} to {high:{style}}" if len(values) > 1 else ""
        table.add_row(
            label, f"{values.mean():{style}}", spread, "" if before is None else f"{before:{style}}"
        )
    return table


def _print_sectors(runs: pd.DataFrame, world: World, terms: Mapping[str, str], console: Console) -> None:
    """Print the sectors of Vietnam by what the commonest agreement does to their sales."""
    levels = [issue.labels.index(terms[issue.name]) for issue in world.space.issues]
    at, now = world.consequences(world.space.index(levels)), world.in_force
    change = at.situation.sales - now.sales
    order = sorted(range(len(change)), key=lambda s: (-change[s], world.data.sectors[s]))
    widest = max(abs(float(c)) for c in change) or 1.0
    table = Table(
        title="\nWho wins and loses: Vietnam's sales to the US against no deal, commonest agreement",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    for name in ("sector", "$bn a year", "%", ""):
        table.add_column(name, justify="right" if name in ("$bn a year", "%") else "left")
    for s in order:
        bar = Text(
            BAR * round(24 * abs(float(change[s])) / widest), style="green" if change[s] > 0 else "red"
        )
        table.add_row(
            world.data.sectors[s].replace("_", " "),
            f"{change[s]:+.2f}",
            f"{change[s] / now.sales[s]:+.0%}",
            bar,
        )
    console.print(table)


def _print_ending(runs: pd.DataFrame, console: Console) -> None:
    agreed = runs[runs["agreed"].astype(bool)]
    if len(agreed):
        days = sorted(agreed["date"])
        median = days[len(days) // 2]
        rounds = agreed["rounds"].median()
        console.print(
            f"\nThey need {rounds:.0f} rounds (median); the agreement comes on "
            f"{date.fromisoformat(median):%-d %B %Y} (from {days[0]} to {days[-1]})."
        )
    low, high = wilson(len(agreed) / len(runs), len(runs))
    console.print(
        f"{len(agreed)} of {len(runs)} negotiations end in agreement: "
        f"{len(agreed) / len(runs):.1%} (95 % interval {low:.1%} to {high:.1%})."
    )
    for state, group in runs[~runs["agreed"].astype(bool)].groupby("end_state"):
        console.print(f"  {len(group)} {str(state).replace('_', ' ')}")


def _points_table(experiment: Experiment, summary: pd.DataFrame) -> Table:
    """Return one row a design point: factors and each metric's mean with half the width of its interval."""
    table = Table(
        title=f"{experiment.name}: {len(summary)} points x {experiment.replications} replications",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    short = _short_names(list(experiment.factors))
    for path in experiment.factors:
        table.add_column(short[path])
    for name in experiment.metrics:
        table.add_column(name, justify="right")
    for _, row in summary.head(MOST_POINTS).iterrows():
        cells = [str(row[path]) for path in experiment.factors]
        table.add_row(*cells, *(_cell(row, name) for name in experiment.metrics))
    if len(summary) > MOST_POINTS:
        table.caption = f"{len(summary) - MOST_POINTS} more points are in summary.csv."
    return table


def _cell(row: Any, name: str) -> str:
    mean, half = row[f"{name}_mean"], (row[f"{name}_high"] - row[f"{name}_low"]) / 2
    return f"{mean:.3g}" if pd.isna(half) else f"{mean:.3g} ± {half:.2g}"


def _short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest ending of each dotted path that tells them apart."""
    names = {}
    for path in paths:
        parts = path.split(".")
        for length in range(1, len(parts) + 1):
            ending = ".".join(parts[-length:])
            if sum(other.endswith(ending) for other in paths) == 1:
                break
        names[path] = ending
    return names
