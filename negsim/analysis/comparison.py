"""A whole comparison: metrics, agents, and where the talks part."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from negsim.analysis.compare import (
    FOLDER,
    compare,
    factors_to_compare,
    material_of,
    material_of_many,
)
from negsim.analysis.replays import REPLAYS, Replays
from negsim.analysis.results import Results
from negsim.errors import ResultError


@dataclass(frozen=True)
class Asked:
    """What is compared of some results.

    Attributes
    ----------
    factors : whose levels are compared; default: the levers, or else all with few levels
    metrics : default: those of the experiment, and the levels agreed on
    replays : pairs of runs played again for two levels; 0 plays none
    plugins : digests of the loose plug-ins that are loaded
    """

    factors: Sequence[str] = ()
    metrics: Sequence[str] = ()
    replays: int = REPLAYS
    plugins: Sequence[str] = ()


@dataclass(frozen=True)
class Comparison:
    """What differs between levels of a factor, or between results.

    Attributes
    ----------
    table : one row a metric and pair of levels, see `compare`
    agents : one row an agent and pair of levels: what it gains over no deal under either, in its own unit
    partings : one row a pair of runs played again: the first move in which they differ
    results : what was compared
    not_replayed : why no runs were played again; empty if they were
    """

    table: pd.DataFrame
    agents: pd.DataFrame
    partings: pd.DataFrame
    results: tuple[Results, ...]
    not_replayed: str = ""


def comparison(found: Sequence[Results], asked: Asked) -> Comparison:
    """Compare levels within one result, or several results with each other.

    Raises
    ------
    ResultError : if there is nothing to compare.
    """
    if len(found) == 1:
        by = factors_to_compare(found[0], asked.factors)
        material = material_of(found[0], asked.metrics)
    else:
        by, material = [FOLDER], material_of_many(found, asked.metrics)
    table = compare(material, by)
    nothing = pd.DataFrame()
    if not asked.replays:
        return Comparison(table, nothing, nothing, tuple(found))
    try:
        replays = Replays(material, asked.plugins, asked.replays)
    except ResultError as error:
        return Comparison(table, nothing, nothing, tuple(found), str(error))
    return Comparison(table, *replays.compare(by), tuple(found))
