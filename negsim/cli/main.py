"""The command `negsim`: loads each command by name, so help is quick; refusals are one sentence."""

import ast
import atexit
import importlib
import io
import os
import pkgutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

import negsim.cli
from negsim.errors import NegsimError

EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130
LONGEST_PATH = 80
"""Characters of a path that are shown when it cannot be used."""


class Commands(click.Group):
    """Every file of `negsim/cli` but three is a command of the same name, with a function `command`."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands."""
        modules = {
            info.name.rstrip("_") for info in pkgutil.iter_modules(negsim.cli.__path__) if not info.ispkg
        }
        return sorted(modules - {"main", "playing", "shared"})

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line a command, read from its file without importing it."""
        rows = [(name, _first_line(name)) for name in self.list_commands(context)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load one command."""
        if name not in self.list_commands(context):
            return None
        command: click.Command = importlib.import_module(f"negsim.cli.{_file(name).stem}").command
        return command

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """Suggest the nearest command for a misspelled one."""
        from negsim.registry import unknown

        if args and not args[0].startswith("-") and args[0] not in self.list_commands(context):
            context.fail(unknown("command", args[0], self.list_commands(context)))
        return super().resolve_command(context, args)


def _file(name: str) -> Path:
    """Return the file of a command; `list` lives in `list_.py`, so that it does not hide the built-in."""
    folder = Path(__file__).parent
    return next(path for path in (folder / f"{name}.py", folder / f"{name}_.py") if path.is_file())


def _shown(path: object) -> str:
    """Return a path short enough for a sentence."""
    text = str(path or "a file")
    return text if len(text) <= LONGEST_PATH else f"{text[:LONGEST_PATH]}..."


def _first_line(name: str) -> str:
    """Return what a command does: its module's docstring after the command's name."""
    text = ast.get_docstring(ast.parse(_file(name).read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0].split(": ", 1)[-1]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(negsim.__version__)
def cli() -> None:
    """Step governments, exporters and firms through tariff talks, offer by offer, on real trade data.

    \b
    First steps:
      negsim run us_vietnam_2025                 play the default talks 100 times
      negsim run mini --set no_deal.credibility=0.6
      negsim run baseline                        a whole experiment: 27 points x 100 runs
      negsim replay results/... --run 3          read one negotiation as a transcript
      negsim list strategy                       what can be plugged in
    """


def program() -> NoReturn:
    """Run the command line as a process of its own.

    It ends without the interpreter's tidying up: threads in which Arrow finishes a scan may abort a process
    that does (github.com/apache/arrow/issues/39862), and a command that did its work would end with code 134.
    """
    keep_stdout()
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    own, sys.stdout = sys.stdout, sys.stderr
    atexit._run_exitfuncs()
    for stream in (own, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 1)


def keep_stdout() -> None:
    """Keep standard output for what the command says: what else is printed, by a plug-in say, is no result.

    It goes to standard error, also from a process that a plug-in starts.
    """
    with suppress(OSError):  # one of them is closed: then there is nothing to keep
        own = os.dup(1)
        os.dup2(2, 1)
        line_by_line = 1 if os.isatty(own) else -1
        sys.stdout = open(own, "w", buffering=line_by_line, encoding=sys.stdout.encoding)  # noqa: SIM115 - open to the end


def main() -> NoReturn:
    """Run the command line; bad input gives one sentence and exit code 2, never a traceback."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a batch system that stops us is Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows ? for what it cannot
    try:
        code = cli.main(prog_name="negsim", standalone_mode=False)
        sys.stdout.flush()
    except NegsimError as error:
        click.echo(f"negsim: {' '.join(str(error).split())}", err=True)
        code = EXIT_REFUSED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except SystemExit as stop:
        if stop.code:
            raise
        click.echo("negsim: a plug-in ended the program by sys.exit; nothing was done", err=True)
        code = EXIT_REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("negsim: stopped; no half-written results are left", err=True)
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader had enough, as in `negsim list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:  # a path too long, a disk that is full
        click.echo(f"negsim: {_shown(error.filename)}: {error.strerror or error}", err=True)
        code = EXIT_REFUSED
    sys.exit(code if isinstance(code, int) else 0)
