"""negsim classroom: students negotiate on their phones, against each other or against computers."""

import json
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import apply_plugins, plugin_option
from negsim.errors import ConfigError, ResultError

NEEDED = ("starlette", "uvicorn", "jinja2", "segno", "httpx", "itsdangerous")
data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("classroom"),
    show_default=True,
    help="Folder in which classes are kept.",
)


@click.group("classroom")
def command() -> None:
    """Teach with it: a laptop serves a class, students negotiate on their phones, the class looks at it."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigError(
            f"the classroom needs packages that are missing ({', '.join(missing)}): "
            'pip install "negsim[classroom]"'
        )


@command.command("serve")
@data_option
@click.option("--host", default="", help="Address to serve; default: every network of this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--simulations",
    type=click.IntRange(0, 10_000),
    default=1_000,
    show_default=True,
    help="Simulated agreements behind each debrief; 0: none.",
)
@click.option("--new-token", is_flag=True, help="Make a new instructor's token; the old one ends.")
@plugin_option
def serve_command(
    data: Path, host: str, port: int, simulations: int, new_token: bool, plugins: tuple[Path, ...]
) -> None:
    """Serve the classes of a folder until Ctrl+C.

    Prints the address for students with a QR code, and once a token for the instructor's log-in form.
    """
    from negsim.classroom.web.address import ANY
    from negsim.classroom.web.serve import Place, serve

    apply_plugins(plugins)
    serve(Place(data, host or ANY, port, simulations), click.echo, new_token=new_token)


@command.command("rehearse")
@click.option("--students", type=click.IntRange(1, 200), default=31, show_default=True)
@click.option("--scenario", default="mini", show_default=True, help="Packaged scenario.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("rehearsal"), show_default=True
)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Root of the bots' tempers."
)
@click.option(
    "--quick", is_flag=True, help="Put 100 instead of 1,000 simulated agreements behind the debrief."
)
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
def rehearse_command(students: int, scenario: str, out: Path, seed: int, quick: bool, as_json: bool) -> None:
    """Let simulated students play a whole class through the real pages; write its tables and debrief.

    \b
    Example:
      negsim classroom rehearse --students 31 --scenario mini
    """
    from negsim.classroom.rehearsal.rehearse import RehearsalOptions, rehearse

    form = {"scenario": scenario, "title": f"Rehearsal of {scenario}"[:40]}
    played = rehearse(
        RehearsalOptions(students, form, out, seed, quick), (lambda text: None) if as_json else click.echo
    )
    if as_json:
        click.echo(json.dumps(played, indent=2))
        return
    click.echo(
        f"{played['agreed']} of {played['groups']} groups agreed, "
        f"{played['offers']} offers, {played['seconds']} s"
    )
    for refusal in played["refused"]:
        click.echo(f"refused: {refusal}")
    click.echo(f"Written: {out} (debrief.html, runs and offers as Parquet and CSV, class.json)")


@command.command("export")
@data_option
@click.option("--code", required=True, help="Join code of the class.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("class"), show_default=True
)
@click.option("--names", is_flag=True, help="Put students' names in; otherwise pseudonyms only.")
def export_command(data: Path, code: str, out: Path, names: bool) -> None:
    """Write the tables of a class: runs and offers as in every sweep, students, and everything as JSON."""
    from negsim.classroom.views.tables import FORMATS, export

    server = _server(data)
    try:
        class_ = _class(server, code)
        out.mkdir(parents=True, exist_ok=True)
        for name in FORMATS:
            (out / name).write_bytes(export(server, class_, name, with_names=names))
    finally:
        server.close()
    click.echo(f"Written: {out} ({', '.join(FORMATS)})")


@command.command("purge")
@data_option
@click.option("--code", required=True, help="Join code of the class.")
def purge_command(data: Path, code: str) -> None:
    """Erase the names and messages of a class from the file; moves and pseudonyms stay."""
    from negsim.classroom.storage.codes import clean

    server = _server(data)
    damaged = next((one for one in server.damaged.values() if one.record.code == clean(code)), None)
    try:
        server.purge(damaged.record.id if damaged else _class(server, code).id)
    except sqlite3.OperationalError as error:
        raise ResultError(f"{data}: is busy, try again: {error}") from error
    finally:
        server.close()
    click.echo(f"Names and messages of class {clean(code)} are erased.")


def _server(data: Path) -> Any:
    """Return the classes of a folder, which may be served at the same time."""
    from negsim.classroom.class_server import ClassServer

    if not (data / "classroom.sqlite").is_file():
        raise ConfigError(f"{data}: holds no classes; --data names the folder that was served")
    return ClassServer(data)


def _class(server: Any, code: str) -> Any:
    """Return the class with this code."""
    class_ = server.class_by_code(code)
    if class_ is not None:
        return class_
    known = ", ".join(found.record.code for found in server.classes.values()) or "none"
    damaged = "".join(f". Damaged: {one.record.code} ({one.reason})" for one in server.damaged.values())
    raise ConfigError(f"--code: no class has the code {code!r}. Known: {known}{damaged}")
