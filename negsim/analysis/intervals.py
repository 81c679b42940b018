"""Confidence intervals of means and rates."""

from typing import Any

import numpy as np
from scipy.special import ndtri, stdtrit

from negsim.arrays import Array

CONFIDENCE = 0.95


def interval(values: Array, *, rate: bool = False) -> tuple[float, float]:
    """Return the 95 % interval of a mean (Student) or a rate (Wilson 1927); nan below two values."""
    n = values.size
    if n < 2:
        return float("nan"), float("nan")
    if rate:
        low, high = wilson(float(values.mean()), n)
        return float(low), float(high)
    half = float(student(n)) * float(values.std(ddof=1)) / float(np.sqrt(n))
    return float(values.mean()) - half, float(values.mean()) + half


def student(n: Any) -> Any:
    """Return how many standard errors of a mean of n values its 95 % interval reaches to each side."""
    return stdtrit(n - 1, 0.5 + CONFIDENCE / 2)


def half_width(values: Array, *, rate: bool = False) -> float:
    """Return half the width of the 95 % interval; nan below two values."""
    low, high = interval(values, rate=rate)
    return (high - low) / 2


def wilson(share: Any, n: Any) -> tuple[Any, Any]:
    """Return Wilson's score interval of a share observed in n trials; numbers or arrays."""
    z = float(ndtri(0.5 + CONFIDENCE / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = np.maximum(0.0, centre - half), np.minimum(1.0, centre + half)
    return np.minimum(share, low), np.maximum(share, high)
