"""YAML -> frozen, checked Scenario: everything one negotiation needs."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from negsim import yaml_file
from negsim.agents.interest_group import InterestGroupSettings
from negsim.agents.win_sets import red_lines
from negsim.checks import check_calendar, check_economy, check_issues, check_labels, check_terms, refused_at
from negsim.config import Place, build, entry_and_settings, leaf, mapping, plain, plugin, word
from negsim.core.mechanism import Mechanism
from negsim.errors import ConfigError
from negsim.fields import setting
from negsim.party import PartySpec, make_party, resolved_party
from negsim.politics.tables import Bloc, blocs, ensemble
from negsim.registry import name_of, unknown
from negsim.source import apply_settings, find
from negsim.world.rule import IssueRule
from negsim.world.settings import EconomySettings, NoDealSettings
from negsim.world.world import World

SIDES = ("us", "vietnam")


@dataclass(frozen=True)
class TimeSettings:
    """How long the talks last: ticks of the calendar, rounds of offers within each."""

    start: date = setting(date(2025, 10, 27), help="first day of the talks")
    ticks: int = setting(35, ge=1, le=100_000, help="calendar steps until the deadline")
    weeks_per_tick: int = setting(1, ge=1, le=52, unit="weeks", help="length of a tick")
    rounds_per_tick: int = setting(1, ge=1, le=100_000, help="rounds of offers within a tick")

    @property
    def rounds(self) -> int:
        """Rounds until the deadline."""
        return self.ticks * self.rounds_per_tick

    def day(self, tick: int) -> date:
        """Return the date on which a tick begins."""
        return self.start + timedelta(weeks=self.weeks_per_tick * tick)


@dataclass(frozen=True)
class LogSettings:
    """Which moves are written to `offers.parquet`."""

    offers: Literal["none", "first", "all"] = setting(
        "first", help="none; the first replication of each point; or all runs"
    )


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
        return {name: spec for name, spec in self.agents.items() if hasattr(spec.cls, "seats")}

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

    @property
    def world(self) -> World:
        """Consequences of every outcome, shared by all runs in the same economy."""
        rules = tuple(type(rule) for rule in self.issues.values())
        return _world(_WorldKey(repr((self.economy, self.no_deal, self.issues)), rules, self))


@dataclass(frozen=True)
class _WorldKey:
    settings: str
    rules: tuple[type, ...]
    scenario: Scenario = field(compare=False)


@lru_cache(maxsize=16)
def _world(key: _WorldKey) -> World:
    return World(key.scenario.economy, key.scenario.no_deal, key.scenario.issues)


_SECTIONS = tuple(f.name for f in fields(Scenario) if f.name != "raw")


def make_scenario(raw: Any, source: str) -> Scenario:
    """Return the scenario that a mapping describes.

    Raises
    ------
    ConfigError : for the first thing that is wrong: place, what was got, what is allowed, nearest name.
    """
    place = Place(source)
    data = mapping(raw, place)
    for key in data:
        if key not in _SECTIONS:
            raise ConfigError(f"{place}: {unknown('key', key, _SECTIONS)}")
    for key in ("name", "issues", "parties"):
        if key not in data:
            raise ConfigError(
                f"{place}: the key '{key}' is missing; a scenario needs name, issues and parties"
            )
    vector = leaf(
        int, data.get("weights", 0), place.key("weights"), {"limits": {"ge": 0, "lt": len(ensemble())}}
    )
    scenario = Scenario(
        name=word(data["name"], place.key("name")),
        description=leaf(str, data.get("description", ""), place.key("description")),
        time=build(TimeSettings, data.get("time", {}), place.key("time")),
        economy=build(EconomySettings, data.get("economy", {}), place.key("economy")),
        no_deal=build(NoDealSettings, data.get("no_deal", {}), place.key("no_deal")),
        issues=_issues(data["issues"], place.key("issues")),
        weights=vector,
        parties=_parties(data["parties"], place.key("parties"), vector),
        agents=_agents(data.get("agents", {}), place.key("agents")),
        mechanism=plugin("mechanism", data.get("mechanism", "alternating_offers"), place.key("mechanism")),
        log=build(LogSettings, data.get("log", {}), place.key("log")),
        raw=deepcopy(dict(data)),
    )
    _check(scenario, place)
    return scenario


def _issues(raw: object, place: Place) -> dict[str, IssueRule]:
    issues = {}
    for name, value in mapping(raw, place).items():
        issues[word(name, place.key(name))] = plugin("issue", value, place.key(name))
    check_issues(issues, place)
    return issues


def _parties(raw: object, place: Place, vector: int) -> dict[str, PartySpec]:
    data = mapping(raw, place)
    for name in data:
        if name not in SIDES:
            raise ConfigError(f"{place}: {unknown('party', name, SIDES)}")
    for name in SIDES:
        if name not in data:
            raise ConfigError(f"{place}: the party '{name}' is missing; talks need us and vietnam")
    return {name: make_party(name, value, place.key(name), vector) for name, value in data.items()}


def _agents(raw: object, place: Place) -> dict[str, AgentSpec]:
    specs = {}
    for name, value in mapping(raw, place).items():
        entry, settings = entry_and_settings("agent", value, place.key(name))
        cls: Any = entry.factory
        if not hasattr(cls, "seats") and not hasattr(cls, "populate"):
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
    return specs


def _check(scenario: Scenario, place: Place) -> None:
    """Refuse what only shows when the parts meet."""
    time, economy = scenario.time, place.key("economy")
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
        check_terms(spec.settings.terms, scenario.blocs(name), world, party.key("terms"))
        with refused_at(party.key("strategy").key("bidding")):
            spec.settings.strategy.bidding.check(world.space)
        with refused_at(party.key("red_lines")):
            red_lines(spec.settings.red_lines, world)
    with refused_at(place):
        scenario.mechanism.start(world.space, scenario.parties, time.rounds)


def load_scenario(name: str, settings: tuple[str, ...] = ()) -> Scenario:
    """Read a scenario by path or packaged name, with `key.path=value` settings applied."""
    path = find(name)
    raw = mapping(yaml_file.read(path), Place(str(path)))
    return make_scenario(apply_settings(raw, settings), str(path))
