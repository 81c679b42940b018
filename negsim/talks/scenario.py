"""YAML -> frozen, checked Scenario: everything one negotiation needs."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from negsim.agents.contract import Constituent
from negsim.agents.government import Government
from negsim.agents.interest_group import InterestGroup, InterestGroupSettings
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.mechanism import Mechanism
from negsim.politics.blocs import Bloc, ensemble
from negsim.politics.mandate import Mandate, make_mandate
from negsim.politics.outlook import Outlook
from negsim.politics.win_sets import red_lines
from negsim.settings import yaml_file
from negsim.settings.build import Chosen, build, plain
from negsim.settings.field import NOT_A_SETTING, declared_fields, setting
from negsim.settings.paths import apply_settings, find, located, set_path
from negsim.settings.reader import Place, mapping, refused_at
from negsim.talks.calendar import LogSettings, TimeSettings
from negsim.talks.checks import (
    check_calendar,
    check_conduct,
    check_economy,
    check_events,
    check_groups,
    check_issues,
    check_labels,
    check_law,
    check_patience,
    check_seats,
    check_terms,
    check_threat,
    check_types,
)
from negsim.talks.party import party_defaults
from negsim.talks.prospects import Prospects
from negsim.world.conditions import Conditions
from negsim.world.event import Event, Stage
from negsim.world.implementation import ImplementationSettings
from negsim.world.memory import Memory
from negsim.world.rule import IssueRule
from negsim.world.settings import EconomySettings, NoDealSettings
from negsim.world.world import World

WORLDS_KEPT = 32
"""Worlds that a scenario shares with those that vary it; those of a sweep follow one another."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """The talks: world, issues, parties, constituents and rules.

    Attributes
    ----------
    raw : the mapping it was made from
    worlds : what was solved for it and for those that vary it
    """

    name: str = setting(help="name of the talks, of letters, digits, '_' and '-'", word=True)
    description: str = setting("", help="what the talks are about, in a sentence")
    time: TimeSettings = setting(TimeSettings(), help="how long the talks last")
    economy: EconomySettings = setting(EconomySettings(), help="trade data and elasticities")
    no_deal: NoDealSettings = setting(NoDealSettings(), help="what holds without an agreement")
    issues: Mapping[str, IssueRule] = setting(
        plugin="issue", help="what is negotiated: name -> type, levels and settings"
    )
    weights: int = setting(
        0,
        ge=0,
        lt=lambda: len(ensemble()),
        unit="",
        status="design",
        help="vector of default weights, from the ensemble",
    )
    events: Mapping[str, Event] = setting(
        {}, plugin="event", help="what may happen to the talks from outside: name -> type and settings"
    )
    parties: Mapping[str, Chosen[Government]] = setting(
        plugin="agent",
        follows=party_defaults,
        help="who negotiates: name -> government and its settings",
    )
    agents: Mapping[str, Chosen[Constituent | InterestGroup]] = setting(
        {}, plugin="agent", help="who else is concerned: name -> population, or null: nobody"
    )
    mechanism: Mechanism = setting(
        plugin="mechanism", follows=lambda read: "alternating_offers", help="who may move when"
    )
    implementation: ImplementationSettings = setting(
        ImplementationSettings(), help="what is followed of a deal after the signature"
    )
    log: LogSettings = setting(LogSettings(), help="which runs keep their moves and verdicts")
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False, metadata=NOT_A_SETTING)
    worlds: Memory = field(
        default_factory=lambda: Memory(WORLDS_KEPT), repr=False, compare=False, metadata=NOT_A_SETTING
    )

    def __reduce__(self) -> Any:
        return make_scenario, (self.raw, self.name)  # what was solved for it is solved again

    def blocs(self, side: str) -> tuple[Bloc, ...]:
        """Return the blocs behind a government: those of the scenario's interest groups, or nobody."""
        for spec in self.agents.values():
            if isinstance(spec.settings, InterestGroupSettings) and spec.settings.side == side:
                return spec.settings.blocs(self.weights)
        return ()

    @property
    def constituents(self) -> dict[str, Chosen[Any]]:
        """Populations of exporters and firms, in the order of the scenario."""
        return {name: spec for name, spec in self.agents.items() if issubclass(spec.cls, Constituent)}

    @property
    def sides_with_groups(self) -> tuple[str, ...]:
        """Sides whose interest groups are agents of the model, in the order of the scenario."""
        specs = [spec.settings for spec in self.agents.values()]
        return tuple(s.side for s in specs if isinstance(s, InterestGroupSettings))

    def resolved(self) -> dict[str, Any]:
        """Return the scenario as plain data with every default filled in; making it again gives the same.

        Default terms that were removed are null.
        """
        sections: dict[str, Any] = plain(self)
        for name, spec in self.parties.items():
            terms = sections["parties"][name]["terms"]
            terms.update(dict.fromkeys(term for term in spec.cls.default_terms() if term not in terms))
        return sections

    def mandate(self, side: str) -> Mandate:
        """Return what a government wants at the start of the talks."""
        return self._outlook(side).mandate

    def _outlook(self, side: str) -> Outlook:
        """Return the outlook of a government at the start of the talks, at its mean belief in the threat."""
        settings, start = self.parties[side].settings, (self.world, self.conditions)
        prospect = self.prospects.gain
        outlook = Outlook(side, settings.wants, self.blocs(side), start, settings.patience, prospect)
        outlook.begin(self.no_deal.odds(side))
        return outlook

    def mandate_under(self, side: str, conditions: Conditions) -> Mandate:
        """Return what a government wants under other conditions, at the weights of the start."""
        terms, world = self.parties[side].settings.wants.weighed, self.world_under(conditions)
        return make_mandate(terms, self.blocs(side), world, conditions.threatened)

    @cached_property
    def prospects(self) -> Prospects:
        """What the bargain would come to under conditions that may come."""
        return Prospects(self)

    @cached_property
    def bargain(self) -> Bargain:
        """The bargain before anybody bargains: tables at the start, mean beliefs and resolve, no moods."""
        utilities, no_deal = {}, {}
        for side in self.parties:
            mandate, outlook = self.mandate(side), self._outlook(side)
            no_deal[side] = outlook.reservation(mandate.weights)
            utilities[side] = mandate.utility(mandate.weights, no_deal[side]).values()
        return Bargain(FeasibleSet(utilities), no_deal)

    @property
    def conditions(self) -> Conditions:
        """What holds without a deal at the start, with what is known of events that may come."""
        now = Conditions(self.economy, self.no_deal.in_force, self.no_deal.threatened)
        for event in self.events.values():
            for effect in event.expected(self.time):
                now = effect.on(now)
        return now

    @property
    def world(self) -> World:
        """Consequences of every outcome at the start of the talks."""
        return self._world(self.economy, self.no_deal.in_force)

    def world_under(self, conditions: Conditions) -> World:
        """Return the consequences of every outcome under other conditions than those of the start."""
        return self._world(conditions.economy, conditions.in_force)

    def _world(self, economy: EconomySettings, in_force: float) -> World:
        """Return a world, shared with variants of this scenario that have it too."""
        inputs = (economy, tuple(self.issues.items()), in_force)
        return self.worlds.recall(inputs, lambda: World(*inputs))


