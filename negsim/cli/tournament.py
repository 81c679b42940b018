"""negsim tournament: every strategy meets every other in either role; payoffs, equilibria."""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import click

from negsim.cli.shared import (
    apply_plugins,
    out_option,
    plugin_option,
    seed_option,
    set_option,
    workers_option,
)
from negsim.files import whole, write


@click.command("tournament")
@click.argument("config")
@click.option(
    "--strategies",
    required=True,
    metavar="A,B,...",
    help="Who takes part: registered names, or YAML files with what may stand under `strategy`.",
)
@click.option(
    "--vectors",
    type=click.IntRange(1),
    help="Play under the first N vectors of weights of the ensemble; default: that of the scenario.",
)
@click.option("--replications", type=click.IntRange(1), help="Runs of each pairing and world; default: 100.")
@seed_option
@set_option
@out_option
@workers_option
@plugin_option
@click.option("--json", "as_json", is_flag=True, help="Print what is in tournament.json, and where it is.")
def command(config: str, strategies: str, plugins: tuple[Path, ...], as_json: bool, **asked: Any) -> None:
    """Let strategies meet in CONFIG: each as either party against each, itself included, with the same luck.

    CONFIG is a scenario, or an experiment whose factors are worlds: gains are averaged over them. Prints mean
    gains over no deal, rates of agreement, how far each strategy can be exploited and by whom, the equilibria
    of the game and what replicator dynamics make of equal shares. Writes a result folder as `negsim run`
    does, with payoffs.csv, entries.csv, tournament.json and a picture, tournament.svg and .png. A command
    that was stopped goes on where it was.

    \b
    Examples:
      negsim tournament mini --strategies boulware,linear,conceder
      negsim tournament quiet --strategies boulware,trade_off,mine.yaml --vectors 8 --replications 20
    """
    from negsim.analysis.tournament.game import nashpy
    from negsim.analysis.tournament.payoffs import tournament
    from negsim.cli.playing import Options, play_folder
    from negsim.engine.finished import load
    from negsim.engine.folder import folder_for
    from negsim.experiment.contest import Contest, tournament_experiment
    from negsim.experiment.manifest import config_hash
    from negsim.report.tournament.screen import show_tournament

    nashpy()
    out, workers, settings = asked.pop("out"), asked.pop("workers") or 0, asked.pop("settings")
    entries = tuple(name.strip() for name in strategies.split(",") if name.strip())
    with redirect_stdout(sys.stderr):  # what a plug-in prints is no result
        digests = apply_plugins(plugins)
        experiment = tournament_experiment(
            Contest(config, entries, asked.pop("vectors") or 0, settings, **asked)
        )
        folder = folder_for(out, experiment, config_hash(experiment, digests))
        if not folder.complete:
            options = Options(out, workers, as_json=as_json)
            play_folder(folder, options, plugins, digests)
    results = load(folder.path)
    found = tournament(results)
    facts = _write(found, folder.path)
    if as_json:
        click.echo(json.dumps({"path": str(folder.path), **facts}, indent=2))
        return
    show_tournament(found)
    failed = int((results.runs["status"] != "ok").sum())
    if failed:
        click.echo(f"{failed:,} failed runs do not count.")
    click.echo(f"\nWritten: {folder.path}/payoffs.csv, entries.csv, tournament.json, .svg and .png")


def _write(found: Any, folder: Path) -> dict[str, Any]:
    """Write tables, JSON and picture of a tournament into its folder, and return what the JSON holds."""
    from negsim.analysis.tournament.payoffs import plain_tournament
    from negsim.report.tables_on_disk import write_csv
    from negsim.report.tournament.figure import save, tournament_figure

    facts = plain_tournament(found)
    write_csv(found.cells, folder / "payoffs.csv")
    write_csv(found.table, folder / "entries.csv")
    write(folder / "tournament.json", json.dumps(facts, indent=2) + "\n")
    figure = tournament_figure(found)
    for ending in ("svg", "png"):
        with whole(folder / f"tournament.{ending}") as path:
            save(figure, path)
    return facts
