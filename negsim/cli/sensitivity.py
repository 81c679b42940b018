"""negsim sensitivity: which factors move the metrics of a Morris, Saltelli or FAST design."""

import json
from pathlib import Path
from typing import Any

import click

from negsim.analysis.sensitivity import Sensitivity, sensitivities
from negsim.engine.finished import load
from negsim.files import whole

XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@click.command("sensitivity")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--metric", "metrics", multiple=True, help="A metric; may be repeated. Default: all asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print the indices as JSON.")
def command(folder: Path, metrics: tuple[str, ...], as_json: bool) -> None:
    """Estimate sensitivity indices from a result FOLDER; writes sensitivity.csv and sensitivity.svg there.

    The experiment's design must be saltelli (Sobol indices with bootstrap intervals), morris (mu*, sigma)
    or fast.

    \b
    Example:
      negsim sensitivity results/threat/* --metric us_deficit_usd_bn
    """
    import pandas as pd

    from negsim.report.figures.sensitivity import sensitivity_figure
    from negsim.report.figures.style import svg

    results = load(folder)
    found, left_out = sensitivities(results, metrics)
    table = pd.concat([one.table.assign(metric=one.metric) for one in found])
    table = table[["metric", *(name for name in table.columns if name != "metric")]]
    with whole(folder / "sensitivity.csv") as path:
        table.to_csv(path, index=False, float_format="%.10g")
    with whole(folder / "sensitivity.svg") as path:
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
    from negsim.report.sensitivity_screen import show_sensitivity

    show_sensitivity(found)
    for reason in left_out:
        click.echo(f"Left out: {reason}")
    click.echo(f"\nWritten: {folder}/sensitivity.csv and sensitivity.svg")


def _plain(found: Sensitivity) -> dict[str, Any]:
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
