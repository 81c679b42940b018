"""negsim explain: what a key, a plug-in or a column of a table means."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import apply_plugins, plugin_option

MOST = 12
"""Entries shown; all are on the reference pages."""


@click.command("explain")
@click.argument("word", required=False, metavar="KEY | PLUG-IN | COLUMN")
@click.option(
    "--pages",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the reference of everything into DIR: keys.md and columns.md.",
)
@plugin_option
def command(word: str | None, pages: Path | None, plugins: tuple[Path, ...]) -> None:
    """Say what a key of a YAML file, a plug-in or a column of a table is: values, unit, default, meaning.

    A key may be given with its path or alone.

    \b
    Examples:
      negsim explain no_deal.credibility
      negsim explain gain0_us
      negsim explain boulware
    """
    from negsim.errors import UnknownName
    from negsim.registry import nearest

    apply_plugins(plugins)
    if pages is not None:
        _write(pages)
    if word is None:
        if pages is None:
            raise click.UsageError("name a key, a plug-in or a column, or give --pages DIR")
        return
    found = [text for name, text in _catalogue() if _is_meant(word, name)]
    if not found:
        raise UnknownName(nearest("key, plug-in or column", word, _names()))
    for text in found[:MOST]:
        click.echo(text)
    if len(found) > MOST:
        click.echo(f"{len(found) - MOST} more")


def _is_meant(word: str, name: str) -> bool:
    """Return whether a word is a name, its end, or a path that ends as it does."""
    return name == word or name.endswith(f".{word}") or ("." in word and word.split(".")[-1] == name)


def _catalogue() -> Iterator[tuple[str, str]]:
    """Yield name and explanation of all there is."""
    from negsim.registry import FOLDERS, entries

    for key in _keys():
        yield (
            key.path,
            f"{key.place}: {key.path}\n  {key.help}\n  {key.values}; default: {key.default}",
        )
    for kind in FOLDERS:
        for entry in entries(kind):
            yield entry.name, f"{kind}: {entry.name}\n  {entry.description}"
    for column in _columns():
        for name in column.name.split(", "):
            unit = f"\n  unit: {column.unit}" if column.unit else ""
            yield name, f"column of {column.table}: {column.name}\n  {column.meaning}{unit}"


def _names() -> list[str]:
    return list(dict.fromkeys(name for name, _ in _catalogue()))


def _keys() -> list[Any]:
    from negsim.experiment.designs.factor import ListedLevels, Range
    from negsim.experiment.question import Question
    from negsim.settings.reference import keys, plugin_keys
    from negsim.talks.scenario import Scenario

    found = [*keys(Scenario, "scenario"), *keys(Question, "experiment")]
    found += [*keys(ListedLevels, "factor, listed levels"), *keys(Range, "factor, range")]
    return [*found, *plugin_keys()]


def _columns() -> list[Any]:
    from negsim.analysis.columns import columns

    return columns()


def _write(folder: Path) -> None:
    from negsim.files import write

    for name, text in (("keys.md", keys_page()), ("columns.md", columns_page())):
        write(folder / name, text)
        click.echo(f"Written: {folder / name}")


def keys_page() -> str:
    """Return the reference of keys and plug-ins as Markdown."""
    from negsim.registry import FOLDERS, entries

    lines = ["# Keys and plug-ins", "", "Made by `negsim explain --pages docs/reference`. One word of it:"]
    lines[-1] += " `negsim explain no_deal.credibility`."
    known = _keys()
    for place in ("scenario", "experiment", "factor, listed levels", "factor, range"):
        lines += ["", f"## {place[:1].upper()}{place[1:]}", ""]
        lines += _table(
            _HEAD, ([f"`{k.path}`", k.values, k.default, k.help] for k in known if k.place == place)
        )
    for kind in FOLDERS:
        lines += ["", f"## Plug-ins: {kind}", ""]
        lines += _table(("name", "what it is"), ([f"`{e.name}`", e.description] for e in entries(kind)))
        rows = [k for k in known if k.place.startswith(f"{kind} ")]
        if rows:
            names = ([f"`{k.place.partition(' ')[2]}`", f"`{k.path}`", *_cells(k)] for k in rows)
            lines += ["", *_table(("plug-in", *_HEAD), names)]
    return "\n".join(lines) + "\n"


_HEAD = ("key", "values", "default", "meaning")


def _cells(key: Any) -> list[str]:
    return [key.values, key.default, key.help]


def columns_page() -> str:
    """Return the reference of tables and their columns as Markdown."""
    lines = ["# Tables and columns", "", "Made by `negsim explain --pages docs/reference`. Columns named"]
    lines[-1] += " after issues and parties are those of the default world; factors add columns of their own."
    table = ""
    for column in _columns():
        if column.table != table:
            table = column.table
            lines += ["", f"## {table}", "", *_table(("column", "type", "unit", "meaning"), ())]
        lines += _rows([[_code(column.name), column.kind, column.unit, column.meaning]])
    return "\n".join(lines) + "\n"


def _code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", "))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [*_rows([head]), f"|{'---|' * len(head)}", *_rows(rows)]


def _rows(rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
