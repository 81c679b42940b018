"""Random bilateral domains of many kinds, to compare two engines on."""

from dataclasses import dataclass

import numpy as np

NAMES = ("boulware", "linear", "conceder", "tough")


@dataclass(frozen=True)
class Case:
    """One negotiation: arguments of `negsim.interop.negmas.play`."""

    utilities: list[np.ndarray]
    reservations: list[float]
    strategies: tuple[str, str]
    rounds: int
    opener: int

    def arguments(self) -> tuple[object, ...]:
        return self.utilities, self.reservations, self.strategies, self.rounds, self.opener


def case(number: int, largest: int = 5) -> Case:
    """Return the domain of this number: all pairs of strategies and both openers come round every 32.

    One to four issues, utilities without ties on different ranges, reservation values of none, below every
    outcome, between, equal to one of the best two outcomes, and above every outcome.
    """
    chance = np.random.default_rng([20251027, number])
    shape = tuple(int(size) for size in chance.integers(2, largest + 1, size=chance.integers(1, 5)))
    utilities = [_utility(chance, shape) for _ in range(2)]
    return Case(
        utilities,
        [_reservation(chance, utility) for utility in utilities],
        (NAMES[number % 4], NAMES[number // 4 % 4]),
        int(chance.integers(1, 201) if chance.random() < 0.6 else chance.integers(1, 12)),
        number // 16 % 2,
    )


def _utility(chance: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    low = chance.choice([0.0, 0.0, -0.5, -10.0])
    width = chance.choice([0.01, 1.0, 50.0, 1000.0])  # on 0.01, near misses of 1e-6 are common
    return low + width * chance.random(shape)


def _reservation(chance: np.random.Generator, utility: np.ndarray) -> float:
    low, high = float(utility.min()), float(utility.max())
    choices = [-np.inf, low - 1, chance.uniform(low, high), np.sort(utility.ravel())[-2], high, high + 0.5]
    return float(choices[chance.integers(len(choices))])
