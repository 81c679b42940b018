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


def disagreement(in_force: float, threatened: float, belief: float) -> float:
    """Return the utility expected without a deal, given the belief that the threat is carried out."""
    return (1.0 - belief) * in_force + belief * threatened
