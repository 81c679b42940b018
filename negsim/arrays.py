"""The arrays of the package by what they hold; which axis is which stands in each docstring."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Numbers."""
Mask = NDArray[np.bool_]
"""Yes or no."""
Rows = NDArray[np.intp]
"""Positions: outcomes by index, rows of a table."""


def both(one: Mask | None, other: Mask | None) -> Mask | None:
    """Return where both say yes; None says yes to everything."""
    if one is None or other is None:
        return other if one is None else one
    return one & other
