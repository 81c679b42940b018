"""Interest groups and factions: they weigh on their government and can refuse an agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from negsim.agents.contract import Stakeholder
from negsim.bargaining.outcome import Outcome
from negsim.errors import ConfigError
from negsim.politics.blocs import Bloc, blocs
from negsim.politics.countries import sides
from negsim.politics.group_features import GROUP_FEATURES
from negsim.politics.ratification.contract import TOLERANCE
from negsim.registry import register, unknown
from negsim.settings.field import Status, setting
from negsim.settings.frozen import FrozenMapping
from negsim.world.world import World


@dataclass(frozen=True)
class BlocSettings:
    """Changes of one bloc's numbers; what is left out keeps the table's value."""

    setting_status: ClassVar[Status] = "assumption"

    weight: float | None = setting(
        None,
        ge=0,
        le=1000,
        unit="",
        source="groups.csv",
        help="share of the say at home; 0 switches the bloc off",
    )
    threshold: float | None = setting(
        None,
        ge=-1000,
        le=1000,
        unit="group utility",
        source="weights.csv",
        help="gain below which the bloc votes against",
    )
    cares_about: Mapping[str, float] = setting(
        {},
        ge=-1000,
        le=1000,
        unit="group utility per unit of feature",
        source="group_features.csv",
        help="group feature -> weight, over the table's",
    )

    def __post_init__(self) -> None:
        """Refuse features that groups do not have."""
        for name in self.cares_about:
            if name not in GROUP_FEATURES:
                raise ConfigError(f"cares_about: {unknown('group feature', name, GROUP_FEATURES)}")


@dataclass(frozen=True)
class InterestGroupSettings:
    """Whose groups, and how they differ from the tables of `negsim/politics/data`."""

    side: str = setting(sides()[0], choices=sides, help="whose groups")
    members: Mapping[str, BlocSettings] = setting({}, help="bloc -> changes of its numbers")

    def __post_init__(self) -> None:
        """Refuse blocs that do not exist."""
        known = [bloc.name for bloc in blocs(self.side)]
        for name in self.members:
            if name not in known:
                raise ConfigError(f"members: {unknown('bloc', name, known)}")

    def blocs(self, vector: int) -> tuple[Bloc, ...]:
        """Return the blocs under a vector of weights, with the changes made."""
        return tuple(self._changed(bloc) for bloc in blocs(self.side, vector))

    def _changed(self, bloc: Bloc) -> Bloc:
        change = self.members.get(bloc.name)
        if change is None:
            return bloc
        return replace(
            bloc,
            weight=bloc.weight if change.weight is None else change.weight,
            threshold=bloc.threshold if change.threshold is None else change.threshold,
            cares_about=FrozenMapping({**bloc.cares_about, **change.cares_about}),
        )


@register("agent", "interest_group")
class InterestGroup(Stakeholder):
    """A group at home: judges outcomes by what it and its members care about, lobbies, votes on ratification.

    A group may have blocs with different tastes, as voters have; its utility is their weighted mean.
    """

    Settings: ClassVar = InterestGroupSettings

    def __init__(self, model: Any, side: str, name: str, members: Sequence[Bloc]) -> None:
        super().__init__(model)
        self.side = side
        self.name = name
        self.group = name
        self.members = tuple(members)

    @classmethod
    def populate(cls, model: Any, side: str, members: Sequence[Bloc]) -> list["InterestGroup"]:
        """Make one agent a group, in the order of the table."""
        names = dict.fromkeys(bloc.group for bloc in members)
        return [cls(model, side, name, [b for b in members if b.group == name]) for name in names]

    @property
    def weight(self) -> float:
        """Share of the say at home."""
        return sum(bloc.weight for bloc in self.members)

    def parts(self, outcome: Outcome | None) -> dict[str, float]:
        """Return own utility by what it cares about, for an outcome or for no deal at the rate in force."""
        levels = self.model.world.remember_at(group_feature_levels, outcome)
        total, theirs = self.weight or 1.0, 0.0
        found: dict[str, float] = {}
        for bloc in self.members:
            share = bloc.weight / total if self.weight else 1.0 / len(self.members)
            index, members = self.model.parties[self.side].home.voice(bloc)
            theirs += share * members
            for name, taste in bloc.cares_about.items():
                key = f"{PARTS[name]}: {name.replace('_', ' ')}"
                found[key] = found.get(key, 0.0) + share * index * taste * seen_by(bloc, name, levels)
        if theirs:
            felt = self.model.population.group_parts(self.side, self.name, outcome)
            found |= {f"{reason} (members)": theirs * value for reason, value in felt.items()}
        return found

    def in_favour(self, outcome: Outcome) -> bool:
        """Return whether it would vote for `outcome`: gain at or over its threshold, 0 where it has none."""
        thresholds = [0.0 if np.isnan(b.threshold) else b.threshold for b in self.members]
        return self.opinion(outcome).gain >= max(thresholds) - TOLERANCE


PARTS: Mapping[str, str] = {
    **dict.fromkeys(("home_producers", "export_loss", "job_loss", "consumer_cost", "deficit"), "economic"),
    **dict.fromkeys(("tariff", "exemptions", "access", "purchases", "strategic"), "access"),
    **dict.fromkeys(("origin", "reform", "cooperation", "asymmetry", "certainty"), "political"),
}
"""Part of the utility under which each group feature is reported."""


def group_feature_levels(world: World, outcome: Outcome | None) -> dict[str, float]:
    """Return every feature, and over it every group feature, at one outcome or without a deal now (None)."""
    at = world.point_features(outcome)
    parts = {name: array.item() for name, array in at.arrays.items()}
    groups = {name: float(sum(a.item() for a in formula(at))) for name, formula in GROUP_FEATURES.items()}
    return parts | groups


def seen_by(bloc: Bloc, name: str, levels: Mapping[str, float]) -> float:
    """Return the level of a group feature as a bloc sees it, see `group_feature`."""
    parts = [share * levels[part] for whole, part, share in bloc.parts if whole == name]
    return sum(parts) if parts else levels[name]
