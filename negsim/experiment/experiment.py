"""YAML -> Experiment -> runs: what is asked, as data; points are made when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from negsim.errors import ConfigError, UnknownName
from negsim.experiment.designs.factor import Factor
from negsim.experiment.layout import Layout, base_value, make_layout, refuse_overridden
from negsim.experiment.point import PlayedPoint, Values, applied, scenario_at
from negsim.experiment.stopping import StoppingRule, check_replications, make_stopping_rule
from negsim.registry import lookup, unknown
from negsim.rng import derive_seed
from negsim.settings import yaml_file
from negsim.settings.paths import find
from negsim.settings.reader import Place, leaf, mapping, plain, word
from negsim.talks.calendar import LogSettings
from negsim.talks.scenario import Scenario, make_scenario, scenario_data

KEYS = (
    *("name", "description", "scenario", "factors", "design", "constraints", "replications", "seed"),
    *("common_random_numbers", "until", "metrics"),
)
DEFAULT_REPLICATIONS = 100
DEFAULT_SEED = 20250402
MANY_LOGGED = 1000
"""Points of one run each from which it is said that all of them keep their moves."""
DEFAULT_METRICS = ("agreement_rate", "gain0_us", "gain0_vietnam", "us_deficit_usd_bn")


@dataclass(frozen=True)
class Point:
    """One point of the design: (dotted path, level) of every factor."""

    point_id: int
    factors: Values


@dataclass(frozen=True)
class Run:
    """One fully specified negotiation. Two equal runs give the same rows, anywhere.

    Attributes
    ----------
    run_id : point_id * replications + replication
    scenario : the base scenario as YAML text, the same for all runs of an experiment
    factors : (dotted path, level) of this design point, still to be applied to it
    seed : root of all chance; under common random numbers the same at every point for one replication
    metrics : names of metrics beyond the standard columns
    log : whether the moves are kept
    log_agents : whether the agents' verdicts on the end are kept
    """

    run_id: int
    point_id: int
    replication: int
    seed: int
    scenario: str = field(repr=False)
    factors: Values = ()
    metrics: tuple[str, ...] = ()
    log: bool = False
    log_agents: bool = False

    @property
    def talks(self) -> PlayedPoint:
        """Base scenario and factors."""
        return PlayedPoint(self.scenario, self.factors)


@dataclass(frozen=True, eq=False)
class Experiment:
    """A question: a scenario, factors, the points at which it is played, and what to measure.

    Attributes
    ----------
    base : the scenario as plain data, before any factor is applied
    layout : the points of the design
    log : which runs keep their moves and the agents' verdicts
    until : stopping rule, or None; `replications` is then the most there can be
    """

    name: str
    description: str
    base: Mapping[str, Any]
    layout: Layout = field(repr=False)
    replications: int
    seed: int
    metrics: tuple[str, ...]
    common_random_numbers: bool
    until: StoppingRule | None
    log: LogSettings

    @property
    def factors(self) -> Mapping[str, Factor]:
        """Dotted path -> levels or range of every factor."""
        return self.layout.factors

    @property
    def n_points(self) -> int:
        """Number of design points."""
        return self.layout.size

    @property
    def size(self) -> int:
        """Number of runs; with a stopping rule the most there can be."""
        return self.n_points * self.replications

    @cached_property
    def text(self) -> str:
        """The base scenario as YAML text."""
        return yaml_file.dump(self._scenario())

    @cached_property
    def whole(self) -> Scenario:
        """The base scenario, of which points take over what they leave alone."""
        return scenario_at(self.text, ())

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the design before it runs."""
        dropped, told = self.layout.dropped, []
        if dropped:
            points = dropped + self.n_points
            told.append(f"{dropped:,} of {points:,} points break a constraint and are left out")
        every = self.replications == 1 and "first" in (self.log.offers, self.log.agents)
        if every and self.n_points >= MANY_LOGGED:
            told.append("every run is the first of its point and is logged: --log-offers none is quicker")
        return tuple(told)

    def point(self, point_id: int) -> Point:
        """Return one design point."""
        if not 0 <= point_id < self.n_points:
            raise IndexError(f"no point {point_id}: there are {self.n_points}")
        return Point(point_id, self.layout.values(point_id))

    def scenario(self, point: Point) -> Scenario:
        """Return the checked scenario of a design point."""
        return scenario_at(self.text, point.factors, self.whole)

    def scenario_text(self, point: Point) -> str:
        """Return the resolved scenario of a design point as YAML text."""
        return yaml_file.dump(self.scenario(point).resolved())

    def run(self, run_id: int) -> Run:
        """Return one run."""
        point_id, replication = divmod(run_id, self.replications)
        return self._run(self.point(point_id), replication)

    def runs(self, start: int = 0, stop: int | None = None) -> Iterator[Run]:
        """Yield the runs from `start` up to `stop` in order of their id."""
        for run_id in range(start, self.size if stop is None else min(stop, self.size)):
            yield self.run(run_id)

    def _run(self, point: Point, replication: int) -> Run:
        apart = () if self.common_random_numbers else ("point", point.point_id)
        return Run(
            run_id=point.point_id * self.replications + replication,
            point_id=point.point_id,
            replication=replication,
            seed=derive_seed(self.seed, "replication", replication, *apart),
            scenario=self.text,
            factors=point.factors,
            metrics=self.metrics,
            log=_kept(self.log.offers, replication),
            log_agents=_kept(self.log.agents, replication),
        )

    def resolved(self) -> dict[str, Any]:
        """Return everything that decides the results, as plain data that makes the same experiment again."""
        return {
            "name": self.name,
            "description": self.description,
            "scenario": self._scenario(),
            "factors": dict(self.layout.written),
            "design": plain(self.layout.design),
            "constraints": [constraint.text for constraint in self.layout.constraints],
            "replications": self.replications,
            "seed": self.seed,
            "common_random_numbers": self.common_random_numbers,
            "until": plain(self.until) if self.until else None,
            "metrics": list(self.metrics),
        }

    def _scenario(self) -> Mapping[str, Any]:
        """Return the base scenario: with factors as it was given, else with defaults filled in.

        What a missing key means may depend on a level, as the default weights do on `weights`.
        """
        return self.base if self.factors else make_scenario(self.base, self.name).resolved()


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
        for key in KEYS:
            if key in data and key not in ("name", "description"):
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
    raw, source = _base(data["scenario"], place)
    refuse_overridden(settings, data.get("factors", {}), place)
    base = scenario_data(raw, Path(source).parent, settings)
    checked = make_scenario(base, source, settings=settings)
    metrics = _metrics(data.get("metrics", list(DEFAULT_METRICS)), place.key("metrics"))
    until = make_stopping_rule(data.get("until"), metrics, place.key("until"))
    replications = leaf(
        int,
        data.get("replications", until.max if until else DEFAULT_REPLICATIONS),
        place.key("replications"),
        {"limits": {"ge": 1}},
    )
    check_replications(replications, until, place)
    seed = leaf(int, data.get("seed", DEFAULT_SEED), place.key("seed"), {"limits": {"ge": 0, "lt": 2**63}})
    layout = make_layout(data, base_value(base, checked.resolved()), seed, place, replications)
    _check_points(base, layout, place)
    return Experiment(
        name=word(data.get("name", checked.name), place.key("name")),
        description=leaf(str, data.get("description", checked.description), place.key("description")),
        base=base,
        layout=layout,
        replications=replications,
        seed=seed,
        metrics=metrics,
        common_random_numbers=leaf(
            bool, data.get("common_random_numbers", True), place.key("common_random_numbers")
        ),
        until=until,
        log=checked.log,
    )


def _kept(policy: str, replication: int) -> bool:
    return policy == "all" or (policy == "first" and replication == 0)


def _base(raw: Any, place: Place) -> tuple[Mapping[str, Any], str]:
    """Return a scenario given by packaged name, by path, or written out, and where it stands."""
    if not isinstance(raw, str):
        return mapping(raw, place.key("scenario")), str(place)
    try:
        path = find(raw, Path(place.source).parent)
    except ConfigError as error:
        raise ConfigError(f"{place.key('scenario')}: {error}") from error
    return mapping(yaml_file.read(path), Place(str(path))), str(path)


def _check_points(base: Mapping[str, Any], layout: Layout, place: Place) -> None:
    """Build some points, so that a bad level is refused before anything runs."""
    for values in layout.probes():
        text = ", ".join(f"{path}={level}" for path, level in values)
        source = f"{place}: factors at {text}" if values else str(place)
        make_scenario(applied(base, values, str(place.key("factors"))), source)


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
