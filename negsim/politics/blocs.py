"""The tables of political weights: every number is an assumption with a range and a reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import nan
from typing import Any

from negsim.files import packaged_rows
from negsim.settings.frozen import FrozenMapping


@dataclass(frozen=True)
class Weight:
    """One number of politics with the range over which it should be swept, and whether vectors draw it."""

    value: float
    low: float
    high: float
    unit: str
    pinned_by: str
    drawn: bool


@dataclass(frozen=True)
class Bloc:
    """An interest group, or one wing of it: its say at home, its threshold, and what it cares about.

    Attributes
    ----------
    group : the interest group it belongs to
    weight : share of the say at home
    threshold : gain below which it votes against; nan where only the weighted sum counts
    cares_about : group feature -> weight, frozen
    parts : (group feature, part of it, share), where it looks at the parts of a whole in its own way
    """

    name: str
    group: str
    weight: float
    threshold: float
    cares_about: Mapping[str, float]
    parts: tuple[tuple[str, str, float], ...] = ()


def tastes(members: Sequence[Bloc]) -> tuple[Bloc, ...]:
    """Return the blocs as if all had the same say: what their utility depends on, hashable."""
    return tuple(replace(bloc, group="", weight=1.0, threshold=0.0) for bloc in members)


Key = tuple[str, str, str]
"""Party, kind and name of a number: `term` and the term, a ratification rule and its setting, `faction`."""


@cache
def weight_table() -> Mapping[Key, Weight]:
    """Return every number of the table: weights of terms, settings of ratification, factions' thresholds."""
    return {
        (row["party"], row["kind"], row["name"]): Weight(
            float(row["weight"]),
            float(row["low"]),
            float(row["high"]),
            row["unit"],
            row["pinned_by"],
            row["drawn"] == "yes",
        )
        for row in packaged_rows("politics", "weights")
    }


@cache
def default_weights(party: str) -> Mapping[str, Weight]:
    """Return term name -> default weight of `party`."""
    return {name: w for (owner, kind, name), w in weight_table().items() if (owner, kind) == (party, "term")}


@cache
def ensemble() -> tuple[Mapping[Key, float], ...]:
    """Return the named ensemble of vectors of drawn weights; the first is the default.

    All of them meet the constraints that the default meets; a headline claim must hold over them.
    """
    vectors: defaultdict[int, dict[Key, float]] = defaultdict(dict)
    for row in packaged_rows("politics", "ensemble"):
        vectors[int(row["vector"])][row["party"], row["kind"], row["name"]] = float(row["weight"])
    return tuple(vectors[number] for number in sorted(vectors))


@cache
def blocs(side: str, vector: int = 0) -> tuple[Bloc, ...]:
    """Return the blocs of one side in the order of the table, with the thresholds of a vector of weights."""
    numbers = ensemble()[vector]
    cares: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in packaged_rows("politics", "group_features"):
        if row["side"] == side:
            cares[row["bloc"]][row["feature"]] = float(row["weight"])
    return tuple(
        Bloc(
            row["bloc"],
            row["group"],
            float(row["weight"]),
            numbers.get((side, "faction", row["bloc"]), nan),
            FrozenMapping(cares[row["bloc"]]),
            tuple(
                (part["whole"], part["part"], float(part["share"]))
                for part in packaged_rows("politics", "parts")
                if (part["side"], part["bloc"]) == (side, row["bloc"])
            ),
        )
        for row in packaged_rows("politics", "groups")
        if row["side"] == side
    )


def with_weights(party: str, terms: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return default terms with the weights of the package's table filled in."""
    weights = default_weights(party)
    return {name: {**settings, "weight": weights[name].value} for name, settings in terms.items()}
