"""The Python front door: run something, read results, compare them, see what moves them."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from negsim.analysis.comparison import Asked, Comparison, comparison
from negsim.analysis.replays import REPLAYS
from negsim.analysis.results import Results
from negsim.analysis.sensitivity import sensitivities, table_of
from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.finished import load
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan, chunk_size
from negsim.errors import ConfigError
from negsim.experiment.contest import strategy_levels
from negsim.experiment.experiment import Experiment, load_experiment, make_experiment, with_scenario
from negsim.experiment.manifest import config_hash
from negsim.politics.countries import sides
from negsim.registry import show, unknown
from negsim.report.finish import finish
from negsim.settings.paths import packaged_names
from negsim.settings.reader import Place, mapping
from negsim.settings.yaml_file import dump

__all__ = ["compare", "load", "run", "sensitivity"]
RUN_SECONDS = 0.02
"""Time assumed for one run when chunks are cut without a pilot."""
Config = str | Path | Mapping[str, Any]


def run(
    config: Config,
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
    config : path of a YAML file, a packaged name, e.g. ``"us_vietnam_2025"``, or what such a file holds as a
        mapping, e.g. ``{"scenario": "mini", "factors": {"time.ticks": [5, 10]}}``
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
    changes = tuple(f"{path}={dump(_plain(value, path))}" for path, value in (settings or {}).items())
    return _played(_experiment(config, changes, replications, seed), out, workers)


def _experiment(
    config: Config, changes: tuple[str, ...], replications: int | None, seed: int | None
) -> Experiment:
    if not isinstance(config, Mapping):
        return load_experiment(str(config), changes, replications, seed)
    place = Place("config")
    data = with_scenario(dict(mapping(_plain(config, "config"), place)), place)
    given = {"replications": replications, "seed": seed}
    data |= {key: _plain(value, key) for key, value in given.items() if value is not None}
    return make_experiment(data, place, changes)


def _played(
    experiment: Experiment, out: str | Path | None, workers: int = 1, plugins: Sequence[str] = ()
) -> Results:
    """Return the results of an experiment, which is played unless its folder is there."""
    executor = Local(workers) if workers > 1 else Serial()
    with tempfile.TemporaryDirectory() as scratch:
        digest = config_hash(experiment, plugins)
        folder = folder_for(Path(out or scratch), experiment, digest)
        if not folder.complete:
            plan = Plan(digest, chunk_size(RUN_SECONDS, experiment.size, workers))
            run_experiment(folder, plan, executor, datetime.now(UTC), plugins=plugins, add=finish)
        results = load(folder.path)
        if out is None:
            results.read_all()
    return results


@dataclass(frozen=True)
class Comparing:
    """What is compared, and how what is no result yet is played first.

    Attributes
    ----------
    by, metrics, replays, plugins : see `Asked`
    scenario, party : strategies are compared, those of this party in this scenario
    replications, seed, out : of what is played
    """

    by: Sequence[str] = ()
    metrics: Sequence[str] = ()
    replays: int = REPLAYS
    plugins: Sequence[str] = ()
    scenario: Config | None = None
    party: str | None = None
    replications: int | None = None
    seed: int | None = None
    out: str | Path | None = None


def compare(*items: Results | Config, **how: Any) -> Comparison:
    """Compare levels of factors within one result, several results or configurations, or strategies.

    Parameters
    ----------
    items : results, result folders, or configurations as `run` takes them, which are played first; with
        `scenario`, strategies: names, YAML files or mappings
    how : keywords of `Comparing`: `by` (factors), `metrics`, `replays`, `scenario`, `party`, `replications`,
        `seed`, `out`

    Returns
    -------
    Comparison with `.table`, `.agents` and `.partings` as DataFrames.

    Raises
    ------
    NegsimError : if there is nothing to compare.
    """
    for name in how:
        if name not in Comparing.__dataclass_fields__:
            raise ConfigError(f"compare: {unknown('keyword', name, Comparing.__dataclass_fields__)}")
    return compared(items, Comparing(**how))


def compared(items: Sequence[Any], how: Comparing) -> Comparison:
    """Return a comparison, see `compare`."""
    if how.scenario is not None:
        found = [_played(_of_strategies(items, how), how.out, plugins=how.plugins)]
    else:
        found = [_results(item, how) for item in items]
    if not found:
        raise ConfigError("compare: name what is compared: results, configurations, or strategies")
    return comparison(found, Asked(how.by, how.metrics, how.replays, how.plugins))


def _results(item: Any, how: Comparing) -> Results:
    """Return the results in a folder, or those of a configuration, which is played unless it has been."""
    if isinstance(item, Results):
        return item
    if isinstance(item, str | Path) and str(item) not in packaged_names():
        folder = Path(item)
        if folder.is_dir() and not (folder / "experiment.yaml").is_file():
            return load(folder)
    return _played(_experiment(item, (), how.replications, how.seed), how.out, plugins=how.plugins)


def _of_strategies(items: Sequence[Any], how: Comparing) -> Experiment:
    """Return the experiment whose only factor are the strategies of one party."""
    if len(items) < 2:
        raise ConfigError("compare: with a scenario, name at least two strategies")
    written = [_plain(item, "strategy") if isinstance(item, Mapping) else item for item in items]
    levels = strategy_levels(written, "compare")
    path = f"parties.{how.party or sides()[0]}.strategy"
    scenario = how.scenario if isinstance(how.scenario, Mapping) else str(how.scenario)
    data = {
        "name": "strategies",
        "scenario": scenario,
        "factors": {path: {"levels": levels, "role": "lever"}},
    }
    return _experiment(data, (), how.replications, how.seed)


def sensitivity(results: Results | str | Path, metrics: Sequence[str] = ()) -> Any:
    """Return which factors of an experiment's design move its metrics: a DataFrame, one row for each of both.

    The columns are those of `sensitivity.csv`: indices with the ends of their 95 % intervals.

    Parameters
    ----------
    metrics : default: those of the experiment, and the levels agreed on, that can be analysed

    Raises
    ------
    NegsimError : if no metric, or one that is named, cannot be analysed.
    """
    found, _ = sensitivities(results if isinstance(results, Results) else load(results), metrics)
    return table_of(found)


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
