"""Scenarios for tests: packaged ones as plain data, and small changes to them."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np

from negsim.bargaining.outcome import Outcome
from negsim.settings import yaml_file
from negsim.settings.paths import find
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from negsim.talks.scenario import WORLDS_KEPT, Scenario, make_scenario
from negsim.world.memory import Memory
from negsim.world.world import World

SIDES = ("us", "vietnam")
Keys = tuple[str | int, ...]
WORLDS = Memory(WORLDS_KEPT)
"""What one test has solved need not be solved again by the next."""
FRAMEWORK = {
    "exemptions": "annex",
    "access": "all",
    "purchases": "$5 bn",
    "origin": "digital audits",
    "reform": "binding",
    "strategic": "process",
}
"""The framework of October 2025: 20 %, annex, full access, $5 bn a year, audits, reform, process."""

LEAKY = {f"parties__{side}__politics__leak_probability": 1 for side in SIDES}
"""Settings under which every offer is public from the next tick on."""


@cache
def _read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = yaml_file.read(find(name))
    return raw


def raw_scenario(name: str = "quiet") -> dict[str, Any]:
    """Return a packaged scenario as plain data, one's own to change."""
    return deepcopy(_read(name))


def changed(raw: Any, keys: Keys, value: Any) -> Any:
    """Return a copy of `raw` with the value at `keys` replaced; missing mappings are made."""
    copy = deepcopy(raw)
    if not keys:
        return value
    inner = copy
    for key in keys[:-1]:
        inner = inner.setdefault(key, {}) if isinstance(inner, dict) else inner[key]
    inner[keys[-1]] = value
    return copy


def removed(raw: Any, keys: Keys) -> Any:
    """Return a copy of `raw` without the entry at `keys`."""
    copy = deepcopy(raw)
    inner = copy
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    return copy


def places(raw: Any, keys: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of every value inside `raw`, sections before what they hold."""
    entries = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, value in entries:
        yield (*keys, key)
        yield from places(value, (*keys, key))


def dotted(keys: Keys) -> str:
    """Return keys as error messages write them."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def scenario(name: str = "mini", **settings: Any) -> Scenario:
    """Return a packaged scenario with `section__key=value` changes."""
    raw = raw_scenario(name)
    for path, value in settings.items():
        raw = changed(raw, tuple(path.split("__")), value)
    return make_scenario(raw, f"{name}.yaml", worlds=WORLDS)


def model(name: str = "mini", seed: int = 1, **settings: Any) -> NegotiationModel:
    """Return a model of a packaged scenario with changes, every move logged."""
    return NegotiationModel(scenario(name, **settings), seed, log=True)


def outcome(world: World, **labels: str) -> Outcome:
    """Return the outcome with these labels; other issues stay at their no-deal level."""
    return world.space.outcome(labels)


def play(talks: Scenario, seeds: Iterable[int]) -> list[RunRecord]:
    """Return the records of some runs of one model, every move logged."""
    here = NegotiationModel(talks)
    records = []
    for seed in seeds:
        here.reset(seed, log=True)
        records.append(here.run())
    return records


def level_table(space):
    """Return the levels of every outcome, shape (n, issues)."""
    return np.stack(np.unravel_index(np.arange(space.n), space.shape), axis=1)


def ratifies(home, at):
    """Return whether a side would ratify an outcome today at even odds or better."""
    return bool(home.verdict()(np.array([at]), np.array([home.raised_demands]))[0])
