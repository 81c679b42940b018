"""Strategies as levels of a factor: those of one party to compare, or those of both in a tournament."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negsim.errors import ConfigError
from negsim.experiment.designs.grid import Grid
from negsim.experiment.experiment import Experiment, make_experiment, with_scenario
from negsim.politics.blocs import ensemble
from negsim.politics.countries import sides
from negsim.registry import names, unknown
from negsim.settings import yaml_file
from negsim.settings.paths import find
from negsim.settings.reader import Place, mapping

MOST_ENTRIES = 24
"""Strategies in one tournament; every one meets every other in both roles."""


@dataclass(frozen=True)
class Contest:
    """A tournament that is asked for.

    Attributes
    ----------
    config : a scenario, or an experiment whose factors are worlds over which gains are averaged
    strategies : registered names, or paths of YAML files with what may stand under `strategy`
    vectors : vectors of weights of the ensemble that are played; 0 takes the scenario's own
    settings : `key.path=value` changes of the scenario
    """

    config: str
    strategies: Sequence[str]
    vectors: int = 0
    settings: tuple[str, ...] = ()
    replications: int | None = None
    seed: int | None = None


def strategy_levels(items: Sequence[Any], who: str) -> list[dict[str, Any]]:
    """Return strategies as levels with names that tell them apart.

    Parameters
    ----------
    items : registered names, paths of YAML files, or strategies written out as plain data
    who : the command that asks, for its messages

    Raises
    ------
    ConfigError : for a name that is not registered, or a file that cannot be read.
    """
    levels = [_level(item, number, who) for number, item in enumerate(items, 1)]
    called = [level["name"] for level in levels]
    for number, level in enumerate(levels, 1):
        if called.count(level["name"]) > 1:
            level["name"] = f"{level['name']}_{number}"
    return levels


def _level(item: Any, number: int, who: str) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {"name": f"strategy_{number}", "value": item}
    path, known = Path(item), names("strategy")
    if path.suffix in (".yaml", ".yml"):
        name = "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in path.stem)
        return {"name": name, "value": dict(mapping(yaml_file.read(path), Place(str(path))))}
    if str(item) not in known:
        raise ConfigError(f"{who}: {unknown('strategy', str(item), known)}; a file must end in .yaml")
    return {"name": str(item), "value": str(item)}


def strategy_paths() -> tuple[str, str]:
    """Return the factors of a tournament: the strategy of either party."""
    first, second = sides()
    return f"parties.{first}.strategy", f"parties.{second}.strategy"


def tournament_experiment(asked: Contest) -> Experiment:
    """Return the experiment in which every strategy meets every strategy in either role, with the same luck.

    Raises
    ------
    ConfigError : for the first thing that is wrong, before anything runs.
    """
    _check(asked)
    place = Place(str(find(asked.config)))
    data = with_scenario(dict(mapping(yaml_file.read(Path(place.source)), place)), place)
    levels = {"levels": strategy_levels(asked.strategies, "tournament"), "role": "lever"}
    vectors = {"levels": list(range(asked.vectors)), "role": "uncertainty"}
    own = ({"weights": vectors} if asked.vectors else {}) | dict.fromkeys(strategy_paths(), levels)
    worlds = mapping(data.get("factors") or {}, place.key("factors"))
    for path in own:
        if path in worlds:
            raise ConfigError(f"{place.key('factors').key(path)}: the tournament sets it; leave it out")
    given = {"replications": asked.replications, "seed": asked.seed}
    data |= {key: value for key, value in given.items() if value is not None}
    data["factors"] = {**worlds, **own}
    data["name"] = f"{data.get('name') or Path(place.source).stem}_tournament"
    experiment = make_experiment(data, place, asked.settings)
    _check_luck(experiment, place)
    return experiment


def _check(asked: Contest) -> None:
    """Refuse what cannot be a tournament."""
    if not 2 <= len(asked.strategies) <= MOST_ENTRIES:
        raise ConfigError(
            f"tournament: --strategies names {len(asked.strategies)}, it takes 2 to {MOST_ENTRIES}"
        )
    for strategy in asked.strategies:
        if asked.strategies.count(strategy) > 1:
            raise ConfigError(f"tournament: --strategies names '{strategy}' twice; each enters once")
    if asked.vectors > len(ensemble()):
        raise ConfigError(
            f"tournament: --vectors is {asked.vectors}, the ensemble has {len(ensemble())} vectors of weights"
        )


def _check_luck(experiment: Experiment, place: Place) -> None:
    """Refuse an experiment in which not every pairing meets the same worlds and the same luck."""
    question = experiment.question
    if not isinstance(experiment.layout.design, Grid) or question.constraints:
        raise ConfigError(
            f"{place}: a tournament plays every pairing in every world: drop design, constraints"
        )
    if not question.common_random_numbers or question.until:
        raise ConfigError(
            f"{place}: a tournament gives every pairing the same runs: drop common_random_numbers, until"
        )
