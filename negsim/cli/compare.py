"""negsim compare: paired differences between levels of a factor, or between two result folders."""

import json
from pathlib import Path
from typing import Any

import click

from negsim.analysis.compare import FOLDER, compare, factors_to_compare, material_of, material_of_two
from negsim.analysis.results import Results
from negsim.cli.shared import apply_plugins, plugin_option
from negsim.engine.finished import load
from negsim.files import whole


@click.command("compare")
@click.argument("folders", nargs=-1, required=True, metavar="DIR | A B")
@click.option(
    "--factor", "factors", multiple=True, help="Compare the levels of this factor; may be repeated."
)
@click.option("--metric", "metrics", multiple=True, help="A metric; may be repeated. Default: all asked for.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("results"),
    show_default=True,
    help="Where configurations that have to be run first are kept.",
)
@plugin_option
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def command(
    folders: tuple[str, ...],
    factors: tuple[str, ...],
    metrics: tuple[str, ...],
    out: Path,
    plugins: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Compare levels of factors within a result folder, or two result folders or configurations A and B.

    Runs with the same luck and the same other factors are compared in pairs; p-values are corrected for the
    number of comparisons. A configuration (a YAML file or a packaged name) is run first. Writes compare.csv
    into the (first) folder.

    \b
    Examples:
      negsim compare results/baseline/* --factor parties.us.strategy
      negsim compare mini.yaml mini_with_threat.yaml --metric gain0_us
    """
    if len(folders) > 2:
        raise click.UsageError(f"compare one result folder or two, got {len(folders)}")
    apply_plugins(plugins)
    found = [_results(name, out) for name in folders]
    if len(found) == 1:
        table = compare(material_of(found[0], metrics), factors_to_compare(found[0], factors))
    elif factors:
        raise click.UsageError(
            "--factor compares levels within one folder; two folders are compared as they are"
        )
    else:
        table = compare(material_of_two(found[0], found[1], metrics), [FOLDER])
    path = found[0].path / "compare.csv"
    with whole(path) as scratch:
        table.to_csv(scratch, index=False, float_format="%.10g")
    if as_json:
        rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
        click.echo(json.dumps({"path": str(path), "comparisons": rows}, indent=2))
        return
    from negsim.report.compare_screen import show_comparison

    show_comparison(table)
    failed = sum(int((results.runs["status"] != "ok").sum()) for results in found)
    if failed:
        click.echo(f"{failed:,} failed runs do not count.")
    click.echo(f"\nWritten: {path}")


def _results(name: str, out: Path) -> Results:
    """Return the results in a folder, or those of a configuration, which is run unless it has been."""
    folder = Path(name)
    if folder.is_dir() and not (folder / "experiment.yaml").is_file():
        return load(folder)
    from negsim.api import run

    return run(name, out=out)
