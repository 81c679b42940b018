"""What a run plays: the base scenario of an experiment with the levels of one design point."""

from dataclasses import dataclass
from typing import Any

from negsim.settings import yaml_file
from negsim.talks.scenario import Scenario, make_scenario, varied

Values = tuple[tuple[str, Any], ...]
"""(dotted path, level) of every factor, in the order in which they are applied."""


@dataclass(frozen=True)
class PlayedPoint:
    """A base scenario and the factors that change it: what a run plays."""

    base: Scenario
    factors: Values

    @property
    def scenario(self) -> Scenario:
        """The checked scenario, made anew."""
        return varied(self.base, self.factors, "run")


def scenario_of(text: str) -> Scenario:
    """Return the scenario that was written as YAML text."""
    return make_scenario(yaml_file.parse(text, "run"), "run")
