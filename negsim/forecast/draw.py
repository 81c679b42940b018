"""Vectors of weights that meet what could be asked on a day: an even sample of what is left of the prior."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from negsim.arrays import Array
from negsim.errors import NegsimError
from negsim.forecast.constraints import Constraint, accepts
from negsim.forecast.ground import Facts, Ground
from negsim.politics.blocs import Key, Weight, weight_table

ROUND = 0.05
"""Round numbers are multiples of this; of a slope, of 1."""
STEP = 0.2
"""Spread of a step, as a share of the range."""
MOVED = 4
"""Weights that a step moves at most."""
BLIND = 100_000
"""Blind draws after which no start is looked for any more."""
BURNED = 1_000
"""Steps of the walk before the first vector is taken."""
TAKEN_EVERY = 40
"""Steps between two vectors that are taken: with four of ten steps taken, most weights have moved by then."""

Vector = Mapping[Key, float]
Test = Callable[[Vector], bool]


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

    def vector(self, shares: Sequence[float] | Array, step: float = 0.0) -> dict[Key, float]:
        """Return the vector at these shares of the ranges, rounded to multiples of `step` if it is given."""
        values = {
            key: value_at(row, float(s)) for (key, row), s in zip(self.rows.items(), shares, strict=True)
        }
        return {key: rounded(key, value, step) for key, value in values.items()} if step else values

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
    """Return the number at a share of its range."""
    if row.low > 0:
        return float(row.low * (row.high / row.low) ** share)
    return row.low + (row.high - row.low) * share


def rounded(key: Key, value: float, step: float) -> float:
    """Return the nearest multiple of `step`; a slope is rounded to a whole number."""
    unit = max(step, 1.0) if key[2] == "slope" and step == ROUND else step
    return round(round(value / unit) * unit, 10) + 0.0


def walk(box: Prior, start: Vector, test: Test, chance: np.random.Generator) -> Iterator[Array]:
    """Yield where the walk stands after each step, in shares of the ranges; `start` must pass the test."""
    here = box.shares(start)
    most = min(MOVED, here.size)
    while True:
        there = here.copy()
        moved = chance.choice(here.size, size=int(chance.integers(1, most + 1)), replace=False)
        there[moved] += chance.normal(0.0, STEP, moved.size)
        if (there >= 0).all() and (there <= 1).all() and test(box.vector(there)):
            here = there
        yield here


def first_accepted(box: Prior, test: Test, draws: int, chance: np.random.Generator) -> Array | None:
    """Return a point of the box that passes the test: the centre, or the first of blind draws."""
    if test(box.centre):
        return box.shares(box.centre)
    blind = (chance.random(len(box.rows)) for _ in range(draws))
    return next((shares for shares in blind if test(box.vector(shares))), None)


def drawn(
    here: Ground, constraints: Sequence[Constraint], chance: np.random.Generator
) -> Iterator[dict[Key, float]]:
    """Yield vectors that meet the constraints, without end; fewer are the first of more.

    The walk proposes alike in both directions and stands still where a step is not taken, so in the long run
    it is equally often everywhere among what is accepted: the prior, cut to it.

    Raises
    ------
    NegsimError : if no vector is found.
    """
    box = prior()

    def test(vector: Vector) -> bool:
        return accepts(Facts(here, vector), constraints)

    start = first_accepted(box, test, BLIND, chance)
    if start is None:
        names = ", ".join(constraint.name for constraint in constraints)
        raise NegsimError(f"no vector of {BLIND:,} meets {names}: the ranges of weights.csv leave nothing")
    for shares in islice(walk(box, box.vector(start), test, chance), BURNED, None, TAKEN_EVERY):
        yield box.vector(shares)
