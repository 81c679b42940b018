"""The Python front door: run something, read results."""

import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from negsim.analysis.results import Results
from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.finished import load
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan, chunk_size
from negsim.errors import ConfigError
from negsim.experiment.experiment import load_experiment
from negsim.experiment.manifest import config_hash
from negsim.registry import show
from negsim.report.finish import finish
from negsim.settings.yaml_file import dump

__all__ = ["load", "run"]
RUN_SECONDS = 0.02
"""Time assumed for one run when chunks are cut without a pilot."""


def run(
    config: str | Path,
    *,
    seed: int | None = None,
    replications: int | None = None,
    settings: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    workers: int = 1,
) -> Results:
    """Play a scenario or an experiment and return its tables.

    Parameters
    ----------
    config : path of a YAML file or a packaged name, e.g. ``"us_vietnam_2025"``
    seed, replications : replace those of the file
    settings : dotted path -> value, e.g. ``{"no_deal.credibility": 0.6}``
    workers : processes of this machine that play; 1 stays in this process. A script that asks for more must
        do so under `if __name__ == "__main__":`, since every worker imports it
    out : where result folders are kept; without it the tables live in memory only

    Returns
    -------
    Results with `.runs`, `.offers`, `.agents` as DataFrames.

    Raises
    ------
    NegsimError : if the configuration cannot be used.
    """
    executor = Local(workers) if workers > 1 else Serial()
    changes = tuple(f"{path}={dump(_plain(value, path))}" for path, value in (settings or {}).items())
    experiment = load_experiment(str(config), changes, replications, seed)
    with tempfile.TemporaryDirectory() as scratch:
        digest = config_hash(experiment)
        folder = folder_for(Path(out or scratch), experiment, digest)
        if not folder.complete:
            plan = Plan(digest, chunk_size(RUN_SECONDS, experiment.size, workers))
            run_experiment(folder, plan, executor, datetime.now(UTC), add=finish)
        results = load(folder.path)
        if out is None:
            results.read_all()
    return results


def _plain(value: Any, path: str) -> Any:
    """Return a setting as what YAML can write: NumPy's numbers as numbers, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(entry, path) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry, path) for entry in value]
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, str | int | float | date):
        return value
    raise ConfigError(f"{path}: must be plain data (numbers, texts, lists, mappings), got {show(value)}")
