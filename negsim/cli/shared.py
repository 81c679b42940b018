"""What several commands share: options and the progress bar."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from negsim.registry import load_file

set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY.PATH=VALUE",
    help="Change one setting of the scenario, e.g. no_deal.credibility=0.5; may be repeated.",
)
plugin_option = click.option(
    "--plugin",
    "plugins",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Load plug-ins from a Python file; may be repeated.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Root of all chance; default: of the file."
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("results"),
    show_default=True,
    help="Where result folders are kept.",
)
workers_option = click.option(
    "--workers", type=click.IntRange(1, 10_000), help="Processes; default: one a core for long jobs."
)
excel_option = click.option(
    "--excel",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Write the tables as an Excel workbook too, with units and where they come from.",
)


def apply_plugins(plugins: Sequence[Path]) -> tuple[str, ...]:
    """Load loose plug-in files and return the digests of their source."""
    return tuple(load_file(path) for path in plugins)


class RunProgress:
    """Counts runs that are done and shows them as a bar, with speed, time left and failures.

    Parameters
    ----------
    bar : a rich progress bar, or None to show nothing
    total : runs asked for
    """

    def __init__(self, bar: Any, total: int) -> None:
        self.bar = bar
        self.task = bar.add_task("negotiating", total=total, speed="") if bar else None
        self.played = 0
        self.before = 0
        self.failed = 0
        self._in_chunk = 0
        self._started = time.monotonic()

    def run(self, rows: Any) -> None:
        """Count one run that this process played."""
        self._in_chunk += 1
        self._count(1, int(rows.run["status"] != "ok"))

    def chunk(self, done: Any) -> None:
        """Count a finished chunk, but not the runs of it that were counted one by one."""
        if done.worker == "before":
            self.before += done.runs
            if self.bar:  # what an earlier command played says nothing of the time left
                self.bar.reset(self.task, completed=self.before + self.played)
            return
        one_by_one, self._in_chunk = self._in_chunk, 0
        self._count(done.runs - one_by_one, 0 if one_by_one else done.failed)

    def describe(self, text: str) -> None:
        """Say what is going on."""
        if self.bar:
            self.bar.update(self.task, description=text)

    def _count(self, runs: int, failed: int) -> None:
        self.played += runs
        self.failed += failed
        if self.bar:
            speed = self.played / max(time.monotonic() - self._started, 1e-9)
            speed_text = f"{speed:,.0f} runs/s" + (f" [red]{self.failed} failed" if self.failed else "")
            self.bar.update(self.task, advance=runs, speed=speed_text)


@contextmanager
def progress_over(total: int, *, quiet: bool) -> Iterator[RunProgress]:
    """Show a bar while runs are played; one line at the end where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if quiet:
        yield RunProgress(None, total)
        return
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[speed]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        progress = RunProgress(bar, total)
        yield progress
    if not console.is_terminal:
        failed = f", {progress.failed} failed" if progress.failed else ""
        known = f", {progress.before:,} were there" if progress.before else ""
        console.print(f"{progress.played} runs played{failed}{known}")
