"""Trade tables of one's own: they decide results, so they are part of the hash, and results keep a copy.

A set of tables is known by its content: where its folder lies makes no other configuration.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from negsim.economy.tables import packaged_tables, table_digest
from negsim.experiment.designs.factor import Levels
from negsim.experiment.experiment import Experiment

WHERE = "economy.data"
"""Path of the setting that names the tables."""
DIGITS = 12
"""Digits of its digest after which the copy of a set of tables is named."""


def own_tables(experiment: Experiment) -> dict[str, str]:
    """Return folder -> name inside a result folder, for each set of own tables that runs may use."""
    named = [experiment.base.economy.data]
    factor = experiment.factors.get(WHERE)
    if isinstance(factor, Levels):
        named = [*named, *factor.levels]
    own = [name for name in named if name not in packaged_tables()]
    return {name: f"tables/{table_digest(name)[:DIGITS]}" for name in own}


def resolved_with_kept(experiment: Experiment) -> Any:
    """Return the resolved experiment as it stands in a result folder: its own tables lie beside it."""
    return replaced(experiment.resolved(), own_tables(experiment))


def copies(experiment: Experiment) -> dict[str, bytes]:
    """Return name inside a result folder -> content, of every file of tables of one's own."""
    return {
        f"{name}/{path.name}": path.read_bytes()
        for folder, name in own_tables(experiment).items()
        for path in sorted(Path(folder).glob("*.csv"))
    }


def replaced(data: Any, names: Mapping[str, str]) -> Any:
    """Return plain data in which texts that are names have become others."""
    if isinstance(data, Mapping):
        return {key: replaced(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data
