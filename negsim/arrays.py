"""The arrays of the package by what they hold; which axis is which stands in each docstring."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Numbers."""
Mask = NDArray[np.bool_]
"""Yes or no."""
Rows = NDArray[np.intp]
"""Positions: outcomes by index, rows of a table."""
