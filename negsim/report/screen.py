"""What a person reads on the terminal when runs are done."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor, log10

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from negsim.analysis.intervals import interval, wilson
from negsim.analysis.results import Results
from negsim.analysis.summary import is_rate
from negsim.experiment.experiment import Experiment
from negsim.experiment.metrics.trade import TRADE_COLUMNS
from negsim.experiment.tables import metric
from negsim.politics.countries import pair
from negsim.report.names import in_words, level_names, short_names
from negsim.report.sensitivity_screen import is_sample, show_sample
from negsim.report.summary import agreements, level_shares, modal_agreement, summarised_levels
from negsim.world.world import World

MOST_POINTS = 40
HEADER = 12
"""Widest line of a column's header; longer names break after a dot or an underscore."""
GAP = 2
"""Spaces between columns."""
WIDEST = 30
"""Widest column of a factor; longer levels are folded."""
BAR = "█"


def show(results: Results, experiment: Experiment, summary: pd.DataFrame, console: Console) -> None:
    """Print the story of a result folder: one row a design point, or what one point's talks end in."""
    runs = results.runs[results.runs["status"] == "ok"]
    if is_sample(experiment) and len(runs):
        show_sample(results, experiment, console)
    elif experiment.n_points > 1:
        _print(_points_table(experiment, summary, console.width), console)
    elif len(runs):
        _print_story(runs, experiment, console)
    if runs.empty:
        console.print("Every run failed; the reasons are in failures.jsonl.", style="red")
    else:
        _print_ending(runs, experiment, console)


def _print_story(runs: pd.DataFrame, experiment: Experiment, console: Console) -> None:
    """Print what the talks of one design point agree on, what it brings, and who wins and loses."""
    modal = modal_agreement(runs)
    if modal is None:
        return
    world = experiment.scenario(experiment.point(0)).world
    tables = (
        _terms_table(runs, world, modal),
        _effects_table(runs, world, experiment.metrics),
        _sectors_table(world, modal, agreements(runs)[TRADE_COLUMNS["sales"]]),
    )
    for table in tables:
        _print(table, console)
        console.print()


def _table(title: str, caption: str = "") -> Table:
    return Table(title=title, caption=caption, box=None, pad_edge=False)


def _print(table: Table, console: Console) -> None:
    """Print a table between its title and its caption; within it they would wrap at the table's width."""
    title, caption, table.title, table.caption = table.title, table.caption, None, None
    console.print(title, style="bold")
    console.print(table)
    if caption:
        console.print(caption, style="dim")


def _terms_table(runs: pd.DataFrame, world: World, modal: tuple[dict[str, str], float]) -> Table:
    terms, share = modal
    caption = f"agreed level: commonest whole agreement ({share:.0%})"
    table = _table("What they agree on", caption)
    table.add_column("issue")
    table.add_column("agreed level", style="bold")
    table.add_column("mean", justify="right")
    table.add_column("how often each level is agreed")
    for issue in world.space.issues:
        mean = agreements(runs)[f"level_{issue.name}"].mean() if issue.numbers else float("nan")
        shown = "" if mean != mean else f"{mean:.1%}" if issue.unit == "fraction" else f"{mean:.3g}"
        shares = level_shares(runs, issue.name, issue.labels)
        cells = "  ".join(f"{label} {value:.0%}" for label, value in shares.items() if value)
        table.add_row(issue.name, terms.get(issue.name, "-"), shown, cells)
    return table


def _effects() -> tuple[tuple[str, str, str], ...]:
    """Return label, metric and number format of what an agreement brings."""
    home, partner = pair()
    here, there = home.short_in_a_sentence, partner.short_in_a_sentence
    return (
        (f"{home.adjective} gain over no deal, own unit", f"gain0_{home.party}", "+.2f"),
        (f"{partner.adjective} gain over no deal, own unit", f"gain0_{partner.party}", "+.2f"),
        (f"{there} sells to {here}", TRADE_COLUMNS["sales"], ".1f"),
        (f"{here} sells to {there}", TRADE_COLUMNS["exports"], ".1f"),
        (f"{home.adjective} deficit with {there}", TRADE_COLUMNS["deficit"], ".1f"),
        (f"{home.adjective} tariff revenue, change", TRADE_COLUMNS["tariff_revenue"], "+.1f"),
        (f"{home.adjective} consumers, change", TRADE_COLUMNS["consumer_surplus"], "+.1f"),
        (f"{partner.adjective} exporters' surplus, change", TRADE_COLUMNS["exporter_surplus"], "+.1f"),
    )


def _effects_table(runs: pd.DataFrame, world: World, metrics: Sequence[str]) -> Table:
    agreed = agreements(runs)
    now = {TRADE_COLUMNS[name]: total for name, total in world.trade_totals(None).items()}
    effects = _effects()
    shown = {column for _, column, _ in effects} | {"agreement_rate"}
    asked = [(f"{name}, {metric(name).unit}", name, ".3g") for name in metrics if name not in shown]
    table = _table("What an agreement brings, billion US dollars a year")
    for name in ("", "mean", "95 % interval", "without a deal"):
        table.add_column(name, justify="right" if name else "left")
    for label, column, style in (*effects, *asked):
        values = agreed[column].dropna().to_numpy(dtype=float)
        low, high = interval(values, rate=is_rate(column))
        mean = f"{values.mean():{style}}" if len(values) else "-"
        spread = f"{low:{style}} to {high:{style}}" if len(values) > 1 else ""
        before = f"{now[column]:{style}}" if column in now and "+" not in style else ""
        table.add_row(label, mean, spread, before)
    return table


