"""Searches over all outcomes as compiled loops: one pass each, without the arrays that NumPy makes between.

`UtilityFunction` has each of them in NumPy too and chooses (see `fast.py`). Ties go to the lowest index.
"""

import numba
import numpy as np

from negsim.arrays import Array, Mask, Rows


@numba.njit(cache=True, fastmath={"nnan", "nsz"})
def best_within(values: Array, allowed: Mask) -> float:
    """Return the highest value among allowed outcomes; -inf if there are none."""
    best = -np.inf
    for outcome in range(values.size):
        value = values[outcome] if allowed[outcome] else -np.inf
        best = value if value > best else best
    return best


@numba.njit(cache=True)
def best_scored(
    values: Array,
    allowed: Mask,
    aim: float,
    left: Array,
    left_rows: Rows,
    right: Array,
    right_rows: Rows,
) -> int:
    """Return the allowed outcome worth at least `aim` with the highest sum of two halves; -1 if none is."""
    best, found = -np.inf, -1
    for outcome in range(values.size):
        if allowed[outcome] and values[outcome] >= aim:
            score = left[left_rows[outcome]] + right[right_rows[outcome]]
            if found < 0 or score > best:
                best, found = score, outcome
    return found


@numba.njit(cache=True)
def summed(
    left: Array, left_rows: Rows, right: Array, right_rows: Rows, pledge: float, slope: float
) -> Array:
    """Return the sum of two halves for every outcome, less `slope` per unit short of the pledge."""
    values = np.empty(left_rows.size)
    for outcome in range(values.size):
        value = left[left_rows[outcome]] + right[right_rows[outcome]]
        if value < pledge:
            value -= slope * (pledge - value)
        values[outcome] = value
    return values
