"""What groups at home care about, and what every bloc makes of an outcome."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Mask
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.utility.table import Table
from negsim.bargaining.utility.weighted import WeightedTables, weighted_tables
from negsim.politics.blocs import Bloc, tastes
from negsim.world.features import Addends, Features
from negsim.world.situation import asymmetry
from negsim.world.world import World


def bloc_values(members: Sequence[Bloc], features: Features, *, certainty: bool = True) -> dict[str, Addends]:
    """Return bloc name -> addends of its utility; every bloc is a weighted sum of group features."""
    return {
        bloc.name: tuple(
            weight * addend
            for name, weight in bloc.cares_about.items()
            if certainty or name != "certainty"
            for addend in group_feature(name, bloc, features)
        )
        for bloc in members
    }


def group_feature(name: str, bloc: Bloc, features: Features) -> Addends:
    """Return a group feature as a bloc sees it: of a whole that has parts, its own shares of the parts.

    Shares sum to one exactly, so a whole that is binding in all its parts is the same to every bloc.
    """
    parts = [share * features[part] for whole, part, share in bloc.parts if whole == name]
    return (np.sum(np.broadcast_arrays(*parts), axis=0),) if parts else GROUP_FEATURES[name](features)


NOTHING = np.zeros((0, 0))
BROAD_SHARE = 0.1619
"""Share of the 2024 flow that is the unit of the feature `exemptions`, fixed when the weights were set."""


def _tariff(f: Features) -> Addends:
    return (f.rate_term(lambda rate: (rate - f["tariff_in_force"]) / 0.20),)


def _consumer_cost(f: Features) -> Addends:
    return ((f["consumer_loss"] / 13.911) ** 2 - 1.0,)


def _access(f: Features) -> Addends:
    return (f["access"] * (1.0 - 0.5 * f["interim_access"]),)


def _deficit(f: Features) -> Addends:
    return -f["sales"] / 10.0, f["home_exports"] / 10.0, f["added_purchases"] / 10.0


GROUP_FEATURES: Mapping[str, Callable[[Features], Addends]] = {
    "tariff": _tariff,
    "consumer_cost": _consumer_cost,
    "exemptions": lambda f: (f["newly_exempt"] / BROAD_SHARE,),
    "home_producers": lambda f: (f["home_surplus"],),
    "access": _access,
    "purchases": lambda f: (f["announced_purchases"] / 15.0,),
    "origin": lambda f: (f["origin"],),
    "reform": lambda f: (f["reform"],),
    "strategic": lambda f: (f["strategic"],),
    "cooperation": lambda f: (f["cooperation"],),
    "deficit": _deficit,
    "export_loss": lambda f: (-f["sales"] / 10.0,),
    "job_loss": lambda f: (-f["jobs"] / 250.0,),
    "asymmetry": asymmetry,
    "certainty": lambda f: (f["deal"],),
}
"""What groups care about, in the units of `group_features.csv`; positive means more of it."""


@dataclass(frozen=True, eq=False)
class BlocTables:
    """Utility of every bloc for every outcome, and without a deal at the rate in force."""

    tables: WeightedTables
    no_deal: Array

    @cached_property
    def gains(self) -> Array:
        """Return the gain of each bloc from each outcome over no deal now, shape (blocs, n)."""
        rows = np.eye(len(self.tables.names))
        values = [self.tables.utility(row, -np.inf).values() for row in rows]
        stacked = np.array(values).reshape(len(rows), self.tables.space.n) - self.no_deal[:, None]
        stacked.setflags(write=False)
        return stacked

    def gain(self, outcome: Outcome) -> Array:
        """Return the gain of each bloc from one outcome, shape (blocs,)."""
        return np.asarray(self.tables.at(outcome) - self.no_deal)

    def scale(self, blocs: Sequence[Bloc], members: "Membership") -> dict[str, float]:
        """Return bloc -> what a unit of gain of its members is on the scale of its index.

        From the worst outcome to the best both span as much. Blocs without members, or with members to whom
        all outcomes are the same, are left out.
        """
        wide = dict(zip(members.groups, members.spread.tolist(), strict=True))
        index = zip(blocs, _spread(self.tables).tolist(), strict=True)
        return {bloc.name: own / wide[bloc.group] for bloc, own in index if wide.get(bloc.group) and own}


def bloc_tables(members: Sequence[Bloc], world: World) -> BlocTables:
    """Return the tables of these blocs in a world; computed once per world."""
    return world.remember(_make_tables, tastes(members))


def _make_tables(world: World, members: Sequence[Bloc]) -> BlocTables:
    tables = weighted_tables(world.space, bloc_values(members, world.outcomes[1]), world.conditioning)
    now = bloc_values(members, world.without_deal(world.rate_in_force)[1])
    no_deal = np.array([sum(float(a.sum()) for a in addends) for addends in now.values()])
    return BlocTables(tables, no_deal)


MEMBERS_STEP = 0.05
"""Change of a verdict, in group utility, below which a move of members changes no margin (assumption)."""


@dataclass(frozen=True, eq=False)
class Membership:
    """What the members of groups gain from outcomes over no deal now, by group.

    A group's gain is the mean over its members, by size; each counts in its own annual profits.

    Attributes
    ----------
    groups : groups that have members, in the order of all rows below
    tables : gain of each for every outcome, but for fear
    fear : (groups,) what each loses besides where a deal is lopsided against the partner
    """

    world: World
    groups: tuple[str, ...]
    tables: WeightedTables
    fear: Array

    def gain(self, outcome: Outcome) -> Array:
        """Return what each group's members gain from one outcome, shape (groups,)."""
        return np.asarray(self.tables.at(outcome) - self.fear * self.afraid(outcome))

    def afraid(self, outcome: Outcome) -> bool:
        """Return whether an outcome is lopsided against the partner."""
        return self.world.consequences(outcome).asymmetry > 0.0

    @property
    def lopsided(self) -> Mask:
        """Outcomes that are lopsided against the partner, shape (n,); enumerable spaces only."""
        return self.world.remember(_lopsided)

    @property
    def spread(self) -> Array:
        """How far gains lie apart from the worst outcome to the best, shape (groups,)."""
        return _spread(self.tables) + np.abs(self.fear)


