"""The tables of political weights: every number is an assumption with a range and a reason."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Weight:
    """Default weight of one utility term, with the range over which it should be swept."""

    value: float
    low: float
    high: float
    unit: str
    pinned_by: str


@dataclass(frozen=True)
class Group:
    """An interest group or faction: its weight at home, its threshold, and what it cares about."""

    name: str
    weight: float
    threshold: float
    cares_about: Mapping[str, float]


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("negsim.politics") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def default_weights(party: str) -> Mapping[str, Weight]:
    """Return term name -> default weight of `party` (``us`` or ``vietnam``)."""
    return {
        row["term"]: Weight(
            float(row["weight"]), float(row["low"]), float(row["high"]), row["unit"], row["pinned_by"]
        )
        for row in _rows("weights.csv")
        if row["party"] == party
    }


@cache
def groups(side: str) -> tuple[Group, ...]:
    """Return the groups of one side in the order of the table."""
    cares: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows("group_features.csv"):
        if row["side"] == side:
            cares[row["group"]][row["feature"]] = float(row["weight"])
    return tuple(
        Group(row["group"], float(row["weight"]), float(row["threshold"]), cares[row["group"]])
        for row in _rows("groups.csv")
        if row["side"] == side
    )
