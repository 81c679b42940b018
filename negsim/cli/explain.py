"""negsim explain: what a key, a plug-in or a column of a table means."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from negsim.cli.pages.markdown import table, table_rows
from negsim.cli.shared import apply_plugins, plugin_option

MOST = 12
"""Entries shown; all are on the reference pages."""


@click.command("explain")
@click.argument("word", required=False, metavar="KEY | PLUG-IN | COLUMN")
@click.option(
    "--pages",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the reference of everything into DIR: keys.md, parameters.md and columns.md.",
)
@plugin_option
def command(word: str | None, pages: Path | None, plugins: tuple[Path, ...]) -> None:
    """Say what a key of a YAML file, a plug-in or a column of a table is: values, unit, default, meaning.

    Of a number it says what stands behind it: data, the literature, an assumption or a choice of design.

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
            f"{key.place}: {key.path}\n  {key.field.help}\n  {key.values}; default: {key.default}"
            f"{_behind(key)}",
        )
    for kind in FOLDERS:
        for entry in entries(kind):
            yield entry.name, f"{kind}: {entry.name}\n  {entry.description}"
    for column in _columns():
        for name in column.name.split(", "):
            unit = f"\n  unit: {column.unit}" if column.unit else ""
            yield name, f"column of {column.table}: {column.name}\n  {column.meaning}{unit}"


def _behind(key: Any) -> str:
    """Return the line of an explanation that says what stands behind a number."""
    from negsim.cli.pages.parameters import range_of, source_of, status_of

    if not key.field.is_number:
        return ""
    source = f"; source: {source_of(key.field)}" if source_of(key.field) else ""
    swept = f"; range: {range_of(key.field)}" if key.field.metadata.get("plausible") else ""
    return f"\n  status: {status_of(key.field)}{swept}{source}"


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

    pages = {"keys.md": keys_page, "parameters.md": parameters_page, "columns.md": columns_page}
    for name, text in ((name, page()) for name, page in pages.items()):
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
        lines += table(
            _HEAD, ([f"`{k.path}`", k.values, k.default, k.meaning] for k in known if k.place == place)
        )
    for kind in FOLDERS:
        lines += ["", f"## Plug-ins: {kind}", ""]
        lines += table(("name", "what it is"), ([f"`{e.name}`", e.description] for e in entries(kind)))
        rows = [k for k in known if k.place.startswith(f"{kind} ")]
        if rows:
            names = ([f"`{k.place.partition(' ')[2]}`", f"`{k.path}`", *_cells(k)] for k in rows)
            lines += ["", *table(("plug-in", *_HEAD), names)]
    return "\n".join(lines) + "\n"


_HEAD = ("key", "values", "default", "meaning")


def _cells(key: Any) -> list[str]:
    return [key.values, key.default, key.meaning]


def parameters_page() -> str:
    """Return the reference of every number as Markdown."""
    from negsim.cli.pages.parameters import page

    return page(_keys())


def columns_page() -> str:
    """Return the reference of tables and their columns as Markdown."""
    lines = ["# Tables and columns", "", "Made by `negsim explain --pages docs/reference`. Columns named"]
    lines[-1] += " after issues and parties are those of the default world; factors add columns of their own."
    shown = ""
    for column in _columns():
        if column.table != shown:
            shown = column.table
            lines += ["", f"## {shown}", "", *table(("column", "type", "unit", "meaning"), ())]
        lines += table_rows([[_code(column.name), column.kind, column.unit, column.meaning]])
    return "\n".join(lines) + "\n"


def _code(names: str) -> str:
    return ", ".join(f"`{name}`" for name in names.split(", "))
