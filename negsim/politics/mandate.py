"""A government's mandate: its terms valued once for all outcomes, and the weights of the terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.weighted import WeightedTables, weighted_tables
from negsim.errors import ConfigError
from negsim.politics.blocs import Bloc
from negsim.politics.terms.contract import Term
from negsim.politics.terms.lobby import Lobby, bloc_values
from negsim.world.features import Features
from negsim.world.world import World


@dataclass(frozen=True, eq=False)
class Mandate:
    """Terms of one government in one world.

    A lobby term is split into one entry a bloc, so that the weights of blocs can move during the talks.
    Terms and blocs without weight have no entry: they are exactly as if they were not there.

    Attributes
    ----------
    tables : value of every entry for every outcome, at weight one
    weights : (entries,) weights at the start of the talks
    no_deal : (2, entries) values without a deal at the rate in force and at the rate threatened
    group_rows : bloc -> its entry, for blocs that count
    parts : entry -> part of the utility it is reported under
    """

    tables: WeightedTables
    weights: Array
    no_deal: Array
    group_rows: Mapping[str, int]
    parts: Mapping[str, str]

    def weights_with(self, influence: Mapping[str, float]) -> Array:
        """Return the weights when groups count `influence` times what they count at the start."""
        weights = self.weights.copy()
        for group, row in self.group_rows.items():
            weights[row] *= influence.get(group, 1.0)
        return weights

    def without_deal(self, weights: Array) -> tuple[float, float]:
        """Return the utility without a deal at the rate in force and at the rate threatened."""
        now, threatened = [fsum(entries) for entries in (self.no_deal * weights).tolist()]
        return now, threatened

    def utility(
        self, weights: Array, reservation: float, scale: tuple[float, float] | None = None
    ) -> UtilityFunction:
        """Return the utility function over outcomes at these weights."""
        return self.tables.utility(weights, reservation, scale)


def make_mandate(terms: Mapping[str, Term], members: Sequence[Bloc], world: World) -> Mandate:
    """Return the mandate that a list of terms gives in a world; the trade part is computed once per world.

    Parameters
    ----------
    members : the blocs behind this government, whose gains a lobby term weighs in
    """
    counting = {name: term for name, term in terms.items() if term.weight}
    kinds = {name: replace(term, weight=1.0) for name, term in counting.items()}
    types = tuple(type(term) for term in counting.values())
    voices = tuple(bloc for bloc in members if bloc.weight)
    key = ("mandate", repr(kinds), types, tuple(bloc.key() for bloc in voices))
    tables, no_deal = world.remember(key, lambda: _value(kinds, voices, world))
    weights: list[float] = []
    group_rows: dict[str, int] = {}
    parts: dict[str, str] = {}
    for name, term in counting.items():
        if isinstance(term, Lobby):
            for bloc in voices:
                group_rows[bloc.name] = len(weights)
                parts[f"{name}: {bloc.name}"] = term.part
                weights.append(term.weight * bloc.weight)
        else:
            parts[name] = term.part
            weights.append(term.weight)
    return Mandate(tables, np.array(weights), no_deal, group_rows, parts)


def _value(terms: Mapping[str, Term], members: Sequence[Bloc], world: World) -> tuple[WeightedTables, Array]:
    addends = _entries(terms, members, world.outcomes[1])
    tables = weighted_tables(world.space, addends, world.conditioning)
    rates = (world.no_deal.in_force, world.no_deal.threatened)
    points = _entries(terms, members, world.without_deal(*rates)[1])
    no_deal = np.zeros((len(rates), len(points)))
    for column, arrays in enumerate(points.values()):
        no_deal[:, column] = sum(
            (np.broadcast_to(a.ravel(), len(rates)) for a in arrays), np.zeros(len(rates))
        )
    return tables, no_deal


def _entries(
    terms: Mapping[str, Term], members: Sequence[Bloc], features: Features
) -> dict[str, tuple[Array, ...]]:
    """Return entry -> addends; one entry a term, and one a bloc for a lobby term."""
    found: dict[str, tuple[Array, ...]] = {}
    for name, term in terms.items():
        if isinstance(term, Lobby):
            values = bloc_values(members, features, certainty=False)
            found |= {f"{name}: {bloc}": addends for bloc, addends in values.items()}
        else:
            found[name] = addends_of(term, features)
    return found


def addends_of(term: Term, features: Features) -> tuple[Array, ...]:
    """Return the value of a term as addends; anything but a tuple of arrays is refused.

    An array would pass for the tuple of its rows and be summed up to something else.
    """
    addends = term.value(features)
    if not isinstance(addends, tuple) or not all(isinstance(a, np.ndarray) for a in addends):
        got = type(addends).__name__
        if isinstance(addends, tuple):
            got = "a tuple of " + ", ".join(type(a).__name__ for a in addends)
        raise ConfigError(f"`value` must return a tuple of arrays, which are added up, got {got}")
    return addends
