"""The exact bilateral Pareto frontier and the bargaining points on it."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array, Rows

TOLERANCE = 1e-12
"""A gain smaller than this is rounding, not an improvement."""


def pareto_frontier(first: Array, second: Array) -> Rows:
    """Return every outcome that no other outcome beats on both sides, by sort and sweep in O(n log n).

    Parameters
    ----------
    first, second : utilities of the two sides, shape (n,)

    Returns
    -------
    Rows by descending `first`; outcomes with equal utilities are all listed, lowest index first.
    """
    order = np.lexsort((np.arange(first.size), -second, -first))
    u, v = first[order], second[order]
    best = np.maximum.accumulate(np.concatenate(([-np.inf], v[:-1])))
    leads = v > best + TOLERANCE
    point = np.cumsum(leads) - 1
    heads = np.flatnonzero(leads)
    if heads.size == 0:
        return order[:0]
    twin = (u == u[heads[np.maximum(point, 0)]]) & (v == v[heads[np.maximum(point, 0)]])
    kept: Rows = order[leads | twin]
    return kept


@dataclass(frozen=True)
class BargainingPoints:
    """The four classical solutions as outcome indices; None where no outcome suits both sides.

    References
    ----------
    Nash (1950); Kalai & Smorodinsky (1975), discrete form argmax of the smaller relative gain;
    Kalai (1977) for the egalitarian point; the utilitarian point maximises the sum of gains.
    """

    nash: int | None
    kalai_smorodinsky: int | None
    egalitarian: int | None
    utilitarian: int | None


def bargaining_points(first: Array, second: Array, reservations: tuple[float, float]) -> BargainingPoints:
    """Return the bargaining points among outcomes that are at least as good as no deal for both.

    Parameters
    ----------
    first, second : utilities of the two sides, shape (n,)
    reservations : their utilities without a deal; -inf for none: gains then count from the worst outcome

    Notes
    -----
    Ideal gains of Kalai-Smorodinsky are taken over individually rational outcomes. Ties are broken by
    the larger sum of gains, then by the lowest outcome index.
    """
    floor = [r if r > -np.inf else float(u.min()) for r, u in zip(reservations, (first, second), strict=True)]
    a, b = first - floor[0], second - floor[1]
    rational = np.flatnonzero((a >= 0) & (b >= 0))
    if rational.size == 0:
        return BargainingPoints(None, None, None, None)
    a, b = a[rational], b[rational]
    ideal_a, ideal_b = max(float(a.max()), TOLERANCE), max(float(b.max()), TOLERANCE)

    def best(score: Array) -> int:
        top = score >= score.max() - TOLERANCE
        total = np.where(top, a + b, -np.inf)
        return int(rational[np.flatnonzero(total >= total.max() - TOLERANCE)[0]])

    return BargainingPoints(
        nash=best(a * b),
        kalai_smorodinsky=best(np.minimum(a / ideal_a, b / ideal_b)),
        egalitarian=best(np.minimum(a, b)),
        utilitarian=best(a + b),
    )


def distance_to(points: Rows, first: Array, second: Array, outcome: tuple[float, float]) -> float:
    """Return the Euclidean distance from a pair of utilities to the nearest of `points`; nan if none."""
    if points.size == 0:
        return float("nan")
    return float(np.hypot(first[points] - outcome[0], second[points] - outcome[1]).min())
