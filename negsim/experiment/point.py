"""What a run plays: the base scenario of an experiment with the levels of one design point."""

from dataclasses import dataclass, field
from typing import Any

from negsim.settings import yaml_file
from negsim.settings.build import plain
from negsim.talks.scenario import Scenario, make_scenario, varied

Values = tuple[tuple[str, Any], ...]
"""(dotted path, level) of every factor, in the order in which they are applied."""


@dataclass(frozen=True)
class PlayedPoint:
    """What a run plays: the text of a base scenario, that scenario, and the factors that change it."""

    text: str
    factors: Values
    base: Scenario = field(compare=False, repr=False)

    @property
    def scenario(self) -> Scenario:
        """The checked scenario, made anew."""
        return varied(self.base, [(path, plain(level)) for path, level in self.factors], "run")


def scenario_at(text: str, factors: Values, base: Scenario | None = None) -> Scenario:
    """Return the scenario written in `text` with factors applied.

    Parameters
    ----------
    base : the scenario of `text` itself, for those who make many of its points

    Raises
    ------
    ConfigError : if the factors make a scenario that cannot be used.
    """
    return varied(base or make_scenario(yaml_file.parse(text, "run"), "run"), factors, "run")
