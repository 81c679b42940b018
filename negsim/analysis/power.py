"""How many replications a difference needs, and how small a difference some replications can find."""

from math import ceil, inf, nan, sqrt

from scipy.special import ndtri

POWER = 0.8
"""Chance with which a difference that is there should be found."""
EXACT = 10_000
"""Replications up to which the distribution of the test is taken as it is; beyond, it is normal."""
ROUNDING = 1e-8
"""Effects below it are what sums of numbers lose, and no difference."""
CERTAIN = 6.0
"""Standard errors beyond the edge of a test at which a difference is always found."""


def power(effect: float, n: int, level: float) -> float:
    """Return the chance that a paired t-test of n differences finds a mean of `effect` standard deviations.

    Parameters
    ----------
    level : two-sided level of the test

    References
    ----------
    Cohen (1988), Statistical Power Analysis, chapter 2: the noncentral t distribution.
    """
    from scipy.stats import nct, t

    edge, shift = float(t.ppf(1 - level / 2, n - 1)), abs(effect) * sqrt(n)
    if shift > edge + CERTAIN:
        return 1.0  # far tails of the distribution cannot be worked out
    other_side = float(nct.cdf(-edge, n - 1, shift)) if shift < CERTAIN else 0.0
    return float(nct.sf(edge, n - 1, shift)) + other_side


def needed(effect: float, level: float) -> float:
    """Return the fewest replications that find a mean of `effect` standard deviations with power .8.

    Infinite for no effect but rounding, nan where it is not known.
    """
    if effect != effect:
        return nan
    if abs(effect) < ROUNDING:
        return inf
    n = max(2, ceil((_reach(level) / effect) ** 2))
    while n < EXACT and power(effect, n, level) < POWER:
        n += 1
    return float(n)


def detectable(spread: float, n: int, level: float) -> float:
    """Return the smallest mean difference that n replications find with power .8, in the unit of `spread`.

    Parameters
    ----------
    spread : standard deviation of the differences
    """
    if n < 2 or spread != spread:
        return nan
    if n >= EXACT:
        return _reach(level) * spread / sqrt(n)
    low, high = 0.0, 1.0
    while power(high, n, level) < POWER:
        high *= 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, n, level) >= POWER else (middle, high)
    return high * spread


def _reach(level: float) -> float:
    """Return how many standard errors a difference must have to be found, with many replications."""
    return float(ndtri(1 - level / 2) + ndtri(POWER))
