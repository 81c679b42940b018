"""negsim backtest: what the model would have said beforehand to ten questions whose answers are known."""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import out_option, workers_option

WIDTH = 110
"""Columns that the tables need at least."""


@click.command("backtest")
@click.option(
    "--draws",
    type=click.IntRange(2, 100_000),
    default=200,
    show_default=True,
    help="Vectors of weights at each cut; each plays the talks once.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=20250402,
    show_default=True,
    help="Root of all chance.",
)
@out_option
@workers_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print one entry a question, with forecasts and scores."
)
def command(draws: int, seed: int, out: Path, workers: int | None, as_json: bool) -> None:
    """Forecast ten questions of 2025 and 2026, each from the day on which it is cut, and score the answers.

    At each cut the talks are played in the world as it was known then, under weights drawn from their ranges
    and kept if they meet what could be asked on that day. Four baselines that hold no talks answer the same
    questions. Writes OUT/backtest/HASH with the vectors (draws.csv), what every forecaster said in every draw
    (endings.csv) and all scores (scores.csv, backtest.json), beside a result folder of the talks of each cut.
    A command that was stopped goes on where it was.

    \b
    Examples:
      negsim backtest
      negsim backtest --draws 50 --workers 2 --json
    """
    from negsim.cli.playing import Options, play_folder
    from negsim.forecast.backtest import Asked, backtest

    options = Options(out, workers or 0, as_json=as_json, bare=True)

    def report(line: str) -> None:
        if not as_json:
            click.echo(line, err=True)

    def play(folder: Any) -> None:
        play_folder(folder, options, (), ())

    with redirect_stdout(sys.stderr):
        found = backtest(Asked(draws, seed, out), play, report)
    if as_json:
        click.echo(json.dumps(found.table, indent=2))
        return
    _show(found)
    if found.failed:
        click.echo(f"{found.failed:,} failed runs do not count.")
    click.echo(f"\nWritten: {found.path}/draws.csv, endings.csv, scores.csv and backtest.json")
    for day, path in found.played.items():
        click.echo(f"Talks of {day}: {path}")


def _show(found: Any) -> None:
    """Print the tables of events and of days and rates, and who was better than the model."""
    from rich.console import Console
    from rich.table import Table

    from negsim.forecast import words

    console = Console(highlight=False, markup=False)
    console.width = max(console.width, WIDTH)
    for sheet in words.sheets(found.table):
        table = Table(title=sheet.title, title_justify="left", box=None, pad_edge=False)
        for number, name in enumerate(sheet.head):
            table.add_column(name, justify="left" if number < words.WORDS else "right")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
        console.print()
    for line in words.verdict(found.table):
        console.print(line)
