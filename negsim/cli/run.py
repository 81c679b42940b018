"""negsim run: play a scenario or an experiment and write its tables."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from negsim.cli.shared import apply_plugins, plugin_option, progress_over, set_option
from negsim.experiment import Experiment, load_experiment
from negsim.manifest import config_hash
from negsim.report.finish import finish
from negsim.results import ResultFolder, Results, load
from negsim.runner import run_all


@click.command("run")
@click.argument("config")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Root of all chance; default: of the file.")
@click.option(
    "--replications", type=click.IntRange(1), help="Runs per design point; default: of the file, or 100."
)
@set_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("results"),
    show_default=True,
    help="Where result folders are kept.",
)
@click.option("--log-offers", type=click.Choice(["none", "first", "all"]), help="Which runs log every move.")
@click.option("--fresh", is_flag=True, help="Run again into a new folder even if the results are there.")
@plugin_option
@click.option("--quiet", is_flag=True, help="Print only where the results are.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    config: str,
    seed: int | None,
    replications: int | None,
    settings: tuple[str, ...],
    out: Path,
    log_offers: str | None,
    fresh: bool,
    plugins: tuple[Path, ...],
    quiet: bool,
    as_json: bool,
) -> None:
    """Play CONFIG, a scenario or an experiment: a path to a YAML file or a packaged name.

    Writes one folder OUT/NAME/HASH with the tables runs, offers and agents, a summary and a picture. The hash
    stands for everything that decides the results: equal configurations find their results again.

    \b
    Examples:
      negsim run us_vietnam_2025 --replications 200
      negsim run mini --set parties.us.strategy=hardliner --seed 7
      negsim run my_experiment.yaml --out /data --json
    """
    started = datetime.now(UTC)
    digests = apply_plugins(plugins)
    if log_offers:
        settings = (*settings, f"log.offers={log_offers}")
    experiment = load_experiment(config, settings, replications, seed)
    folder = ResultFolder(out, experiment, config_hash(experiment, digests), fresh=fresh)
    known = folder.complete
    if not known:
        with progress_over(experiment.size, quiet=quiet or as_json) as advance:
            folder.write(run_all(experiment.runs(), advance), started, digests, finish=finish)
    _tell(load(folder.path), experiment, quiet=quiet, as_json=as_json, known=known)


def _tell(results: Results, experiment: Experiment, *, quiet: bool, as_json: bool, known: bool) -> None:
    summary = results.summary
    if as_json:
        points: list[dict[str, Any]] = json.loads(summary.to_json(orient="records"))
        click.echo(
            json.dumps({"path": str(results.path), "runs": experiment.size, "points": points}, indent=2)
        )
        return
    if quiet:
        click.echo(str(results.path))
        return
    from negsim.report.screen import show

    console = Console(highlight=False, markup=False)
    show(results, experiment, summary, console)
    verb = "Already there (--fresh runs again)" if known else "Written"
    console.print(f"\n{verb}: {results.path}", soft_wrap=True)
    console.print("  figure.png    the frontier, the offers of a typical run, the agreements", soft_wrap=True)
    console.print("  runs.parquet  one row a run; summary.csv one row a design point", soft_wrap=True)
    first = int(results.runs["run_id"].iloc[0])
    console.print(f"  Read a run:   negsim replay {results.path} --run {first}", soft_wrap=True)
