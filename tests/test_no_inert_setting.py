"""Every setting of the default scenario moves something in some table, save those on a list with reasons.

The settings are read from the declared fields, so a new one is tested without being named here. Each is moved
alone, to the ends of its range or to other choices, against the same luck; values that are refused are none.
"""

import math
import typing
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatch
from functools import cache
from typing import Any

import pytest

from negsim.errors import ConfigError
from negsim.experiment.experiment import make_experiment
from negsim.experiment.run import RunRows, run_all
from negsim.politics.group_features import GROUP_FEATURES
from negsim.registry import entries, name_of
from negsim.settings.field import Declared, bounds, declared_fields, is_mapping_type
from negsim.settings.reader import Place
from negsim.talks.scenario import Scenario, make_scenario, varied
from tests.scenarios import changed, raw_scenario

pytestmark = pytest.mark.long

REPLICATIONS = 24
"""Some settings move only rare runs; the first run that differs ends the search."""
FACTOR = 3
"""A number without a limit on one side is moved to so many times its value."""
LONGEST = 200
"""No whole number is moved beyond this: what a scenario may hold at most is no range to play."""
RAW = changed(raw_scenario(), ("log",), {"offers": "all", "agents": "all"})
EXPERIMENT = make_experiment({"scenario": RAW, "replications": REPLICATIONS}, Place("test"))
BASE = make_scenario(RAW, "test")
ISSUES = {issue.name: issue for issue in BASE.world.space.issues}
WORDS: Mapping[str, list[Any]] = {
    "name": ["another_name"],
    "description": ["Other talks."],
    "data": ["us_vietnam_2024"],
    "elasticities": ["short_run", "medium_run", "long_run"],
    "first": ["us", "vietnam"],
    "threatener": ["us", "vietnam"],
    "feature": ["sales", "deal"],
}
"""Setting that is a word -> what may stand there."""
ALONE = "there is no other choice"
OTHER_SIDE = "refused: only exporters of the other side read it"
SWITCH = "its feature is 0 or 1, which every power leaves as it is"
NEVER_REFUSED = "Vietnam knows its factions and signs only what they let pass: none of its votes fails"
IMPLIED = "a target that never rises leaves the last offer among those that meet it, and inertia keeps it"
NO_RULING = "no ruling is awaited"
NOT_FOLLOWED = "deals are followed only where `implementation.ticks` is above 0"
INERT: Mapping[str, str] = {
    "name": "names the talks; columns and rows do not repeat it",
    "description": "says what the talks are about",
    "mechanism": ALONE,
    "economy.data": ALONE,
    "issues.purchases.unit": ALONE,
    "issues.*.share": "refused: one issue is the whole",
    "parties.*.terms.reform.exponent": SWITCH,
    "parties.*.terms.cooperation.exponent": SWITCH,
    "parties.*.terms.certainty.exponent": SWITCH,
    "parties.vietnam.true_type": "refused: there is no talk of types of Vietnam",
    "parties.vietnam.politics.cool_off_ticks": NEVER_REFUSED,
    "parties.vietnam.politics.failure_penalty": NEVER_REFUSED,
    "parties.vietnam.politics.standing_failure": NEVER_REFUSED,
    "parties.*.strategy.bidding.no_worse": IMPLIED,
    "parties.*.patience.waiting": NO_RULING,
    "implementation.phase": NOT_FOLLOWED,
    "implementation.compliance_*": NOT_FOLLOWED,
    "implementation.review": NOT_FOLLOWED,
    "agents.vietnam_exporters.extra_margin": OTHER_SIDE,
    "agents.vietnam_exporters.retaliation": OTHER_SIDE,
    "agents.us_exporters.strategic": OTHER_SIDE,
    "agents.us_exporters.origin_cost": OTHER_SIDE,
    "agents.firms.third_owned": "firms of this world only judge: no rule of conduct reads it",
    "agents.us_groups.side": "refused: each side has one set of groups",
    "agents.vietnam_factions.side": "refused: each side has one set of groups",
}
"""Setting, with * for any name -> why no table changes when it alone is moved."""