def make_scenario(
    raw: Any, source: str, settings: tuple[str, ...] = (), worlds: Memory | None = None
) -> Scenario:
    """Return the scenario that a mapping describes.

    Parameters
    ----------
    settings : what `--set` has changed in the mapping, for refusals to name
    worlds : what others have solved and this scenario may share

    Raises
    ------
    ConfigError : for the first thing that is wrong: place, what was got, what is allowed, nearest name.
    """
    place = Place(source, settings=settings)
    scenario = build(
        Scenario,
        raw,
        place,
        known={"raw": deepcopy(raw), "worlds": Memory(WORLDS_KEPT) if worlds is None else worlds},
    )
    _check(scenario, place)
    return scenario


def varied(
    base: Scenario, factors: Sequence[tuple[str, Any]], source: str, factors_at: str = "factors"
) -> Scenario:
    """Return `base` with other values at dotted paths; sections without one are neither read nor made anew.

    Parameters
    ----------
    source, factors_at : what a refusal calls the scenario, and the place of the factors

    Raises
    ------
    ConfigError : if the values make a scenario that cannot be used.
    """
    raw = base.raw
    for path, level in factors:
        raw = set_path(raw, path, level, f"{factors_at}.{path}")
    changed = {path.partition(".")[0] for path, _ in factors}
    changed |= {"parties"} if "weights" in changed else set()
    kept = {name: getattr(base, name) for name in declared_fields(Scenario) if name not in changed}
    place = Place(source)
    scenario = build(Scenario, raw, place, known={**kept, "raw": raw, "worlds": base.worlds})
    _check(scenario, place, base)
    return scenario


def _check(scenario: Scenario, place: Place, base: Scenario | None = None) -> None:
    """Refuse what only shows when the parts meet, but not what was checked in the base it varies."""
    time, economy, parties = scenario.time, place.key("economy"), place.key("parties")
    check_calendar(time.start, time.ticks * time.weeks_per_tick, place.key("time"))
    check_law(scenario.economy.policy_date, time.start, economy)
    check_issues(scenario.issues, place.key("issues"))
    check_seats(scenario.parties, parties)
    check_types(scenario.parties, parties)
    check_threat(scenario.no_deal, scenario.parties, place.key("no_deal"))
    check_groups(scenario.agents, place.key("agents"))
    check_conduct(scenario.agents, place.key("agents"))
    with refused_at(economy.key("data")):
        world = scenario.world
    check_economy(world, economy)
    with refused_at(place):
        world.space  # noqa: B018 - issues look up what they need of the trade data
    with refused_at(economy):
        world.outcomes  # noqa: B018 - solves trade once for everybody
    check_labels(world.space, place.key("issues"))
    check_patience({n: spec.settings.patience for n, spec in scenario.parties.items()}, world.space, parties)
    for name, spec in scenario.parties.items():
        wanted, threatened = spec.settings.wants.weighed, scenario.no_deal.threatened
        if base is None or not _wants_alike(name, scenario, base):
            check_terms(wanted, scenario.blocs(name), world, threatened, parties.key(name).key("terms"))
        with refused_at(parties.key(name).key("strategy").key("bidding")):
            spec.settings.strategy.bidding.check(world.space)
        with refused_at(parties.key(name).key("red_lines")):
            red_lines(spec.settings.red_lines, world)
    with refused_at(place):
        scenario.mechanism.start(world.space, scenario.parties, time.rounds)
    threatener = scenario.no_deal.threatener
    check_events(
        scenario.events, Stage(time, tuple(scenario.parties), threatener, world), place.key("events")
    )


def _wants_alike(party: str, one: Scenario, other: Scenario) -> bool:
    """Return whether a party wants the same of the same outcomes, under the same threat."""
    return (
        (one.economy, one.no_deal.in_force, one.no_deal.threatened, one.agents)
        == (other.economy, other.no_deal.in_force, other.no_deal.threatened, other.agents)
        and tuple(one.issues.items()) == tuple(other.issues.items())
        and one.parties[party].settings.wants == other.parties[party].settings.wants
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
