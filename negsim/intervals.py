"""Confidence intervals of means and rates."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

Array = NDArray[np.float64]
CONFIDENCE = 0.95


def interval(values: Array, *, rate: bool = False) -> tuple[float, float]:
    """Return the 95 % interval of a mean (Student) or a rate (Wilson 1927); nan below two values."""
    n = values.size
    if n < 2:
        return float("nan"), float("nan")
    if rate:
        return wilson(float(values.mean()), n)
    half = student(n) * float(values.std(ddof=1)) / float(np.sqrt(n))
    return float(values.mean()) - half, float(values.mean()) + half


def student(n: int) -> float:
    """Return how many standard errors of a mean of n values its 95 % interval reaches to each side."""
    return float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2))


def half_width(values: Array, *, rate: bool = False) -> float:
    """Return half the width of the 95 % interval; nan below two values."""
    low, high = interval(values, rate=rate)
    return (high - low) / 2


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return Wilson's score interval of a share observed in n trials."""
    z = float(ndtri(0.5 + CONFIDENCE / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return min(share, max(0.0, float(centre - half))), max(share, min(1.0, float(centre + half)))