def _sectors_table(world: World, modal: tuple[Mapping[str, str], float], totals: pd.Series) -> Table:
    """Return the sectors of the partner by what the commonest agreement does to their sales.

    Parameters
    ----------
    totals : sales of all sectors in each agreement, of whose mean the table above tells
    """
    agreed = world.space.outcome(modal[0])
    sales, now = world.consequences(agreed).situation.sales, world.in_force.sales
    change = sales - now
    order = sorted(range(len(change)), key=lambda s: (-change[s], world.data.sectors[s]))
    widest = max(abs(float(c)) for c in change) or 1.0
    home, partner = pair()
    table = _table(
        f"Who wins and loses: sales to {home.short_in_a_sentence} in the commonest agreement",
        f"This one agreement ({modal[1]:.0%} of all) brings {change.sum():+.1f} in total, "
        f"all agreements in the mean {totals.mean() - float(now.sum()):+.1f}.",
    )
    table.add_column(f"sector of {partner.short_in_a_sentence}")
    table.add_column("$bn a year", justify="right")
    table.add_column("%", justify="right")
    table.add_column("")
    for s in order:
        length = round(24 * abs(float(change[s])) / widest)
        bar = Text(BAR * length, style="green" if change[s] > 0 else "red")
        name = world.data.sectors[s].replace("_", " ")
        table.add_row(name, f"{change[s]:+.2f}", f"{change[s] / now[s]:+.0%}", bar)
    return table


def _print_ending(runs: pd.DataFrame, experiment: Experiment, console: Console) -> None:
    agreed, one_point = agreements(runs), experiment.n_points == 1
    if len(agreed) and one_point:
        days = sorted(agreed["date"])
        first, middle, last = (in_words(date.fromisoformat(days[k])) for k in (0, len(days) // 2, -1))
        spread = f" (from {first} to {last})" if first != last else ""
        console.print(
            f"They need {agreed['rounds'].median():.0f} rounds (median); the agreement comes on "
            f"{middle}{spread}."
        )
    share, (low, high) = len(agreed) / len(runs), wilson(len(agreed) / len(runs), len(runs))
    spread = f" (95 % interval {low:.1%} to {high:.1%})" if one_point else ""
    console.print(f"{len(agreed)} of {len(runs)} negotiations end in agreement: {share:.1%}{spread}.")
    for state, group in runs[runs["end_state"].ne("agreed")].groupby("end_state"):
        console.print(f"  {len(group)} {str(state).replace('_', ' ')}")


def _points_table(experiment: Experiment, summary: pd.DataFrame, width: int) -> Table:
    """Return one row a design point: factors, and as many metrics as fit with their 95 % intervals."""
    shown = summary.head(MOST_POINTS)
    short = short_names(list(experiment.factors))
    levels = {path: level_names(shown[path]) for path in experiment.factors}
    columns = [
        (_header(short[path]), [levels[path][level] for level in shown[path]]) for path in experiment.factors
    ]
    measured = [*experiment.metrics, *summarised_levels(summary, experiment.metrics)]
    metrics = {name: (_header(name), _cells(shown, name)) for name in measured}
    left = width - sum(min(_width(*column), WIDEST) + GAP for column in columns) + GAP
    fitting = [name for name in metrics if (left := left - _width(*metrics[name]) - GAP) >= 0]
    missing = [f"{len(summary) - len(shown)} more points"] if len(summary) > len(shown) else []
    missing += [name for name in metrics if name not in fitting]
    table = _table(
        f"{experiment.name}: {len(summary)} points x {experiment.replications} replications",
        "means with 95 % intervals" + (f"; in summary.csv: {', '.join(missing)}" if missing else ""),
    )
    for header, _ in columns:
        table.add_column(header, overflow="fold", max_width=WIDEST)
    for name in fitting:
        table.add_column(metrics[name][0], justify="right", no_wrap=True)
    for row in zip(*(cells for _, cells in [*columns, *(metrics[name] for name in fitting)]), strict=True):
        table.add_row(*row)
    return table


def _width(header: str, cells: Sequence[str]) -> int:
    return max(map(len, [*header.splitlines(), *cells]))


def _cells(summary: pd.DataFrame, name: str) -> list[str]:
    """Return one metric's means with their intervals, all with the same number of decimals."""
    mean, low, high = (summary[f"{name}_{part}"] for part in ("mean", "low", "high"))
    if is_rate(name):
        return [_rate(*row) for row in zip(mean, low, high, strict=True)]
    half = (high - low) / 2
    typical = half[half > 0].median()
    scale = typical if typical > 0 else abs(mean).max() / 100
    decimals = max(0, 1 - floor(log10(scale))) if scale > 0 else 2
    return [
        "-" if pd.isna(m) else f"{m:.{decimals}f}" + ("" if pd.isna(h) else f" ± {h:.{decimals}f}")
        for m, h in zip(mean, half, strict=True)
    ]


def _rate(mean: float, low: float, high: float) -> str:
    if pd.isna(mean):
        return "-"
    return f"{mean:.0%}" + ("" if pd.isna(low) else f" ({100 * low:.0f}-{100 * high:.0f})")


def _header(name: str) -> str:
    """Return a column's name in lines of at most `HEADER` letters, broken after dots and underscores."""
    lines = [""]
    for piece in name.replace(".", ". ").replace("_", "_ ").split():
        if lines[-1] and len(lines[-1]) + len(piece) > HEADER:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)
