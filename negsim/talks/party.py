"""What holds for a party unless its scenario says otherwise."""

from collections.abc import Mapping
from typing import Any

from negsim.agents.government import Government
from negsim.errors import ConfigError, UnknownName
from negsim.politics.blocs import ensemble, sides
from negsim.registry import name_of, unknown


def party_defaults(values: Mapping[str, Any], name: str, cls: type[Government]) -> Mapping[str, Any]:
    """Return the settings of a government that hold if a scenario leaves them out.

    Its terms have the weights of the scenario's vector of the ensemble.

    Raises
    ------
    UnknownName, ConfigError : if there is no such seat, or the government belongs into another.
    """
    if name not in sides():
        raise UnknownName(unknown("party", name, sides()))
    if cls.side not in ("", name):
        raise ConfigError(f"type: '{name_of(cls)}' cannot sit in the seat of {name}")
    weights = ensemble()[values["weights"]]
    terms = {
        term: {**settings, "weight": weights[name, term]} if (name, term) in weights else settings
        for term, settings in cls.default_terms().items()
    }
    return {"terms": terms, "ratification": cls.default_ratification}
