"""negsim sensitivity: which factors move the metrics, by the indices of a design or a regression."""

import json
from pathlib import Path
from typing import Any

import click

XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@click.command("sensitivity")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--metric", "metrics", multiple=True, help="A metric; may be repeated. Default: all asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print the indices as JSON.")
def command(folder: Path, metrics: tuple[str, ...], as_json: bool) -> None:
    """Estimate which factors of a result FOLDER move its metrics; writes sensitivity.csv and .svg there.

    Designs made for it have their indices: saltelli (Sobol, with bootstrap intervals), morris (mu*, sigma)
    and fast. Over any other points, as a Latin hypercube, it gives standardised regression coefficients and
    partial rank correlations with bootstrap intervals. Files are named after the metrics asked for.

    \b
    Example:
      negsim sensitivity results/threat/* --metric us_deficit_usd_bn
    """
    from rich.console import Console

    from negsim.analysis.sensitivity import sensitivities, table_of
    from negsim.engine.finished import load
    from negsim.files import whole
    from negsim.report.figures.sensitivity import sensitivity_figure
    from negsim.report.figures.style import svg
    from negsim.report.sensitivity_screen import show_sensitivity
    from negsim.report.tables_on_disk import file_name, write_csv

    results = load(folder)
    found, left_out = sensitivities(results, metrics)
    name = file_name("sensitivity", metrics)
    write_csv(table_of(found), folder / f"{name}.csv")
    with whole(folder / f"{name}.svg") as path:
        picture = svg(sensitivity_figure(found), "sensitivity", "Which factors matter")
        path.write_text(f"{XML}{picture}\n", encoding="utf-8")
    if as_json:
        click.echo(
            json.dumps(
                {"path": str(folder), "metrics": [_plain(one) for one in found], "left_out": left_out},
                indent=2,
            )
        )
        return
    show_sensitivity(found, Console(highlight=False, markup=False))
    for reason in left_out:
        click.echo(f"Left out: {reason}")
    click.echo(f"\nWritten: {folder}/{name}.csv and {name}.svg")


def _plain(found: Any) -> dict[str, Any]:
    factors: list[dict[str, Any]] = json.loads(found.table.to_json(orient="records"))
    noise = {
        "within": found.noise.within,
        "between": found.noise.between,
        "share_of_means": found.noise.of_means,
    }
    return {
        "metric": found.metric,
        "method": found.method,
        "points": found.points,
        "left_out": found.left_out,
        "factors": factors,
        "noise": {name: None if value != value else value for name, value in noise.items()},
    }
