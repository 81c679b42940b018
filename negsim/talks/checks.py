"""What only shows when the parts of a scenario meet: overlapping issues, dates, data, sizes of utilities."""

import typing
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from negsim.agents.interest_group import InterestGroupSettings
from negsim.bargaining.outcome import OutcomeSpace, require_enumerable
from negsim.errors import ConfigError
from negsim.politics.blocs import Bloc
from negsim.politics.countries import sides
from negsim.politics.mandate import make_mandate, valued, with_blocs
from negsim.politics.terms.contract import Term
from negsim.politics.types import types_of
from negsim.registry import show, unknown
from negsim.settings.build import Chosen
from negsim.settings.field import declared_fields
from negsim.settings.reader import Place, refused_at
from negsim.world.event import Event, Stage
from negsim.world.rule import IssueRule
from negsim.world.settings import NoDealSettings
from negsim.world.world import World

MAX_UTILITY = 1_000_000.0
"""Largest utility, sign ignored: beyond it sums of multiples of 2^-32 are no longer exact."""


def check_issues(issues: Mapping[str, IssueRule], place: Place) -> None:
    """Refuse no issues, levels that are missing, twice or out of order, and two issues that do the same."""
    if not issues:
        raise ConfigError(f"{place}: at least one issue is needed")
    owner: dict[object, str] = {}
    for name, rule in issues.items():
        _check_levels(rule, place.key(name).key("levels"))
        for effect in rule.effects:
            if effect in owner:
                raise ConfigError(f"{place.key(name)}: does the same as issue '{owner[effect]}'; drop one")
            owner[effect] = name
    _check_shares(issues, place)


def _check_shares(issues: Mapping[str, IssueRule], place: Place) -> None:
    """Refuse parts that together weigh more than the whole they are parts of."""
    total: dict[str, float] = {}
    for name, rule in issues.items():
        for whole, share in rule.weighs.items():
            total[whole] = total.get(whole, 0.0) + share
            if total[whole] > 1.0 + 1e-9:
                raise ConfigError(
                    f"{place.key(name)}: the parts of '{whole}' must not weigh more than 1 together, "
                    f"got {total[whole]:g}; lower a 'share'"
                )


def check_seats(parties: Mapping[str, Any], place: Place) -> None:
    """Refuse talks in which a seat is empty."""
    for name in sides():
        if name not in parties:
            raise ConfigError(f"{place}: the party '{name}' is missing; talks need {' and '.join(sides())}")


def check_types(parties: Mapping[str, Any], place: Place) -> None:
    """Refuse a true type that nobody speaks of for this party, and priors of types that the other has not."""
    for name, other in zip(parties, list(parties)[::-1], strict=True):
        settings, seat = parties[name].settings, place.key(name)
        if settings.true_type is not None and settings.true_type not in types_of(name):
            raise ConfigError(
                f"{seat.key('true_type')}: {unknown('type', settings.true_type, types_of(name))}"
            )
        with refused_at(seat.key("strategy").key("opponent_model")):
            settings.strategy.opponent_model.check(list(types_of(other)))


def check_threat(no_deal: NoDealSettings, parties: Mapping[str, Any], place: Place) -> None:
    """Refuse a threat by somebody who is not at the table."""
    if no_deal.threatener is not None and no_deal.threatener not in parties:
        raise ConfigError(f"{place.key('threatener')}: {unknown('party', no_deal.threatener, parties)}")


def check_conduct(agents: Mapping[str, Chosen[Any]], place: Place) -> None:
    """Refuse a second population of firms that act: governments hear of one industry."""
    acting = [name for name, spec in agents.items() if getattr(spec.settings, "conduct", None)]
    if len(acting) > 1:
        first, second = acting[:2]
        raise ConfigError(
            f"{place.key(second).key('conduct')}: the firms of '{first}' act already; set it to {{}}"
        )


def check_groups(agents: Mapping[str, Chosen[Any]], place: Place) -> None:
    """Refuse two populations that are the same interest groups."""
    speaks_for: dict[str, str] = {}
    for name, spec in agents.items():
        if isinstance(spec.settings, InterestGroupSettings):
            first = speaks_for.setdefault(spec.settings.side, name)
            if first != name:
                raise ConfigError(f"{place.key(name)}: has the same groups as '{first}'; drop one")


