"""negsim check: is this scenario or experiment sound?"""

from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option, set_option
from negsim.experiment.experiment import load_experiment


@click.command("check")
@click.argument("configs", nargs=-1, required=True)
@set_option
@plugin_option
def command(configs: tuple[str, ...], settings: tuple[str, ...], plugins: tuple[Path, ...]) -> None:
    """Check CONFIGS, scenarios or experiments, without running them: every key, name, type and range."""
    apply_plugins(plugins)
    for config in configs:
        experiment = load_experiment(config, settings)
        space = experiment.scenario(experiment.point(0)).world.space
        click.echo(
            f"{config}: sound; {experiment.n_points:,} points x {experiment.replications:,} replications, "
            f"{space.n:,} outcomes over {', '.join(issue.name for issue in space.issues)}"
        )
        for note in experiment.notes:
            click.echo(f"  {note}")
