"""Choose the default weights and an ensemble of 24 vectors by the written procedure.

``python -m experiments.weights.search`` from the project's folder: about five minutes on one core, with the
progress on the error stream. It plays no talks. Written are, into `experiments/weights/`,

- `verdict.csv`: each constraint, what the default makes of it and whether it holds;
- `accepted.csv`: for each weight the 5th, 50th and 95th percentile over the steps of the walk, and the share
  of the prior's range between the outer two;
- `ensemble.csv`: 24 vectors, the default first; with ``--adopt`` it is that of `negsim/politics/data`.

The prior is the range of each row of `negsim/politics/data/weights.csv` whose column `drawn` says yes:
log-uniform, or uniform where the range reaches 0 or below. The distance of two vectors is Euclidean in shares
of these ranges.

1. The default is the vector of the table if it meets every required constraint, else the nearest vector of
   round numbers that does: each accepted vector of the walk is led back towards the table's, one weight after
   another, as far as the constraints let it, and rounded. If none is found, the table's stays.
2. The walk starts at the table's vector, or if that fails at a blind draw that does not. A step moves one to
   four weights by a normal of a fifth of their range; one that leaves the box or fails a constraint is not
   taken, and the walk stands still for that step.
3. The ensemble is the default and 23 vectors of the walk, rounded to .01 and tested again: each is the one
   farthest from its nearest among those already chosen.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from experiments.weights.constraints import CONSTRAINTS, Facts, accepts, failed, ground
from negsim.arrays import Array
from negsim.forecast.draw import Prior, Vector, prior, value_at
from negsim.politics.blocs import Key
from negsim.rng import stream

HERE = Path(__file__).parent
PACKAGED = HERE.parents[1] / "negsim/politics/data/ensemble.csv"
ROUND = 0.05
"""Round numbers are multiples of this; of a slope, of 1."""
STEP = 0.2
"""Spread of a step, as a share of the range."""
MOVED = 4
"""Weights that a step moves at most."""
VECTORS = 24
KEPT_EVERY = 20
"""Steps between two vectors of the walk that are kept for the ensemble."""

Test = Callable[[Vector], bool]


def rounded(key: Key, value: float, step: float) -> float:
    """Return the nearest multiple of `step`; a slope is rounded to a whole number."""
    unit = max(step, 1.0) if key[2] == "slope" and step == ROUND else step
    return round(round(value / unit) * unit, 10) + 0.0


def in_steps(vector: Vector, step: float) -> dict[Key, float]:
    """Return a vector in multiples of `step`."""
    return {key: rounded(key, value, step) for key, value in vector.items()}


def walk(box: Prior, start: Vector, test: Test, draws: int, chance: np.random.Generator) -> Iterator[Array]:
    """Yield where the walk stands after each step, in shares of the ranges; `start` must pass the test."""
    here = box.shares(start)
    most = min(MOVED, here.size)
    for _ in range(draws):
        there = here.copy()
        moved = chance.choice(here.size, size=int(chance.integers(1, most + 1)), replace=False)
        there[moved] += chance.normal(0.0, STEP, moved.size)
        if (there >= 0).all() and (there <= 1).all() and test(box.vector(there)):
            here = there
        yield here


def nearest_round(box: Prior, accepted: Sequence[Array], test: Test) -> dict[Key, float] | None:
    """Return the vector of round numbers nearest to the centre that passes the test, of those found.

    Every accepted vector is led back: number after number, the farthest from the centre first, takes the
    centre's value if the vector still passes. What then differs is rounded.
    """
    if test(box.centre):
        return box.centre
    found = (_led_back(box, shares, test) for shares in accepted)
    known = [vector for vector in found if box.holds(vector) and test(vector)]
    return min(known, key=lambda vector: box.distance(vector, box.centre), default=None)


def _led_back(box: Prior, shares: Array, test: Test) -> dict[Key, float]:
    vector, centre = box.vector(shares), box.centre
    away = np.abs(shares - box.shares(centre))
    for number in np.argsort(-away):
        key = list(box.rows)[number]
        if test({**vector, key: centre[key]}):
            vector[key] = centre[key]
    return {k: v if v == centre[k] else rounded(k, v, ROUND) for k, v in vector.items()}


def first_accepted(box: Prior, test: Test, draws: int, chance: np.random.Generator) -> Array | None:
    """Return a point of the box that passes the test: the centre, or the first of blind draws."""
    if test(box.centre):
        return box.shares(box.centre)
    blind = (chance.random(len(box.rows)) for _ in range(draws))
    return next((shares for shares in blind if test(box.vector(shares))), None)


def spread(box: Prior, first: Vector, accepted: Sequence[Array], count: int, test: Test) -> list[Vector]:
    """Return `count` vectors: the first, and each next the one farthest from its nearest chosen one."""
    chosen: list[Vector] = [first]
    pool = [in_steps(box.vector(shares), 0.01) for shares in accepted]
    places = np.array([box.shares(vector) for vector in pool])
    gap = np.linalg.norm(places - box.shares(first), axis=1)
    while len(chosen) < count and gap.max() > 0:
        far = int(gap.argmax())
        if box.holds(pool[far]) and test(pool[far]):
            chosen.append(pool[far])
            gap = np.minimum(gap, np.linalg.norm(places - places[far], axis=1))
        gap[far] = 0.0
    return chosen


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerows([head, *rows])


def _verdict(facts: Facts) -> list[list[object]]:
    def shown(value: float | str) -> str:
        return value if isinstance(value, str) else f"{value:.4g}"

    return [
        [
            c.name,
            c.text,
            "; ".join(map(shown, c.value(facts))),
            *(("no", "yes")[x] for x in (c.met(facts), c.required)),
        ]
        for c in CONSTRAINTS
    ]


def _accepted(box: Prior, stood: Array) -> list[list[object]]:
    rows: list[list[object]] = []
    for (key, row), column in zip(box.rows.items(), stood.T, strict=True):
        low, middle, high = (float(share) for share in np.quantile(column, (0.05, 0.5, 0.95)))
        rows.append(
            [
                *key,
                row.low,
                row.high,
                *(f"{value_at(row, s):.3g}" for s in (low, middle, high)),
                f"{high - low:.2f}",
            ]
        )
    return rows


def _ensemble(box: Prior, vectors: Sequence[Vector]) -> list[list[object]]:
    table = box.rows
    return [
        [number, *key, f"{value:.10g}", table[key].unit, 2025, "constraints", "assumption"]
        for number, vector in enumerate(vectors)
        for key, value in vector.items()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the procedure and write its tables."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.weights.search", description="Choose weights."
    )
    parser.add_argument("--draws", type=int, default=60_000, help="steps of the walk (default: 60000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the walk (default: 1)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the tables")
    parser.add_argument("--adopt", action="store_true", help="make the ensemble that of the package")
    asked = parser.parse_args(arguments)
    if asked.draws < VECTORS * KEPT_EVERY:
        parser.error(f"--draws: must be at least {VECTORS * KEPT_EVERY}, got {asked.draws}")
    if asked.seed < 0:
        parser.error(f"--seed: must be at least 0, got {asked.seed}")
    if not asked.out.is_dir():
        parser.error(f"--out: there is no folder {asked.out}")
    here, box = ground(), prior()

    def test(vector: Vector) -> bool:
        return accepts(Facts(here, vector))

    table = Facts(here, box.centre)
    missed = [c.name for c in CONSTRAINTS if c.required and not c.met(table)]
    print(f"the table's vector fails {', '.join(missed) or 'nothing that is required'}", file=sys.stderr)
    start = first_accepted(box, test, asked.draws, stream(asked.seed, "weights", "blind"))
    if start is None:
        print("no vector of the box that was tried meets all constraints: the table's stays", file=sys.stderr)
        _write(asked.out / "verdict.csv", VERDICT, _verdict(table))
        return 1
    stood = []
    steps = walk(box, box.vector(start), test, asked.draws, stream(asked.seed, "weights", "walk"))
    for number, shares in enumerate(steps, 1):
        stood.append(shares)
        if number % max(1, asked.draws // 20) == 0:
            print(f"{number} of {asked.draws} steps", file=sys.stderr, flush=True)
    kept = stood[KEPT_EVERY - 1 :: KEPT_EVERY]
    chosen = nearest_round(box, kept, test) or box.centre
    vectors = spread(box, chosen, kept, VECTORS, test)
    moves = sum(not np.array_equal(a, b) for a, b in pairwise(stood))
    print(
        f"{moves} steps taken; the default fails {failed(Facts(here, chosen)) or 'nothing'}", file=sys.stderr
    )
    _write(asked.out / "verdict.csv", VERDICT, _verdict(Facts(here, chosen)))
    _write(asked.out / "accepted.csv", ACCEPTED, _accepted(box, np.array(stood)))
    _write(PACKAGED if asked.adopt else asked.out / "ensemble.csv", ENSEMBLE, _ensemble(box, vectors))
    return 0


VERDICT = ("constraint", "text", "value", "holds", "required")
ACCEPTED = (
    "party",
    "kind",
    "name",
    "low",
    "high",
    "accepted_5",
    "accepted_50",
    "accepted_95",
    "share_of_range",
)
ENSEMBLE = ("vector", "party", "kind", "name", "weight", "unit", "year", "source", "status")

if __name__ == "__main__":
    sys.exit(main())
