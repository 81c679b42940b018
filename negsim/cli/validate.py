"""negsim validate: does the model reproduce theory, known facts and its own laws?"""

import json
import sys
import time

import click


@click.command("validate")
@click.option(
    "--only", multiple=True, metavar="ID,ID,...", help="Run these checks alone, e.g. T1,S3; may be repeated."
)
@click.option("--quick", is_flag=True, help="Leave out checks that play whole talks by the hundred.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print a list of id, expected, got, tolerance, passed and more."
)
def command(only: tuple[str, ...], quick: bool, as_json: bool) -> None:
    """Run what theory, stylised facts, invariants, the economy and the process ask of the model.

    Prints every number beside what was expected, with its source. What the model cannot express is said to be
    not applicable and never passes. The exit code is 1 if a check fails.

    \b
    Examples:
      negsim validate
      negsim validate --quick
      negsim validate --only T1,S3 --json
    """
    from negsim.validation.check import Verdict, verdict
    from negsim.validation.screen import lines, summary
    from negsim.validation.table import chosen

    started, checks = time.monotonic(), chosen(_ids(only), quick)
    verdicts: list[Verdict] = []
    for number, check in enumerate(checks, 1):
        _say(f"{number} of {len(checks)}: {check.id} {check.title}")
        verdicts.append(verdict(check))
        if not as_json:
            _say("")
            click.echo("\n".join([*lines(verdicts[-1]), ""]))
    _say("")
    if as_json:
        click.echo(json.dumps([v.plain() for v in verdicts], indent=2))
    else:
        click.echo(summary(verdicts, time.monotonic() - started))
    if any(v.passed is False for v in verdicts):
        click.get_current_context().exit(1)


def _ids(only: tuple[str, ...]) -> list[str]:
    """Return ids as they are written, whatever their case."""
    return [name.strip().upper() for text in only for name in text.split(",") if name.strip()]


def _say(text: str) -> None:
    """Show on a terminal what is going on, over the line before."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{text}", err=True, nl=False)
