"""What was turned, as an experiment: the same question with replications, intervals and a folder."""

from collections.abc import Mapping
from typing import Any

from negsim.errors import ConfigError
from negsim.explore.address import settings_of
from negsim.explore.instrument import Instrument
from negsim.explore.knobs import Value
from negsim.settings import yaml_file
from negsim.settings.paths import value_at

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
    resolved = instrument.base.resolved()

    def level(path: str, changes: Mapping[str, Value]) -> Any:
        value = changes.get(path, instrument.knobs[path].value)
        return settings_of({path: value}).get(path, value_at(resolved, path))

    levels = {path: [level(path, first), level(path, second)] for path in dict.fromkeys([*first, *second])}
    factors = {path: {"levels": both} for path, both in levels.items() if both[0] != both[1]}
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
