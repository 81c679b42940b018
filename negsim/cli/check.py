"""negsim check: is this scenario or experiment sound?"""

from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option, set_option
from negsim.errors import ConfigError, NegsimError
from negsim.experiment.experiment import Experiment, load_experiment
from negsim.experiment.point import scenario_at
from negsim.talks.model import NegotiationModel


@click.command("check")
@click.argument("configs", nargs=-1, required=True)
@set_option
@plugin_option
def command(configs: tuple[str, ...], settings: tuple[str, ...], plugins: tuple[Path, ...]) -> None:
    """Check CONFIGS, scenarios or experiments: every key, name, type and range, and one tick of the talks."""
    apply_plugins(plugins)
    for config in configs:
        experiment = load_experiment(config, settings)
        _begin_talks(experiment, config)
        space = experiment.scenario(experiment.point(0)).world.space
        click.echo(
            f"{config}: sound; {experiment.n_points:,} points x {experiment.replications:,} replications, "
            f"{space.n:,} outcomes over {', '.join(issue.name for issue in space.issues)}"
        )
        for note in experiment.notes:
            click.echo(f"  {note}")


def _begin_talks(experiment: Experiment, config: str) -> None:
    """Play one tick at some points, so that what only shows in a model is refused here."""
    for factors in experiment.layout.probes():
        levels = ", ".join(f"{path}={level}" for path, level in factors)
        place = f"{config}: factors at {levels}" if factors else config
        try:
            NegotiationModel(scenario_at(experiment.text, factors), experiment.seed).step()
        except NegsimError as error:
            raise ConfigError(f"{place}: {error}") from error
        except Exception as error:  # of a plug-in, say
            raise ConfigError(f"{place}: the talks cannot begin: {type(error).__name__}: {error}") from error
