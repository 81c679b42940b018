"""What holds for a party unless its scenario says otherwise."""

from collections.abc import Mapping
from typing import Any

from negsim.agents.government import Government
from negsim.errors import ConfigError, UnknownName
from negsim.politics.blocs import ensemble
from negsim.politics.countries import sides
from negsim.registry import name_of, unknown


def party_defaults(values: Mapping[str, Any], name: str, cls: type[Government]) -> Mapping[str, Any]:
    """Return the settings of a government that hold if a scenario leaves them out.

    Its terms, and the ratification usual for it, have the numbers of the scenario's vector of weights.

    Raises
    ------
    UnknownName, ConfigError : if there is no such seat, or the government belongs into another.
    """
    if name not in sides():
        raise UnknownName(unknown("party", name, sides()))
    if cls.side not in ("", name):
        raise ConfigError(f"type: '{name_of(cls)}' cannot sit in the seat of {name}")
    numbers = ensemble()[values["weights"]]
    terms = {
        term: {**settings, "weight": numbers[key]} if (key := (name, "term", term)) in numbers else settings
        for term, settings in cls.default_terms().items()
    }
    usual = cls.default_ratification
    rule = {key: value for (party, kind, key), value in numbers.items() if (party, kind) == (name, usual)}
    return {"terms": terms, "ratification": {"type": usual, **rule}}
