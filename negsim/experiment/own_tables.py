"""Trade tables of one's own: they decide results, so they are part of the hash, and results keep a copy.

A set of tables is called by its folder's name and what it holds, wherever it lies: `mine@0123456789ab`. So it
stands in the hash, in the columns of results, and as the name of the copy.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from negsim.economy.tables import packaged_tables, table_digest
from negsim.errors import ResultError
from negsim.experiment.designs.factor import Levels
from negsim.experiment.experiment import Experiment
from negsim.experiment.layout import TABLES

KEPT = "tables"
"""Folder of a result folder in which the copies stand."""
DIGITS = 12
"""Digits of its digest by which a set of tables is called."""


def own_tables(experiment: Experiment) -> dict[str, str]:
    """Return folder -> name by content, for each set of own tables that runs may use."""
    named: set[Any] = {experiment.base.economy.data}
    for path in TABLES:
        factor = experiment.factors.get(path)
        levels = factor.levels if isinstance(factor, Levels) else ()
        named |= {level.get("data") if isinstance(level, Mapping) else level for level in levels}
    own = sorted(named - {None, *packaged_tables()})
    return {folder: name_by_content(folder) for folder in own}


def name_by_content(folder: str) -> str:
    """Return what a set of tables is called; a copy that was not changed is called as it is named.

    Raises
    ------
    DataError : if there is no such set.
    """
    ending = f"@{table_digest(folder)[:DIGITS]}"
    return Path(folder).name.removesuffix(ending) + ending


def check_copies(folder: Path, experiment: Experiment) -> None:
    """Refuse copies of tables in a result folder that were changed.

    Raises
    ------
    ResultError : with the first one.
    """
    for name, called in own_tables(experiment).items():
        copy = Path(name)
        if copy.parent == folder.resolve() / KEPT and copy.name != called:
            raise ResultError(f"{copy}: holds other tables than those of these results; put them back")


def kept_tables(experiment: Experiment) -> dict[str, str]:
    """Return folder -> where in a result folder the copy of each set of own tables stands."""
    return {folder: f"{KEPT}/{name}" for folder, name in own_tables(experiment).items()}


def copies(experiment: Experiment) -> dict[str, bytes]:
    """Return name inside a result folder -> content, of every file of tables of one's own."""
    return {
        f"{name}/{path.name}": path.read_bytes()
        for folder, name in kept_tables(experiment).items()
        for path in sorted(Path(folder).glob("*.csv"))
    }


def replaced(data: Any, names: Mapping[str, str]) -> Any:
    """Return plain data in which texts that are names have become others."""
    if isinstance(data, Mapping):
        return {key: replaced(value, names) for key, value in data.items()}
    if isinstance(data, list):
        return [replaced(value, names) for value in data]
    return names.get(data, data) if isinstance(data, str) else data
