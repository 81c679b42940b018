"""A government's mandate: its terms valued once for all outcomes, and the weights of the terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.weighted import PublicTerms, WeightedTables, weighted_tables
from negsim.errors import ConfigError
from negsim.politics.blocs import Bloc, Weight, tastes
from negsim.politics.group_features import bloc_values
from negsim.politics.terms.contract import Term
from negsim.world.features import Addends, Features
from negsim.world.world import World

UNKNOWN = (0.1, 3.0)
"""Range in which the weight of a term may lie that stands in no table (assumption)."""
LEAST = 2.0**-60
"""How many times a term counts at least: so little that no entry of a table differs from zero."""

NamedTerms = tuple[tuple[str, Term], ...]


@dataclass(frozen=True, eq=False)
class Mandate:
    """Terms of one government in one world.

    A term that speaks for blocs has one entry a bloc, so that their say can move during the talks.
    Terms and blocs without weight have no entry: they are exactly as if they were not there.

    Attributes
    ----------
    tables : value of every entry for every outcome, at weight one
    weights : (entries,) weights at the start of the talks
    no_deal : (2, entries) values without a deal at the rate in force and at the rate threatened
    say : (entries,) share of the say at home of the bloc an entry speaks for; 1 where it speaks for itself
    blocs : for each entry the bloc it speaks for; empty where the term speaks for itself
    """

    tables: WeightedTables
    weights: Array
    no_deal: Array
    say: Array
    blocs: tuple[str, ...]

    @cached_property
    def at_start(self) -> UtilityFunction:
        """The utility function over outcomes at the weights of the start, without a reservation value."""
        return self.utility(self.weights, -np.inf)

    def weights_with(self, influence: Mapping[str, float]) -> Array:
        """Return the weights when blocs count `influence` times what they count at the start."""
        return self.weights * [influence.get(bloc, 1.0) for bloc in self.blocs]

    def without_deal(self, weights: Array) -> tuple[float, float]:
        """Return the utility without a deal at the rate in force and at the rate threatened."""
        now, threatened = [fsum(entries) for entries in (self.no_deal * weights).tolist()]
        return now, threatened

    def public(self, ranges: Mapping[str, Weight]) -> PublicTerms:
        """Return what is public of these terms; a term without a row in the tables may weigh `UNKNOWN`.

        A bloc's share of the say at home is public; what its side's `lobby` weighs is not.
        """
        terms = [entry.partition(": ")[0] for entry in self.tables.names]
        known = [(ranges[term].low, ranges[term].high) if term in ranges else UNKNOWN for term in terms]
        low, high = self.say * np.array(known).reshape(-1, 2).T
        return PublicTerms(self.tables, low, high)

    def utility(
        self, weights: Array, reservation: float, scale: tuple[float, float] | None = None
    ) -> UtilityFunction:
        """Return the utility function over outcomes at these weights."""
        return self.tables.utility(weights, reservation, scale)


def salient(terms: Mapping[str, Term], factors: Mapping[str, float]) -> Mapping[str, Term]:
    """Return terms of which those about a topic count so many times what they do: topic -> factor.

    One that counts for nothing today stays a term, as what others have learned of it is kept by position.
    """
    if not factors:
        return terms
    return {
        name: replace(term, weight=term.weight * max(factors[term.topic], LEAST))
        if term.topic in factors
        else term
        for name, term in terms.items()
    }


def make_mandate(
    terms: Mapping[str, Term], members: Sequence[Bloc], world: World, threatened: float
) -> Mandate:
    """Return the mandate that a list of terms gives in a world; the trade part is computed once per world.

    Parameters
    ----------
    members : the blocs behind this government
    threatened : rate threatened without a deal, fraction
    """
    counting = {name: term for name, term in terms.items() if term.weight}
    kinds = tuple((name, replace(term, weight=1.0)) for name, term in counting.items())
    voices = tuple(bloc for bloc in members if bloc.weight)
    tables = world.remember(_tables, kinds, tastes(voices))
    no_deal = world.remember(_no_deal, kinds, tastes(voices), threatened)
    named = [entry.partition(": ") for entry in tables.names]
    say = {bloc.name: bloc.weight for bloc in voices}
    shares = np.array([say.get(bloc, 1.0) for *_, bloc in named])
    weights = np.array([counting[term].weight for term, *_ in named]) * shares
    return Mandate(tables, weights, no_deal, shares, tuple(bloc for *_, bloc in named))


def _tables(world: World, terms: NamedTerms, members: Sequence[Bloc]) -> WeightedTables:
    addends = _entries(terms, members, world.outcomes[1])
    return weighted_tables(world.space, addends, world.conditioning)


def _no_deal(world: World, terms: NamedTerms, members: Sequence[Bloc], threatened: float) -> Array:
    points = _entries(terms, members, world.without_deal(world.rate_in_force, threatened)[1])
    no_deal = np.zeros((2, len(points)))
    for column, arrays in enumerate(points.values()):
        no_deal[:, column] = sum((np.broadcast_to(a.ravel(), 2) for a in arrays), np.zeros(2))
    return no_deal


def _entries(terms: NamedTerms, members: Sequence[Bloc], features: Features) -> dict[str, Addends]:
    """Return entry -> addends; one entry a term, or one a bloc for a term that speaks for blocs."""
    seen = with_blocs(features, members)
    return {
        f"{name}: {bloc}" if bloc else name: addends
        for name, term in terms
        for bloc, addends in valued(term, seen).items()
    }


def with_blocs(features: Features, members: Sequence[Bloc]) -> Features:
    """Return features as a government sees them: with what the blocs behind it gain."""
    return replace(features, blocs=bloc_values(members, features, certainty=False))


def valued(term: Term, features: Features) -> Mapping[str, Addends]:
    """Return bloc -> addends of a term, all under an empty name where it speaks for itself.

    Anything but tuples of arrays is refused: an array would pass for the tuple of its rows and be summed up
    to something else.
    """
    value = term.value(features)
    entries = value if isinstance(value, Mapping) else {"": value}
    for addends in entries.values():
        if not isinstance(addends, tuple) or not all(isinstance(a, np.ndarray) for a in addends):
            got = type(addends).__name__
            if isinstance(addends, tuple):
                got = "a tuple of " + ", ".join(type(a).__name__ for a in addends)
            raise ConfigError(f"`value` must return a tuple of arrays, which are added up, got {got}")
    return entries