def _lopsided(world: World) -> Mask:
    total = np.zeros((1,) * len(world.space.shape))
    for addend in asymmetry(world.outcomes[1]):
        total = total + addend
    return np.ascontiguousarray(np.broadcast_to(total > 0.0, world.space.shape).ravel())


def _spread(tables: WeightedTables) -> Array:
    """Return how far the terms lie apart, shape (terms,): exactly so if no issue is in two blocks."""
    return np.asarray(sum((np.ptp(t, axis=1) for t in tables.tables), np.zeros(len(tables.names))))


class Verdicts:
    """What every bloc of one side gains over no deal now: its index, mixed with what its members gain.

    Parameters
    ----------
    index : the published indices
    members : what members gain; None: the indices alone
    own : (blocs,) what the index counts
    theirs : (blocs, groups) what a unit of gain of a group's members adds to the verdict
    """

    def __init__(
        self,
        index: BlocTables,
        members: Membership | None = None,
        own: Array = NOTHING,
        theirs: Array = NOTHING,
    ) -> None:
        self.index, self.members, self.own, self.theirs = index, members, own, theirs
        rows = np.flatnonzero(theirs.any(axis=-1)).tolist() if members is not None else []
        felt = [] if members is None else members.tables.utilities(theirs[rows])
        self._felt = dict(zip(rows, felt, strict=True))
        self._fear = NOTHING if members is None else theirs @ members.fear

    def mixed(
        self, blocs: Sequence[Bloc], members: Membership, scale: Mapping[str, float], share: float
    ) -> "Verdicts":
        """Return the verdicts of blocs of which this share is what their members gain, on these scales."""
        theirs = np.array(
            [[share * scale.get(b.name, 0.0) * (g == b.group) for g in members.groups] for b in blocs]
        )
        own = np.where(theirs.any(axis=1), 1.0 - share, 1.0)
        return Verdicts(self.index, members, own, theirs)

    @cached_property
    def gains(self) -> Array:
        """Return the gain of each bloc from each outcome, shape (blocs, n), read-only."""
        if self.members is None:
            return self.index.gains
        gains = np.empty_like(self.index.gains)
        for row, (index, own) in enumerate(zip(self.index.gains, self.own.tolist(), strict=True)):
            if row not in self._felt:
                gains[row] = index
                continue
            np.multiply(index, own, out=gains[row])
            gains[row] += self._felt[row].values()
            if self._fear[row]:
                gains[row] -= self._fear[row] * self.members.lopsided
        gains.setflags(write=False)
        return gains

    def gain(self, outcome: Outcome) -> Array:
        """Return the gain of each bloc from one outcome, shape (blocs,)."""
        if self.members is None:
            return self.index.gain(outcome)
        gain = self.own * self.index.gain(outcome)
        gain -= self._fear * self.members.afraid(outcome)
        for row, felt in self._felt.items():
            gain[row] += felt.value(outcome)
        return np.asarray(gain)

    def voice(self, row: int) -> tuple[float, float]:
        """Return what the index of a bloc counts in its verdict, and a unit of what its members gain."""
        return (1.0, 0.0) if self.members is None else (float(self.own[row]), float(self.theirs[row].sum()))

    def moved_from(self, before: "Verdicts") -> float:
        """Return how far the verdict of some outcome may have moved at most since those in the same world."""
        if self.members is None or self._felt.keys() != before._felt.keys():
            return np.inf
        fear = np.abs(self._fear - before._fear)
        return max(
            (fear[row] + _apart(felt.table, before._felt[row].table) for row, felt in self._felt.items()),
            default=0.0,
        )


def _apart(one: Table, other: Table) -> float:
    """Return how far two sums of the same blocks lie apart at most."""
    starts = [part.start for part in one.layout.parts]
    return float(np.maximum.reduceat(np.abs(one.entries - other.entries), starts).sum())
