"""YAML -> Experiment -> runs: what is asked, as data; points are made when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from negsim.errors import ConfigError
from negsim.experiment.base import base_data, base_value
from negsim.experiment.designs.factor import Factor
from negsim.experiment.layout import Layout, make_layout, refuse_overridden
from negsim.experiment.metrics.level import PREFIX, refuse_other_issues
from negsim.experiment.point import PlayedPoint, Values
from negsim.experiment.question import Question
from negsim.experiment.stopping import StoppingRule
from negsim.rng import derive_seed
from negsim.settings import yaml_file
from negsim.settings.build import build, plain
from negsim.settings.field import declared_fields
from negsim.settings.paths import find
from negsim.settings.reader import Place, mapping, refused_at
from negsim.talks.calendar import LogSettings
from negsim.talks.scenario import Scenario, make_scenario, scenario_data, varied

MANY_LOGGED = 1000
"""Points of one run each from which it is said that all of them keep their moves."""


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
    base : that scenario, checked
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
    base: Scenario = field(repr=False, compare=False)
    factors: Values = ()
    metrics: tuple[str, ...] = ()
    log: bool = False
    log_agents: bool = False

    @property
    def talks(self) -> PlayedPoint:
        """Base scenario and factors."""
        return PlayedPoint(self.base, self.factors)


@dataclass(frozen=True, eq=False)
class Experiment:
    """A question that was understood: its base scenario is checked, its points are known.

    Attributes
    ----------
    question : what was asked
    base : the scenario, before any factor is applied
    layout : the points of the design
    """

    question: Question
    base: Scenario
    layout: Layout = field(repr=False)

    @property
    def name(self) -> str:
        """Name of the experiment, by default that of the scenario."""
        return self.question.name or self.base.name

    @property
    def description(self) -> str:
        """The question in a sentence."""
        return self.question.description or self.base.description

    @property
    def replications(self) -> int:
        """Runs of each point; with a stopping rule the most there can be."""
        return self.question.replications

    @property
    def seed(self) -> int:
        """Root of all chance."""
        return self.question.seed

    @property
    def metrics(self) -> tuple[str, ...]:
        """What is measured beyond the standard columns."""
        return self.question.metrics

    @property
    def until(self) -> StoppingRule | None:
        """Stopping rule, or None."""
        return self.question.until

    @property
    def log(self) -> LogSettings:
        """Which runs keep their moves and the agents' verdicts."""
        return self.base.log

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
        return yaml_file.dump(self.base.raw)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the design before it runs."""
        dropped, described = self.layout.dropped, []
        if dropped:
            points = dropped + self.n_points
            described.append(f"{dropped:,} of {points:,} points break a constraint and are left out")
        every = self.replications == 1 and "first" in (self.log.offers, self.log.agents)
        if every and self.n_points >= MANY_LOGGED:
            described.append(
                "every run is the first of its point and is logged: --log-offers none is quicker"
            )
        return tuple(described)

    def point(self, point_id: int) -> Point:
        """Return one design point."""
        if not 0 <= point_id < self.n_points:
            raise IndexError(f"no point {point_id}: there are {self.n_points}")
        return Point(point_id, self.layout.values(point_id))

    def scenario(self, point: Point) -> Scenario:
        """Return the checked scenario of a design point."""
        return varied(self.base, point.factors, "run")

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
        apart = () if self.question.common_random_numbers else ("point", point.point_id)
        return Run(
            run_id=point.point_id * self.replications + replication,
            point_id=point.point_id,
            replication=replication,
            seed=derive_seed(self.seed, "replication", replication, *apart),
            scenario=self.text,
            base=self.base,
            factors=point.factors,
            metrics=self.metrics,
            log=_kept(self.log.offers, replication),
            log_agents=_kept(self.log.agents, replication),
        )

    def resolved(self) -> dict[str, Any]:
        """Return everything that decides the results, as plain data that makes the same experiment again."""
        return {
            **plain(self.question),
            "name": self.name,
            "description": self.description,
            "scenario": self.base.raw,
            "factors": dict(self.layout.written),
            "design": plain(self.layout.design),
        }


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
    place = Place(str(path))
    data = with_scenario(dict(mapping(yaml_file.read(path), place)), place)
    given = {"replications": replications, "seed": seed}
    data |= {key: value for key, value in given.items() if value is not None}
    return make_experiment(data, place, tuple(settings))


def with_scenario(data: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return an experiment as it is, a scenario as an experiment without factors."""
    if "scenario" in data:
        return data
    for key in declared_fields(Question):
        if key in data and key not in ("name", "description"):
            raise ConfigError(f"{place}: '{key}' belongs to an experiment, which needs the key 'scenario'")
    return {"name": data.get("name", Path(place.source).stem), "scenario": data}


def make_experiment(data: Mapping[str, Any], place: Place, settings: tuple[str, ...] = ()) -> Experiment:
    """Return the experiment that a mapping describes; see `load_experiment`."""
    question = build(Question, data, place)
    raw, source = _scenario(question.scenario, place)
    refuse_overridden(settings, question.factors, place)
    given = make_scenario(scenario_data(raw, Path(source).parent, settings), source, settings)
    base = replace(given, raw=base_data(given, tuple(question.factors)))
    layout = make_layout(question, base_value(base), place)
    for values in layout.probes():  # a bad level is refused before anything runs
        text = ", ".join(f"{path}={level}" for path, level in values)
        point = f"{place}: factors at {text}" if values else str(place)
        varied(base, values, point, str(place.key("factors")))
    with refused_at(place, ("metrics",)):
        refuse_other_issues(question.metrics, _numeric_issues(base, layout, question.metrics))
    return Experiment(question, base, layout)


def _numeric_issues(base: Scenario, layout: Layout, metrics: Sequence[str]) -> set[str]:
    """Return the issues with numbers that some point has; only looked up if a metric may be of one."""
    if not any(name.startswith(PREFIX) for name in metrics):
        return set()
    points = [varied(base, values, "design") for values in layout.distinct("issues")]
    return {issue.name for point in points for issue in point.world.space.issues if issue.numbers}


def _kept(policy: str, replication: int) -> bool:
    return policy == "all" or (policy == "first" and replication == 0)


def _scenario(raw: Any, place: Place) -> tuple[Any, str]:
    """Return a scenario given by packaged name, by path, or written out, and where it stands."""
    if not isinstance(raw, str):
        return plain(mapping(raw, place.key("scenario"))), str(place)
    with refused_at(place.key("scenario")):
        path = find(raw, Path(place.source).parent)
    return mapping(yaml_file.read(path), Place(str(path))), str(path)
