"""Proper scores: a forecaster who says what it believes expects the best. Less is better in all three.

References
----------
Brier (1950); Good (1952); Gneiting & Raftery (2007), Strictly Proper Scoring Rules, Prediction, and
Estimation, Journal of the American Statistical Association 102(477).
"""

from collections.abc import Sequence
from math import log

import numpy as np


def brier(probability: float, came: float) -> float:
    """Return the squared distance of a probability from what came, 0 to 1."""
    return (probability - came) ** 2


def log_score(probability: float, came: float) -> float:
    """Return minus the natural logarithm of the probability of what came; infinite if it was 0."""
    said = probability if came else 1.0 - probability
    return -log(said) if said > 0.0 else float("inf")


def crps(samples: Sequence[float], came: float) -> float:
    """Return the continuous ranked probability score of equally likely values, in their unit.

    It is the mean distance from what came less half the mean distance of two samples, exact for the steps
    that the samples are; of one value it is the absolute error.
    """
    values = np.sort(np.asarray(samples, dtype=float))
    n = values.size
    ranks = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float(np.abs(values - came).mean() - (ranks * values).sum() / n**2)


def probability(shares: Sequence[float]) -> float:
    """Return the probability that draws give to an event, of which each says 0, 1 or a share.

    Half a draw is added to either side, so a finite number of them never says never; without any it is .5.
    """
    return (sum(shares) + 0.5) / (len(shares) + 1)
