"""What was turned, as an experiment: the same question with replications, intervals and a folder."""

from collections.abc import Mapping
from typing import Any

from negsim.errors import ConfigError
from negsim.explore.address import settings_of
from negsim.explore.instrument import Instrument
from negsim.explore.knobs import Value, at
from negsim.settings import yaml_file

MOST_IN_A_GRID = 3
REPLICATIONS = 50


def as_experiment(instrument: Instrument, first: Mapping[str, Value], second: Mapping[str, Value]) -> str:
    """Return the YAML of an experiment whose factors are what was turned.

    Each factor has the values of both settings, or of the scenario and the first, where only one was turned.
    Up to three factors are crossed; more are changed one at a time.

    Raises
    ------
    ConfigError : if nothing was turned.
    """
    factors = {
        path: {"levels": [one, other]}
        for path in dict.fromkeys([*first, *second])
        for one, other in [_levels(instrument, path, first, second)]
        if one != other
    }
    if not factors:
        raise ConfigError("nothing has been turned: move a slider, then make it an experiment")
    instrument.scenario(first), instrument.scenario(second)
    parties = list(instrument.base.parties)
    return yaml_file.dump(
        {
            "name": "explored",
            "description": f"What was turned in the explorer of {instrument.base.name}.",
            "scenario": instrument.name if instrument.packaged else instrument.base.raw,
            "factors": factors,
            "design": "grid" if len(factors) <= MOST_IN_A_GRID else "one_at_a_time",
            "replications": REPLICATIONS,
            "seed": 1,
            "metrics": ["agreement_rate", *(f"gain0_{party}" for party in parties)],
        }
    )


def _levels(
    instrument: Instrument, path: str, first: Mapping[str, Value], second: Mapping[str, Value]
) -> tuple[Any, Any]:
    """Return the two levels of a factor."""
    knob = instrument.knobs[path]
    one, other = first.get(path, knob.value), second.get(path, knob.value)
    resolved = at(instrument.base.resolved(), path)
    known = [settings_of({path: value}).get(path, resolved) for value in (one, other)]
    return known[0], known[1]
