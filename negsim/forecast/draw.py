"""Vectors of weights that meet what could be asked on a day: draws of what is left of the prior."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.errors import NegsimError
from negsim.forecast.constraints import Constraint, accepts
from negsim.forecast.ground import Facts, Ground
from negsim.politics.blocs import Key, Weight, weight_table

BLIND = 1_000_000
"""Draws in a row that may fail; with all constraints one in 1,500 passes."""

Vector = Mapping[Key, float]


@dataclass(frozen=True)
class Prior:
    """The box in which vectors are sought, and where in it a vector lies.

    Attributes
    ----------
    rows : the numbers that are drawn, with their ranges
    """

    rows: Mapping[Key, Weight]

    @property
    def centre(self) -> dict[Key, float]:
        """The vector of the table."""
        return {key: row.value for key, row in self.rows.items()}

    def shares(self, vector: Vector) -> Array:
        """Return how far along its range each number lies, 0 to 1."""
        return np.array([_share(row, vector[key]) for key, row in self.rows.items()])

    def vector(self, shares: Sequence[float] | Array) -> dict[Key, float]:
        """Return the vector at these shares of the ranges."""
        return {key: value_at(row, float(s)) for (key, row), s in zip(self.rows.items(), shares, strict=True)}

    def holds(self, vector: Vector) -> bool:
        """Return whether every number lies in its range."""
        return all(row.low <= vector[key] <= row.high for key, row in self.rows.items())

    def distance(self, one: Vector, other: Vector) -> float:
        """Return the Euclidean distance in shares of the ranges."""
        return float(np.linalg.norm(self.shares(one) - self.shares(other)))


def prior() -> Prior:
    """Return the box of the table of weights."""
    return Prior({key: row for key, row in weight_table().items() if row.drawn})


def _share(row: Weight, value: float) -> float:
    if row.low > 0:
        return float(np.log(value / row.low) / np.log(row.high / row.low))
    return (value - row.low) / (row.high - row.low)


def value_at(row: Weight, share: float) -> float:
    """Return the number at a share of its range: even on the logarithm, or on the number from 0 or less."""
    if row.low > 0:
        return float(row.low * (row.high / row.low) ** share)
    return row.low + (row.high - row.low) * share


def drawn(
    here: Ground, constraints: Sequence[Constraint], chance: np.random.Generator
) -> Iterator[dict[Key, float]]:
    """Yield draws of the prior that meet the constraints, without end; fewer are the first of more.

    Draws that fail are thrown away, so those that are left are independent and exactly the prior cut to what
    is accepted. A walk, as the study of weights takes, would be quicker, and each of its steps like the last.

    Raises
    ------
    NegsimError : if no vector is found.
    """
    box = prior()
    failed = 0
    while failed < BLIND:
        vector = box.vector(chance.random(len(box.rows)))
        if accepts(Facts(here, vector), constraints):
            failed = 0
            yield vector
        else:
            failed += 1
    names = ", ".join(constraint.name for constraint in constraints)
    raise NegsimError(
        f"none of {BLIND:,} vectors meets {names}: the ranges of weights.csv leave next to nothing"
    )
