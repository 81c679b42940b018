"""negsim replay: one run again, as a transcript."""

from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option


@click.command("replay")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--run", "run_id", type=click.IntRange(0), required=True, help="Id of the run, from runs.parquet."
)
@click.option("--agents", "every_agent", is_flag=True, help="End with the verdict of every agent.")
@plugin_option
def command(folder: Path, run_id: int, every_agent: bool, plugins: tuple[Path, ...]) -> None:
    """Play one run of a result FOLDER again and print it: who offered what, why, who objected."""
    from negsim.engine.finished import load
    from negsim.errors import ResultError
    from negsim.experiment.experiment import make_experiment
    from negsim.experiment.manifest import config_hash, refuse_other_source
    from negsim.experiment.own_tables import check_copies
    from negsim.report.transcript import transcript
    from negsim.settings.reader import Place
    from negsim.talks.model import NegotiationModel

    digests = apply_plugins(plugins)
    results = load(folder)
    refuse_other_source(folder, results.manifest)
    experiment = make_experiment(results.config, Place(str(folder / "config.yaml")))
    if run_id >= experiment.size:
        raise ResultError(f"{folder}: has no run {run_id}; its runs are 0 to {experiment.size - 1}")
    check_copies(folder, experiment)
    if config_hash(experiment, digests) != results.manifest.get("config_hash"):
        click.echo("negsim: other plug-ins than in this folder: it may differ", err=True)
    run = experiment.run(run_id)
    model = NegotiationModel(run.talks.scenario, run.seed, log=True)
    model.run()
    for line in transcript(model, every_agent):
        click.echo(line)
