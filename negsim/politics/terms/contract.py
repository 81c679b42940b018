"""The contract of a utility term: a formula over features, worth `weight` per unit."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from negsim.settings.field import setting
from negsim.world.features import Addends, Features


@dataclass(frozen=True, kw_only=True)
class Term(ABC):
    """One thing a government cares about.

    `value` returns addends rather than one array: arrays that depend on different issues stay apart, so
    the utility function keeps small tables. Their sum is the value of the term at weight one; positive is
    good for the party.
    """

    removed: ClassVar[Mapping[str, str]] = {"part": "it moved nothing"}
    weight: float = setting(
        1.0,
        unit="",
        status="assumption",
        plausible=(0, 3),
        source="weights.csv has the range of each term",
        help="utility per unit of the term; 0 switches it off",
    )

    @property
    def topic(self) -> str:
        """What it is about: news of that make it count for more or less; empty for what no news are of."""
        return ""

    @abstractmethod
    def value(self, features: Features) -> Addends | Mapping[str, Addends]:
        """Return addends that broadcast over the outcome space.

        A term that speaks for the blocs at home returns bloc -> addends, made of `features.blocs`: each
        counts with its bloc's say, which lobbying moves during the talks.
        """
