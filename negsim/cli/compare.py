"""negsim compare: paired differences between levels of a factor, between results, or between strategies."""

import json
from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import apply_plugins, excel_option, plugin_option, seed_option


@click.command("compare")
@click.argument("names", nargs=-1, required=True, metavar="DIR | A B ...")
@click.option(
    "--factor", "factors", multiple=True, help="Compare the levels of this factor; may be repeated."
)
@click.option(
    "--metric",
    "metrics",
    multiple=True,
    help="A metric; may be repeated. Default: all asked for, and the levels agreed on.",
)
@click.option("--scenario", help="Compare strategies A B ... in this scenario.")
@click.option("--party", help="Whose strategies they are; default: the side that sets the tariff.")
@click.option("--replications", type=click.IntRange(1), help="Runs of each; default: of the file, or 100.")
@seed_option
@click.option(
    "--replays",
    type=click.IntRange(0, 1_000),
    default=10,
    show_default=True,
    help="Pairs of runs played again, to see where they part and who gains.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("results"),
    show_default=True,
    help="Where configurations that have to be run first are kept.",
)
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write the comparison as a page too, to read, print and hand over.",
)
@click.option("--lang", "language", default="en", show_default=True, help="Language of the page: en or vi.")
@excel_option
@plugin_option
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def command(names: tuple[str, ...], page: Path | None, language: str, excel: Path | None,
            plugins: tuple[Path, ...], as_json: bool, **asked: Any) -> None:  # fmt: skip
    """Compare levels of factors within a result folder, or several result folders or configurations.

    Runs with the same luck and the same other factors are compared in pairs; p-values are corrected for the
    number of comparisons. Some pairs are played again, to show at which move they part and which agents gain
    and lose. A configuration (a YAML file or a packaged name) is run first. With --scenario the names are
    strategies of one party: registered names, or YAML files with what may stand under `strategy`. Writes
    CSV files into the (first) folder, named after what was asked.

    \b
    Examples:
      negsim compare results/baseline/* --factor parties.us.strategy
      negsim compare mini.yaml mini_with_threat.yaml --metric gain0_us
      negsim compare boulware conceder mine.yaml --scenario mini --party us --report strategies.html
    """
    from negsim.api import Comparing, compared
    from negsim.report.compare_screen import show_comparison
    from negsim.report.page.report import write_page
    from negsim.report.tables_on_disk import write_comparison
    from negsim.report.words import Words
    from negsim.report.workbook import check_workbook, write_comparison_workbook

    factors = asked.pop("factors")
    if factors and (len(names) > 1 or asked["scenario"]):
        raise click.UsageError("--factor compares levels within one folder; several are compared as they are")
    if asked["party"] and not asked["scenario"]:
        raise click.UsageError("--party needs --scenario: the talks in which strategies are compared")
    if excel:
        check_workbook(excel)
    words = Words(language)
    if page and page.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"--report: a page is a file that ends in .html, got {str(page)!r}")
    found = compared(names, Comparing(by=factors, plugins=apply_plugins(plugins), **asked))
    paths = write_comparison(found, (*asked["metrics"], *factors))
    if excel:
        paths.append(write_comparison_workbook(found, excel))
    if page:
        paths.append(write_page(found, paths, page, words))
    if as_json:
        tables = {"comparisons": found.table, "agents": found.agents, "partings": found.partings}
        plain = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
        click.echo(json.dumps({"path": str(paths[0]), **plain, "not_replayed": found.not_replayed}, indent=2))
        return
    show_comparison(found)
    failed = sum(int((results.runs["status"] != "ok").sum()) for results in found.results)
    if failed:
        click.echo(f"{failed:,} failed runs do not count.")
    click.echo(f"\nWritten: {', '.join(map(str, paths))}")
