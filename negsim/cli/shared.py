"""What several commands share: options and the progress bar."""

from collections.abc import Callable, Iterator, Sequence
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


def apply_plugins(plugins: Sequence[Path]) -> tuple[str, ...]:
    """Load loose plug-in files and return the digests of their source."""
    return tuple(load_file(path) for path in plugins)


@contextmanager
def progress_over(total: int, *, quiet: bool) -> Iterator[Callable[[Any], None]]:
    """Show a bar while runs are played; one line at the end where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if quiet:
        yield lambda rows: None
        return
    console = Console(stderr=True)
    failed = 0
    columns = (
        TextColumn("negotiating"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("runs", total=total, failed="")

        def advance(rows: Any) -> None:
            nonlocal failed
            failed += rows.run["status"] != "ok"
            progress.update(task, advance=1, failed=f"[red]{failed} failed" if failed else "")

        yield advance
    if not console.is_terminal:
        console.print(f"{total} runs played" + (f", {failed} failed" if failed else ""))
