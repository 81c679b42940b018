"""YAML -> frozen, checked Scenario: everything one negotiation needs."""

import types
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from negsim.agents.contract import Constituent
from negsim.agents.interest_group import InterestGroup, InterestGroupSettings
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.mechanism import Mechanism
from negsim.errors import ConfigError
from negsim.politics.beliefs import disagreement
from negsim.politics.blocs import Bloc, blocs, ensemble
from negsim.politics.mandate import Mandate, make_mandate
from negsim.politics.win_sets import red_lines
from negsim.registry import name_of, unknown
from negsim.settings import yaml_file
from negsim.settings.frozen import FrozenMapping
from negsim.settings.paths import apply_settings, find
from negsim.settings.reader import (
    Place,
    build,
    entry_and_settings,
    leaf,
    located,
    mapping,
    plain,
    plugin,
    word,
)
from negsim.talks.calendar import LogSettings, TimeSettings
from negsim.talks.checks import (
    check_calendar,
    check_economy,
    check_issues,
    check_labels,
    check_terms,
    refused_at,
)
from negsim.talks.party import PartySpec, make_party, resolved_party
from negsim.world.memory import Memory
from negsim.world.rule import IssueRule
from negsim.world.settings import EconomySettings, NoDealSettings
from negsim.world.world import World

SIDES = ("us", "vietnam")
T = TypeVar("T")
WORLDS = Memory(16)
"""The worlds of the last scenarios of this process: trade is solved once for all that are alike."""


@dataclass(frozen=True)
class AgentSpec:
    """A population of constituents: its agent class and settings."""

    cls: type[Any]
    settings: Any


@dataclass(frozen=True)
class Scenario:
    """The talks: world, issues, parties, constituents and rules.

    `weights` chooses the vector of default weights, 0 to 23, from the ensemble; `raw` is the mapping
    it was made from.
    """

    name: str
    description: str
    time: TimeSettings
    economy: EconomySettings
    no_deal: NoDealSettings
    issues: Mapping[str, IssueRule]
    weights: int
    parties: Mapping[str, PartySpec]
    agents: Mapping[str, AgentSpec]
    mechanism: Mechanism
    log: LogSettings
    raw: Mapping[str, Any] = field(repr=False, compare=False)

    def blocs(self, side: str) -> tuple[Bloc, ...]:
        """Return the blocs behind a government: of the scenario's interest groups, or of the table."""
        for spec in self.agents.values():
            if isinstance(spec.settings, InterestGroupSettings) and spec.settings.side == side:
                return spec.settings.blocs()
        return blocs(side)

    @property
    def constituents(self) -> dict[str, AgentSpec]:
        """Populations of exporters and firms, in the order of the scenario."""
        return {name: spec for name, spec in self.agents.items() if issubclass(spec.cls, Constituent)}

    @property
    def sides_with_groups(self) -> tuple[str, ...]:
        """Sides whose interest groups are agents of the model, in the order of the scenario."""
        specs = [spec.settings for spec in self.agents.values()]
        return tuple(s.side for s in specs if isinstance(s, InterestGroupSettings))

    def resolved(self) -> dict[str, Any]:
        """Return the scenario as plain data with every default filled in; making it again gives the same."""
        sections = {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name != "raw"}
        sections["parties"] = {name: resolved_party(spec) for name, spec in self.parties.items()}
        sections["agents"] = {
            name: {"type": name_of(spec.cls), **plain(spec.settings)} for name, spec in self.agents.items()
        }
        return sections

    def mandate(self, side: str) -> Mandate:
        """Return what a government wants at the start of the talks."""
        terms = self.parties[side].settings.terms
        return make_mandate(terms, self.blocs(side), self.world, self.no_deal.threatened)

    @cached_property
    def bargain(self) -> Bargain:
        """The bargain before anybody bargains: tables at the start, mean beliefs and resolve, no moods."""
        utilities, no_deal = {}, {}
        for side in self.parties:
            mandate = self.mandate(side)
            without = mandate.without_deal(mandate.weights)
            no_deal[side] = disagreement(*without, self.no_deal.odds(side))
            utilities[side] = mandate.utility(mandate.weights, no_deal[side]).values()
        return Bargain(FeasibleSet(utilities), no_deal)

    @property
    def world(self) -> World:
        """Consequences of every outcome, shared with scenarios of this economy, issues and rate in force."""
        inputs = (self.economy, tuple(self.issues.items()), self.no_deal.in_force)
        return WORLDS.recall(inputs, lambda: World(*inputs))


_SECTIONS = tuple(f.name for f in fields(Scenario) if f.name != "raw")


