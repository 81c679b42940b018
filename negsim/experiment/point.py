"""What a run plays: the base scenario of an experiment with the levels of one design point."""

from dataclasses import dataclass
from typing import Any

from negsim.settings import yaml_file
from negsim.settings.paths import set_path
from negsim.talks.scenario import Scenario, make_scenario

Values = tuple[tuple[str, Any], ...]
"""(dotted path, level) of every factor, in the order in which they are applied."""


@dataclass(frozen=True)
class PlayedPoint:
    """A base scenario as YAML text and the factors that change it: what a run plays."""

    text: str
    factors: Values

    @property
    def scenario(self) -> Scenario:
        """The checked scenario, made anew."""
        return scenario_at(self.text, self.factors)


def scenario_at(text: str, factors: Values, base: Scenario | None = None) -> Scenario:
    """Return the scenario written in `text` with factors applied.

    Parameters
    ----------
    base : the scenario of `text` itself, for those who make many of its points

    Raises
    ------
    ConfigError : if the factors make a scenario that cannot be used.
    """
    base = base or make_scenario(yaml_file.parse(text, "run"), "run")
    return make_scenario(applied(base.raw, factors, "factors"), "run", base)


def applied(base: Any, factors: Values, source: str) -> Any:
    """Return plain data in which every factor has its level."""
    for path, level in factors:
        base = set_path(base, path, level, f"{source}.{path}")
    return base
