"""Beliefs: what a side thinks its own prospects without a deal are."""

import numpy as np


def credibility(mean: float, strength: float, chance: np.random.Generator) -> float:
    """Draw one side's belief that the threat is carried out: Beta(strength * mean, strength * (1 - mean)).

    A mean of 0 or 1 is a certainty and draws nothing else.
    """
    if mean <= 0.0 or mean >= 1.0:
        return float(np.clip(mean, 0.0, 1.0))
    return float(chance.beta(strength * mean, strength * (1.0 - mean)))


def resolve(odds: float, chance: np.random.Generator) -> float:
    """Draw what the side that threatens knows of itself: 1 if it means the threat, else 0."""
    return float(chance.random() < odds)


def tested(belief: float, strength: float, carried_out: bool) -> tuple[float, float]:
    """Return the belief in a threat, and its strength, after one deadline was kept or put off.

    Parameters
    ----------
    belief : mean of Beta(a, b), so a / (a + b)
    strength : a + b, in observations

    Notes
    -----
    Beta-Bernoulli: one observation more, a + 1 if the threat was carried out, b + 1 if not. A belief of 0 or
    1 is a certainty and learns nothing.
    """
    if belief in (0.0, 1.0):
        return belief, strength
    return (belief * strength + carried_out) / (strength + 1.0), strength + 1.0


def disagreement(in_force: float, threatened: float, belief: float) -> float:
    """Return the utility expected without a deal, given the belief that the threat is carried out."""
    return (1.0 - belief) * in_force + belief * threatened


def before_ruling(without: float, struck: float, odds: float) -> float:
    """Return the utility expected without a deal while a ruling is awaited.

    Parameters
    ----------
    without : utility without a deal if the tariffs stand
    struck : utility without a deal at the rate that holds if they are struck
    odds : own belief that they will be, in [0, 1]
    """
    return (1.0 - odds) * without + odds * struck
