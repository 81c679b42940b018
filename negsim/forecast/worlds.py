"""The world on the day of a cut: the default world, changed to what was known then."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from negsim.settings import yaml_file
from negsim.settings.paths import find, set_path
from negsim.talks.scenario import Scenario, make_scenario, scenario_data

SOURCE = "negsim/forecast/data/worlds.yaml"
BASE = "us_vietnam_2025"
"""The default world, of which those of the cuts are changes."""


@cache
def changes() -> Mapping[date, Mapping[str, Any]]:
    """Return the day of each cut -> dotted path -> what stands there in its world."""
    text = (files("negsim.forecast") / "data" / "worlds.yaml").read_text(encoding="utf-8")
    return {
        day if isinstance(day, date) else date.fromisoformat(day): paths
        for day, paths in yaml_file.parse(text, SOURCE).items()
    }


def world_data(cut: date) -> dict[str, Any]:
    """Return the world of a cut as plain data."""
    path = find(BASE)
    raw = scenario_data(yaml_file.read(path), path.parent)
    for place, value in changes()[cut].items():
        raw = set_path(raw, place, value, SOURCE)
    return {**raw, "name": f"cut_{cut:%Y_%m_%d}", "description": f"what was known on {cut.day} {cut:%B %Y}"}


@cache
def world(cut: date) -> Scenario:
    """Return the world of a cut."""
    return make_scenario(world_data(cut), f"{SOURCE}: {cut}")
