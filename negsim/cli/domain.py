"""negsim domain: the bargain of a scenario: frontier, bargaining points, zone of agreement."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from negsim.cli.shared import apply_plugins, plugin_option, set_option
from negsim.errors import ConfigError


@click.group("domain")
def command() -> None:
    """Look at the bargain itself, before anybody bargains."""


@command.command("solve")
@click.argument("config")
@set_option
@plugin_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print everything as JSON, the whole frontier included."
)
def solve_command(config: str, settings: tuple[str, ...], plugins: tuple[Path, ...], as_json: bool) -> None:
    """Solve the scenario CONFIG: who gains what where, which outcomes both would ratify, who is pivotal.

    Values hold at the mean belief in the threat and without moods.

    \b
    Examples:
      negsim domain solve us_vietnam_2025
      negsim domain solve us_vietnam_2025 --set no_deal.credibility=0.6 --json
    """
    from rich.console import Console

    from negsim.report.solution import show_solution
    from negsim.talks.scenario import load_scenario
    from negsim.talks.solution import solve

    apply_plugins(plugins)
    _refuse_experiment(config)
    solution = solve(load_scenario(config, settings))
    if as_json:
        click.echo(json.dumps(solution.plain(), indent=2))
    else:
        show_solution(solution, Console(highlight=False))


def _refuse_experiment(config: str) -> None:
    """Say which scenario to solve, should an experiment stand where a scenario is expected."""
    from negsim.settings import yaml_file
    from negsim.settings.paths import find

    raw = yaml_file.read(find(config))
    if isinstance(raw, Mapping) and "scenario" in raw:
        inner = raw["scenario"]
        hint = f": negsim domain solve {inner}" if isinstance(inner, str) else ""
        raise ConfigError(f"{config}: is an experiment with many scenarios; solve one of them{hint}")
