"""YAML -> Experiment -> list of runs: what is asked, as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from negsim import yaml_file
from negsim.config import Place, leaf, mapping, word
from negsim.errors import ConfigError, UnknownName
from negsim.politics.tables import ensemble
from negsim.registry import lookup, show, unknown
from negsim.rng import derive_seed
from negsim.scenario import Scenario, make_scenario
from negsim.source import apply_settings, canonical, find, set_path, setting_path

KEYS = ("name", "description", "scenario", "factors", "design", "replications", "seed", "metrics")
MAX_RUNS = 10_000_000
"""Most runs one experiment may ask for."""
DEFAULT_REPLICATIONS = 100
DEFAULT_SEED = 20250402
DEFAULT_METRICS = ("agreement_rate", "gain0_us", "gain0_vietnam", "us_deficit_usd_bn")


@dataclass(frozen=True)
class Run:
    """One fully specified negotiation. Two equal runs give the same rows, anywhere.

    Attributes
    ----------
    run_id : point_id * replications + replication
    scenario : the resolved scenario as YAML text
    factors : (dotted path, value) of this design point
    seed : root of all chance; the same at every point for one replication, so comparisons are paired
    metrics : names of metrics beyond the standard columns
    log : whether the moves and the agents' verdicts are kept
    """

    run_id: int
    point_id: int
    replication: int
    seed: int
    scenario: str = field(repr=False)
    factors: tuple[tuple[str, Any], ...] = ()
    metrics: tuple[str, ...] = ()
    log: bool = False


@dataclass(frozen=True)
class Experiment:
    """A question: a scenario, factors with their levels, replications and what to measure.

    Attributes
    ----------
    base : the scenario as plain data, before any factor is applied
    factors : dotted path -> levels
    points : the checked scenario of every design point, in the order of the design
    """

    name: str
    description: str
    base: Mapping[str, Any]
    factors: Mapping[str, tuple[Any, ...]]
    replications: int
    seed: int
    metrics: tuple[str, ...]
    points: tuple["Point", ...]

    @property
    def size(self) -> int:
        """Number of runs."""
        return len(self.points) * self.replications

    def runs(self) -> Iterator[Run]:
        """Yield the runs in order of their id."""
        seeds = [derive_seed(self.seed, "replication", r) for r in range(self.replications)]
        for point in self.points:
            text = yaml_file.dump(point.scenario.resolved())
            logged = point.scenario.log.offers
            for replication, seed in enumerate(seeds):
                yield Run(
                    run_id=point.point_id * self.replications + replication,
                    point_id=point.point_id,
                    replication=replication,
                    seed=seed,
                    scenario=text,
                    factors=point.factors,
                    metrics=self.metrics,
                    log=logged == "all" or (logged == "first" and replication == 0),
                )

    def resolved(self) -> dict[str, Any]:
        """Return everything that decides the results, as plain data that makes the same experiment again.

        Without factors the scenario has its defaults filled in. With factors it stands as it was given: what
        a missing key means may depend on a level, as the default weights do on `weights`; the design table
        has the scenario of every point with all defaults.
        """
        scenario = self.base if self.factors else self.points[0].scenario.resolved()
        return {
            "name": self.name,
            "description": self.description,
            "scenario": scenario,
            "factors": {path: list(levels) for path, levels in self.factors.items()},
            "design": "grid",
            "replications": self.replications,
            "seed": self.seed,
            "metrics": list(self.metrics),
        }


@dataclass(frozen=True)
class Point:
    """One point of the design."""

    point_id: int
    factors: tuple[tuple[str, Any], ...]
    scenario: Scenario


def load_experiment(
    name: str,
    settings: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
) -> Experiment:
    """Read an experiment, or a scenario as an experiment without factors, by path or packaged name.

    Parameters
    ----------
    settings : `key.path=value` changes of the scenario
    replications, seed : replace those of the file

    Raises
    ------
    ConfigError : for the first thing that is wrong, before anything runs.
    """
    path = find(name)
    raw = yaml_file.read(path)
    place = Place(str(path))
    data = dict(mapping(raw, place))
    if "scenario" not in data:
        for key in ("factors", "design", "replications", "metrics"):
            if key in data:
                raise ConfigError(
                    f"{place}: '{key}' belongs to an experiment, which needs the key 'scenario'"
                )
        data = {"name": data.get("name", path.stem), "scenario": data}
    if replications is not None:
        data["replications"] = replications
    if seed is not None:
        data["seed"] = seed
    return make_experiment(data, place, tuple(settings))


def make_experiment(data: Mapping[str, Any], place: Place, settings: tuple[str, ...] = ()) -> Experiment:
    """Return the experiment that a mapping describes; see `load_experiment`."""
    for key in mapping(data, place):
        if key not in KEYS:
            raise ConfigError(f"{place}: {unknown('key', key, KEYS)}")
    if "scenario" not in data:
        raise ConfigError(f"{place}: the key 'scenario' is missing: which talks are played?")
    base, scenario_place = _base(data["scenario"], place)
    factors = data.get("factors", {})
    _refuse_overridden(settings, factors, place)
    base = apply_settings(base, settings)
    checked = make_scenario(base, scenario_place)
    replications = leaf(
        int, data.get("replications", DEFAULT_REPLICATIONS), place.key("replications"), {"limits": {"ge": 1}}
    )
    seed = leaf(int, data.get("seed", DEFAULT_SEED), place.key("seed"), {"limits": {"ge": 0, "lt": 2**63}})
    design = data.get("design", "grid")
    if design != "grid":
        raise ConfigError(f"{place.key('design')}: {unknown('design', design, ('grid',))}")
    factors = _factors(factors, place.key("factors"), replications)
    return Experiment(
        name=word(data.get("name", checked.name), place.key("name")),
        description=leaf(str, data.get("description", checked.description), place.key("description")),
        base=base,
        factors=factors,
        replications=replications,
        seed=seed,
        metrics=_metrics(data.get("metrics", list(DEFAULT_METRICS)), place.key("metrics")),
        points=_points(base, factors, place),
    )


def _base(raw: Any, place: Place) -> tuple[Mapping[str, Any], str]:
    """Return a scenario given by packaged name, by path, or written out, and where it stands."""
    if not isinstance(raw, str):
        return mapping(raw, place.key("scenario")), str(place)
    try:
        path = find(raw, Path(place.source).parent)
    except ConfigError as error:
        raise ConfigError(f"{place.key('scenario')}: {error}") from error
    return mapping(yaml_file.read(path), Place(str(path))), str(path)


def _factors(raw: object, place: Place, replications: int) -> dict[str, tuple[Any, ...]]:
    factors = {}
    for path, levels in mapping(raw, place).items():
        if path == "weights" and levels == "ensemble":
            levels = list(range(len(ensemble())))
        if not isinstance(levels, list) or not levels:
            raise ConfigError(f"{place.key(path)}: must be a list of at least one level, got {show(levels)}")
        if len({canonical(level) for level in levels}) < len(levels):
            raise ConfigError(f"{place.key(path)}: has a level twice, got {show(levels)}")
        factors[path] = tuple(levels)
    runs = replications * prod(len(levels) for levels in factors.values())
    if runs > MAX_RUNS:
        raise ConfigError(
            f"{place}: {runs:,} runs are asked for, at most {MAX_RUNS:,} are allowed: drop levels"
        )
    return factors


def _refuse_overridden(settings: tuple[str, ...], factors: object, place: Place) -> None:
    """Refuse a setting or a factor that would have no effect because a factor replaces it later."""
    paths = list(mapping(factors, place.key("factors")))
    fixed = [setting_path(text) for text in settings]
    for position, later in enumerate(paths):
        for kind, earlier in [("--set", path) for path in fixed] + [("factor", p) for p in paths[:position]]:
            if earlier == later or earlier.startswith(f"{later}."):
                raise ConfigError(
                    f"{place.key('factors').key(later)}: this factor undoes {kind} {earlier}; "
                    + ("drop one of them" if kind == "--set" else "put it first")
                )


def _points(
    base: Mapping[str, Any], factors: Mapping[str, tuple[Any, ...]], place: Place
) -> tuple[Point, ...]:
    points = []
    for number, levels in enumerate(product(*factors.values())):
        raw: Any = base
        for path, level in zip(factors, levels, strict=True):
            raw = set_path(raw, path, level, f"{place.key('factors').key(path)}")
        text = ", ".join(f"{path}={level}" for path, level in zip(factors, levels, strict=True))
        source = f"{place}: factors at {text}" if factors else str(place)
        point_factors = tuple(zip(factors, levels, strict=True))
        points.append(Point(number, point_factors, make_scenario(raw, source)))
    return tuple(points)


def _metrics(raw: object, place: Place) -> tuple[str, ...]:
    names: tuple[str, ...] = leaf(tuple[str, ...], raw, place)
    for position, name in enumerate(names):
        try:
            lookup("metric", name)
        except UnknownName as error:
            raise ConfigError(f"{place.key(f'[{position}]')}: {error}") from error
    if len(set(names)) != len(names):
        raise ConfigError(f"{place}: a metric is named twice in {list(names)}")
    return names
