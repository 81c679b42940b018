"""negsim check: is this scenario, experiment or plug-in sound?"""

import sys
from contextlib import redirect_stdout
from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option, set_option
from negsim.errors import ConfigError, NegsimError
from negsim.experiment.experiment import Experiment, load_experiment
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import varied


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="CONFIG | FILE.py ...")
@set_option
@plugin_option
@click.pass_context
def command(
    context: click.Context, names: tuple[str, ...], settings: tuple[str, ...], plugins: tuple[Path, ...]
) -> None:
    """Check scenarios and experiments: every key, name, type and range, and one tick of the talks.

    A plug-in, a Python file, is tried: it must keep what its kind promises, law by law.
    """
    apply_plugins(plugins)
    sound = [_plugin(Path(name)) if name.endswith(".py") else _config(name, settings) for name in names]
    if not all(sound):
        context.exit(2)


def _config(config: str, settings: tuple[str, ...]) -> bool:
    """Say what a configuration holds; one that is not sound is an error."""
    experiment = load_experiment(config, settings)
    _begin_talks(experiment, config)
    space = experiment.scenario(experiment.point(0)).world.space
    click.echo(
        f"{config}: sound; {experiment.n_points:,} points x {experiment.replications:,} replications, "
        f"{space.n:,} outcomes over {', '.join(issue.name for issue in space.issues)}"
    )
    for note in experiment.notes:
        click.echo(f"  {note}")
    return True


def _begin_talks(experiment: Experiment, config: str) -> None:
    """Play one tick at some points, so that what only shows in a model is refused here."""
    for factors in experiment.layout.probes():
        levels = ", ".join(f"{path}={level}" for path, level in factors)
        place = f"{config}: factors at {levels}" if factors else config
        try:
            NegotiationModel(varied(experiment.base, factors, "run"), experiment.seed).step()
        except NegsimError as error:
            raise ConfigError(f"{place}: {error}") from error
        except Exception as error:  # of a plug-in, say
            raise ConfigError(f"{place}: the talks cannot begin: {type(error).__name__}: {error}") from error


def _plugin(path: Path) -> bool:
    """Try what a file registers; return whether all of it keeps its laws, each broken one in a sentence."""
    from negsim.validation.conformance.trial import registered_by, tried

    sound = True
    for entry in registered_by(path):
        with redirect_stdout(sys.stderr):  # what a plug-in prints is no verdict
            verdicts = tried(entry)
        broken = [verdict.broken for verdict in verdicts if verdict.broken]
        what = f"{path}: {entry.kind} '{entry.name}'"
        for sentence in broken:
            click.echo(f"negsim: {what}: {' '.join(sentence.split())}", err=True)
        if not broken:
            click.echo(f"{what}: sound; it keeps the {len(verdicts)} laws of its kind:")
            for verdict in verdicts:
                click.echo(f"  {verdict.law}")
        sound = sound and not broken
    return sound