def _check_levels(rule: IssueRule, place: Place) -> None:
    levels = rule.levels
    if not levels or len(set(levels)) != len(levels):
        raise ConfigError(f"{place}: must be at least one level and none twice, got {show(list(levels))}")
    entry = typing.get_args(typing.get_type_hints(type(rule)).get("levels"))[:1]
    order = typing.get_args(entry[0]) if entry and typing.get_origin(entry[0]) is typing.Literal else levels
    if sorted(levels, key=order.index) != list(levels):
        raise ConfigError(f"{place}: must be in the order {', '.join(order)}, got {show(list(levels))}")


def check_calendar(start: date, weeks: int, place: Place) -> None:
    """Refuse talks that go on after the last day of the calendar."""
    if start.toordinal() + 7 * weeks > date.max.toordinal():
        raise ConfigError(
            f"{place.key('ticks')}: must end the talks by {date.max}, got {weeks} weeks from {start}"
        )


def check_law(policy_date: date, start: date, place: Place) -> None:
    """Refuse law that is younger than the talks: nobody could have negotiated on it."""
    if policy_date > start:
        raise ConfigError(
            f"{place.key('policy_date')}: must not be after time.start, {start}, got {policy_date}; "
            "an event of type exemption_order brings later law on its day"
        )


def check_economy(world: World, place: Place) -> None:
    """Refuse elasticities and other countries that the trade data do not have."""
    known, chosen = world.data.elasticities, world.economy.elasticities
    if chosen not in known:
        raise ConfigError(f"{place.key('elasticities')}: {unknown('set of elasticities', chosen, known)}")
    sources = world.data.sources[1:]
    for source in world.economy.other_tariffs:
        if source not in sources:
            raise ConfigError(f"{place.key('other_tariffs')}: {unknown('source', source, sources)}")
    for sector in world.economy.demand:
        if sector not in world.data.sectors:
            raise ConfigError(f"{place.key('demand')}: {unknown('sector', sector, world.data.sectors)}")


def check_events(events: Mapping[str, Event], stage: Stage, place: Place) -> None:
    """Refuse events that mean nothing in these talks, and two of a kind of which there can be one."""
    first: dict[type[Event], str] = {}
    for name, event in events.items():
        if event.only_one and first.setdefault(type(event), name) != name:
            raise ConfigError(f"{place.key(name)}: is of the same kind as '{first[type(event)]}'; drop one")
        with refused_at(place.key(name), declared_fields(type(event))):
            event.check(stage)


def check_patience(settings: Mapping[str, Any], space: OutcomeSpace, place: Place) -> None:
    """Refuse to wait for a ruling where what would be bargained for after it cannot be listed."""
    for name, patience in settings.items():
        if patience.waiting:
            with refused_at(place.key(name).key("patience").key("waiting")):
                require_enumerable(space)


def check_labels(space: OutcomeSpace, place: Place) -> None:
    """Refuse levels that a table could not tell apart."""
    for issue in space.issues:
        label, times = Counter(issue.labels).most_common(1)[0]
        if times > 1:
            raise ConfigError(f"{place.key(issue.name).key('levels')}: two levels read '{label}'; drop one")


def check_terms(
    terms: Mapping[str, Term], members: Sequence[Bloc], world: World, threatened: float, place: Place
) -> None:
    """Refuse no terms, terms whose features do not exist, and utilities too large to be exact."""
    if not terms:
        raise ConfigError(f"{place}: at least one term is needed; give it the weight 0 to want nothing")
    with np.errstate(all="ignore"):
        features = with_blocs(world.without_deal(world.rate_in_force)[1], members)
        for name, term in terms.items():
            with refused_at(place.key(name)):
                valued(term, features)
        mandate = make_mandate(terms, members, world, threatened)
        weights = np.abs(mandate.weights)[:, None]
        tables = [*mandate.tables.tables, mandate.no_deal.T]
        peaks = sum((np.abs(weights * table).max(axis=1) for table in tables), np.zeros(len(weights)))
    if peaks.size and not peaks.sum() <= MAX_UTILITY:
        worst = mandate.tables.names[int(np.argmax(np.where(np.isfinite(peaks), peaks, np.inf)))]
        raise ConfigError(
            f"{place.key(worst.split(':')[0])}: gives utilities that are not numbers up to {MAX_UTILITY:,.0f}"
        )