def ends(field: Declared, value: float | None) -> list[float]:
    """Return the ends of the range of a number, the upper one first."""
    limits, now = bounds(field.metadata), value or 0.0
    whole = field.parts[0] is int
    step = 1 if whole else 1e-3
    low = limits.get("ge", limits["gt"] + step if "gt" in limits else -FACTOR * abs(now) - 1)
    high = limits.get("le", limits["lt"] - step if "lt" in limits else math.inf)
    high = min(high, max(FACTOR * now, now + 1, low))
    low = max(low, -FACTOR * high)
    longest = max(LONGEST, int(low) + LONGEST) if whole else 0  # years begin late
    return [min(int(end), longest) if whole else float(end) for end in (high, low)]


def others(name: str, field: Declared, value: Any) -> list[Any]:
    """Return what else may stand where a value stands."""
    part = field.parts[0]
    if field.plugin:
        found: list[Any] = [entry.name for entry in entries(field.plugin)]
        value = name_of(type(value))
    elif name in WORDS:
        found = WORDS[name]
    elif part is bool:
        found = [True, False]
    elif name == "weights":
        found = [*range(3)]
    elif part in (int, float):
        found = ends(field, value)
    elif part is date:
        found = [value + timedelta(days=days) for days in (-300, -20, 90)]
    elif typing.get_origin(part) is typing.Literal:
        found = list(typing.get_args(part))
    elif isinstance(value, tuple):
        halved = [entry / 2 if isinstance(entry, float) else entry for entry in value]
        found = [list(value[:-1]), list(value[1:]), halved]
    else:
        raise AssertionError(f"{name}: what else may stand here? Name it in WORDS")
    return [other for other in found if other != value]


def settings(section: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield dotted path and other values of every setting in a section of the scenario."""
    for name, field in declared_fields(type(section)).items():
        value, place = getattr(section, name), f"{path}{name}"
        if field.named_plugins:
            for key, entry in value.items():
                yield from settings(getattr(entry, "settings", entry), f"{place}.{key}.")
        elif is_mapping_type(field.hint):
            yield from entries_of(field, value, place)
        elif is_dataclass(value):
            if field.plugin:
                yield place, others(name, field, value)
            yield from settings(value, f"{place}.")
        else:
            yield place, others(name, field, value)


def entries_of(field: Declared, value: Mapping[str, Any], place: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the settings of a mapping whose keys the scenario may choose."""
    for key in keys_of(place):
        inner = field.parts[0]
        if is_dataclass(inner):
            yield from settings(value.get(key, inner()), f"{place}.{key}.")
        elif place.endswith("red_lines"):
            yield f"{place}.{key}", [[label] for label in ISSUES[key].labels]
        else:
            yield f"{place}.{key}", ends(field, value.get(key))


def keys_of(place: str) -> list[str]:
    """Return the keys that may stand in a mapping."""
    keys = place.split(".")
    match keys[-1]:
        case "other_tariffs":
            return list(BASE.world.data.other_tariffs(BASE.economy.policy_date))
        case "demand":
            return list(BASE.world.data.sectors)
        case "red_lines":
            return list(ISSUES)
        case "members":
            return [bloc.name for bloc in BASE.blocs(BASE.agents[keys[1]].settings.side)]
        case "cares_about":
            return list(GROUP_FEATURES)
    raise AssertionError(f"{place}: which keys may stand here?")


def rows(talks: Scenario) -> Iterator[RunRows]:
    """Play the talks a few times; everything is logged that the scenario wants logged."""
    for run in replace(EXPERIMENT, base=talks).runs():
        yield from run_all([run])


@cache
def usual() -> list[RunRows]:
    """Return the rows of the default scenario."""
    return list(rows(BASE))


def moves(path: str, value: Any) -> bool:
    """Return whether some row of some table changes when a setting has another value."""
    try:
        talks = varied(BASE, [(path, value)], "test")
    except ConfigError:
        return False
    return any(now != before for now, before in zip(rows(talks), usual(), strict=True))


SETTINGS = dict(settings(BASE))
LISTED = {path for path in SETTINGS if any(fnmatch(path, listed) for listed in INERT)}


@pytest.mark.parametrize("path", sorted(SETTINGS.keys() - LISTED))
def test_a_setting_moves_something(path):
    assert any(moves(path, value) for value in SETTINGS[path])


@pytest.mark.parametrize("path", sorted(LISTED))
def test_a_setting_on_the_list_moves_nothing(path):
    """A setting that has come alive leaves the list."""
    assert not any(moves(path, value) for value in SETTINGS[path])


@pytest.mark.parametrize("listed", INERT)
def test_the_list_names_settings_that_exist(listed):
    assert any(fnmatch(path, listed) for path in SETTINGS)
