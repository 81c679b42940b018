"""The exact bilateral Pareto frontier."""

import numpy as np

from negsim.arrays import Array, Rows

TOLERANCE = 1e-12
"""A gain smaller than this share of the largest number is rounding, not an improvement."""


def pareto_frontier(first: Array, second: Array) -> Rows:
    """Return every outcome that no other outcome beats on both sides, by sort and sweep in O(n log n).

    Parameters
    ----------
    first, second : utilities of the two sides, shape (n,)

    Returns
    -------
    Rows by descending `first`; outcomes with equal utilities are all listed, lowest index first, and so are
    those that differ from the first of them by rounding alone.
    """
    order = np.lexsort((np.arange(first.size), -second, -first))
    u, v = first[order], second[order]
    best = np.maximum.accumulate(np.concatenate(([-np.inf], v[:-1])))
    fine_u, fine_v = (TOLERANCE * np.abs(x).max(initial=0.0) for x in (u, v))
    leads = v > best + fine_v
    point = np.cumsum(leads) - 1
    heads = np.flatnonzero(leads)
    if heads.size == 0:
        return order[:0]
    head = heads[np.maximum(point, 0)]
    twin = (np.abs(u - u[head]) <= fine_u) & (np.abs(v - v[head]) <= fine_v)
    kept: Rows = order[leads | twin]
    return kept
