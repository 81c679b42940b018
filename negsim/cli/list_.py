"""negsim list: what can be plugged in, and what is packaged."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option
from negsim.errors import UnknownName
from negsim.registry import FOLDERS, Entry, entries, unknown
from negsim.settings.paths import packaged, packaged_names
from negsim.world.world import known_features

OTHER = ("scenario", "experiment", "feature")


@click.command("list")
@click.argument("kind", required=False)
@plugin_option
def command(kind: str | None, plugins: tuple[Path, ...]) -> None:
    """List what is registered under KIND: name, where it is written, what it is.

    \b
    KIND: issue, event, term, strategy, acceptance, opponent_model, mechanism, ratification, agent, metric,
          design, scenario, experiment, feature. Without a KIND all of them are listed.
    """
    apply_plugins(plugins)
    known = (*FOLDERS, *OTHER)
    if kind is not None and kind.rstrip("s") in known:
        kind = kind.rstrip("s")
    if kind is not None and kind not in known:
        raise UnknownName(unknown("kind", kind, known))
    for chosen in [kind] if kind else known:
        rows = list(_rows(chosen))
        if kind is None:
            click.secho(f"{chosen}", bold=True)
        widths = [max((len(row[i]) for row in rows), default=0) for i in (0, 1)]
        for name, where, text in rows:
            click.echo(f"  {name:<{widths[0]}}  {where:<{widths[1]}}  {text}")


def _rows(kind: str) -> Iterator[tuple[str, str, str]]:
    if kind == "feature":
        for name, meaning in sorted(known_features().items()):
            yield name, "", meaning
    elif kind in ("scenario", "experiment"):
        home = packaged("configs").parent
        for name, path in packaged_names().items():
            if (path.name == "experiment.yaml") == (kind == "experiment"):
                yield name, path.relative_to(home).as_posix(), _description(path)
    else:
        for entry in entries(kind):
            yield entry.name, _where(entry), entry.description


def _where(entry: Entry) -> str:
    """Return file and line of a plug-in; of a loose one without its folder."""
    file = Path(inspect.getsourcefile(entry.factory) or "")
    line = inspect.getsourcelines(entry.factory)[1]
    home = Path(__file__).parents[2]
    shown = file.relative_to(home).as_posix() if file.is_relative_to(home) else file.name
    return f"{shown}:{line}"


def _description(path: Path) -> str:
    from negsim.settings import yaml_file

    data = yaml_file.read(path)
    return str(data.get("description", "")) if isinstance(data, dict) else ""