def make_scenario(
    raw: Any, source: str, like: Scenario | None = None, settings: tuple[str, ...] = ()
) -> Scenario:
    """Return the scenario that a mapping describes.

    Parameters
    ----------
    like : a scenario of whose `raw` this mapping is a changed copy: parts that are the same objects are
        taken over, neither read nor checked again
    settings : what `--set` has changed in the mapping, for refusals to name

    Raises
    ------
    ConfigError : for the first thing that is wrong: place, what was got, what is allowed, nearest name.
    """
    place = Place(source, settings=settings)
    data = mapping(raw, place)
    for key in data:
        if key not in _SECTIONS:
            raise ConfigError(f"{place.blaming(place.key(key))}: {unknown('key', key, _SECTIONS)}")
    for key in ("name", "issues", "parties"):
        if key not in data:
            raise ConfigError(
                f"{place}: the key '{key}' is missing; a scenario needs name, issues and parties"
            )
    vector = leaf(
        int, data.get("weights", 0), place.key("weights"), {"limits": {"ge": 0, "lt": len(ensemble())}}
    )

    def part(name: str, make: Callable[[Any, Place], T], default: object = types.MappingProxyType({})) -> T:
        if like is not None and name in data and data[name] is like.raw.get(name):
            known: T = getattr(like, name)
            return known
        return make(data.get(name, default), place.key(name))

    scenario = Scenario(
        name=part("name", word),
        description=part("description", lambda value, at: leaf(str, value, at), ""),
        time=part("time", lambda value, at: build(TimeSettings, value, at)),
        economy=part("economy", lambda value, at: build(EconomySettings, value, at)),
        no_deal=part("no_deal", lambda value, at: build(NoDealSettings, value, at)),
        issues=part("issues", _issues),
        weights=vector,
        parties=_parties(data["parties"], place.key("parties"), vector, like),
        agents=part("agents", _agents),
        mechanism=part("mechanism", lambda value, at: plugin("mechanism", value, at), "alternating_offers"),
        log=part("log", lambda value, at: build(LogSettings, value, at)),
        raw=dict(data) if like else deepcopy(dict(data)),
    )
    _check(scenario, place, like)
    return scenario


def _issues(raw: object, place: Place) -> Mapping[str, IssueRule]:
    issues = {}
    for name, value in mapping(raw, place).items():
        issues[word(name, place.key(name))] = plugin("issue", value, place.key(name))
    check_issues(issues, place)
    return FrozenMapping(issues)


def _parties(raw: object, place: Place, vector: int, like: Scenario | None) -> Mapping[str, PartySpec]:
    data = mapping(raw, place)
    for name in data:
        if name not in SIDES:
            raise ConfigError(f"{place}: {unknown('party', name, SIDES)}")
    for name in SIDES:
        if name not in data:
            raise ConfigError(f"{place}: the party '{name}' is missing; talks need us and vietnam")
    known = like.raw["parties"] if like is not None and like.weights == vector else {}
    return FrozenMapping(
        {
            name: like.parties[name]
            if like is not None and value is known.get(name)
            else make_party(name, value, place.key(name), vector)
            for name, value in data.items()
        }
    )


def _agents(raw: object, place: Place) -> Mapping[str, AgentSpec]:
    specs = {}
    for name, value in mapping(raw, place).items():
        entry, settings = entry_and_settings("agent", value, place.key(name))
        cls: Any = entry.factory
        if not (isinstance(cls, type) and issubclass(cls, Constituent | InterestGroup)):
            raise ConfigError(
                f"{place.key(name).key('type')}: '{entry.name}' is not a constituent; "
                "governments belong under 'parties'"
            )
        specs[word(name, place.key(name))] = AgentSpec(cls, build(cls.Settings, settings, place.key(name)))
    speaks_for: dict[str, str] = {}
    for name, spec in specs.items():
        if isinstance(spec.settings, InterestGroupSettings):
            first = speaks_for.setdefault(spec.settings.side, name)
            if first != name:
                raise ConfigError(f"{place.key(name)}: has the same groups as '{first}'; drop one")
    return FrozenMapping(specs)


def _check(scenario: Scenario, place: Place, like: Scenario | None) -> None:
    """Refuse what only shows when the parts meet, but not what was checked in a scenario like it."""
    time, economy = scenario.time, place.key("economy")
    threatener = scenario.no_deal.threatener
    if threatener is not None and threatener not in scenario.parties:
        at = place.key("no_deal").key("threatener")
        raise ConfigError(f"{at}: {unknown('party', threatener, scenario.parties)}")
    check_calendar(time.start, time.ticks * time.weeks_per_tick, place.key("time"))
    with refused_at(economy.key("data")):
        world = scenario.world
    check_economy(world, economy)
    with refused_at(place):
        world.space  # noqa: B018 - issues look up what they need of the trade data
    with refused_at(economy):
        world.outcomes  # noqa: B018 - solves trade once for everybody
    check_labels(world.space, place.key("issues"))
    for name, spec in scenario.parties.items():
        party = place.key("parties").key(name)
        if like is None or not _wants_alike(name, scenario, like):
            check_terms(
                spec.settings.terms,
                scenario.blocs(name),
                world,
                scenario.no_deal.threatened,
                party.key("terms"),
            )
        with refused_at(party.key("strategy").key("bidding")):
            spec.settings.strategy.bidding.check(world.space)
        with refused_at(party.key("red_lines")):
            red_lines(spec.settings.red_lines, world)
    with refused_at(place):
        scenario.mechanism.start(world.space, scenario.parties, time.rounds)


def _wants_alike(party: str, one: Scenario, other: Scenario) -> bool:
    """Return whether a party wants the same of the same outcomes, under the same threat."""
    return (
        (one.economy, one.no_deal.in_force, one.no_deal.threatened)
        == (other.economy, other.no_deal.in_force, other.no_deal.threatened)
        and one.issues is other.issues
        and one.agents is other.agents
        and one.parties[party].settings.terms == other.parties[party].settings.terms
    )


def scenario_data(raw: Any, folder: Path, settings: tuple[str, ...] = ()) -> Any:
    """Return a scenario's plain data with `key.path=value` settings applied and its paths whole.

    Paths are relative to the `folder` of the file, those in settings to the working directory.
    """
    return located(Scenario, apply_settings(located(Scenario, raw, folder), settings), Path())


def load_scenario(name: str, settings: tuple[str, ...] = ()) -> Scenario:
    """Read a scenario by path or packaged name, with `key.path=value` settings applied."""
    path = find(name)
    raw = mapping(yaml_file.read(path), Place(str(path)))
    return make_scenario(scenario_data(raw, path.parent, settings), str(path), settings=settings)
