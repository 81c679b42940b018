"""The base of an experiment as plain data: every default filled in, but for what the factors decide.

What a missing key means may depend on a level: weights of terms and the usual ratification on `weights`, all
settings of a plug-in on its `type`, an acceptance condition on the bidding rule. Where a factor changes the
one, the other stays as it was given, so that the file a result keeps makes the same runs as the one that was
read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from negsim.errors import ConfigError
from negsim.settings.paths import value_at
from negsim.talks.scenario import Scenario

Keys = Sequence[str]


def base_data(scenario: Scenario, factors: Sequence[str]) -> dict[str, Any]:
    """Return a scenario as plain data that gives the same scenario at every level of some factors.

    Parameters
    ----------
    factors : dotted path of every factor; what stands there stays as it was given, to start from
    """
    data = scenario.resolved()
    if "weights" in factors:
        data["parties"] = {name: _without_weights(name, scenario, data) for name in data["parties"]}
        for name in data["parties"]:
            data = _as_given(data, scenario.raw, ("parties", name, "ratification"))
    for path in factors:
        for keys in _decided_by(path.split(".")):
            data = _as_given(data, scenario.raw, keys)
    for path in factors:
        if value_at(scenario.raw, path) is not None:
            data = _as_given(data, scenario.raw, path.split("."))
    return data


def _decided_by(keys: Keys) -> Iterator[Keys]:
    """Yield the places whose defaults depend on what stands at some keys."""
    for end in range(1, len(keys) + 1):
        if keys[end - 1] in ("type", "bidding"):
            yield keys[: end - 1]


def _without_weights(party: str, scenario: Scenario, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a party whose terms have the weights that were given, so that the others follow the vector."""
    given = value_at(scenario.raw, f"parties.{party}.terms") or {}
    terms = {}
    for name, term in data["parties"][party]["terms"].items():
        own = given.get(name, {})
        follows = isinstance(own, Mapping) and "type" not in own
        dropped = {"type"} | ({"weight"} - set(own)) if follows else set()
        terms[name] = term and {key: value for key, value in term.items() if key not in dropped}
    return {**data["parties"][party], "terms": terms}


def _as_given(data: Any, raw: Any, keys: Keys) -> Any:
    """Return `data` in which what stands at some keys is what `raw` has there, or nothing."""
    if not keys or not isinstance(raw, Mapping) or not isinstance(data, Mapping):
        return raw
    head, *rest = keys
    if head not in raw:
        return {key: value for key, value in data.items() if key != head}
    return {**data, head: _as_given(data.get(head), raw[head], rest)}


def base_value(scenario: Scenario) -> Callable[[str], Any]:
    """Return how to look up what a base scenario says at a dotted path."""

    def value(path: str) -> Any:
        found = value_at(scenario.raw, path)
        if found is None:
            raise ConfigError(f"{path}: the scenario has no value there to start from")
        return found

    return value
