"""What a run plays: the base scenario of an experiment with the levels of one design point."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from negsim.settings import yaml_file
from negsim.settings.paths import set_path
from negsim.talks.scenario import Scenario, make_scenario

Values = tuple[tuple[str, Any], ...]
"""(dotted path, level) of every factor, in the order in which they are applied."""


@dataclass(frozen=True)
class PlayedPoint:
    """A base scenario and the factors that change it: what a run plays, found again by its text."""

    text: str
    levels: str
    factors: Values = field(compare=False, repr=False)

    @property
    def scenario(self) -> Scenario:
        """The checked scenario; made once for the runs of a point that follow one another."""
        return _scenario(self)


def scenario_at(text: str, factors: Values) -> Scenario:
    """Return the scenario written in `text` with factors applied.

    Raises
    ------
    ConfigError : if the factors make a scenario that cannot be used.
    """
    return _scenario(PlayedPoint(text, repr(factors), factors))


@lru_cache(maxsize=8)
def _scenario(talks: PlayedPoint) -> Scenario:
    base = _base(talks.text)
    return make_scenario(applied(base.raw, talks.factors, "factors"), "run", base)


@lru_cache(maxsize=4)
def _base(text: str) -> Scenario:
    return make_scenario(yaml_file.parse(text, "run"), "run")


def applied(base: Any, factors: Values, source: str) -> Any:
    """Return plain data in which every factor has its level."""
    for path, level in factors:
        base = set_path(base, path, level, f"{source}.{path}")
    return base
