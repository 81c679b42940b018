"""Lobbies: what a government makes of their money, and who pays it: T20 and T22."""

from collections.abc import Mapping, Sequence

import numpy as np

from negsim.agents.lobbies import Lobbies
from negsim.arrays import Array
from negsim.bargaining.play import utility_function
from negsim.politics.lobbying import influence
from negsim.politics.settings import PoliticsSettings
from negsim.validation.check import Check, Got

WELFARE, OUTPUT, ELASTICITY = 4.0, 2.0, 1.5
"""Weight of welfare against contributions, output over imports, elasticity of demand for imports."""
TARIFFS = np.linspace(-0.3, 0.6, 9001)


def best_tariff(organised: float, represented: float) -> float:
    """Return the tariff that a government chooses for a sector.

    Parameters
    ----------
    organised : 1 if the sector's owners have a lobby, else 0
    represented : share of the people that own some organised sector

    Notes
    -----
    A lobby counts by what it gains, so its weight is that of `influence` at a growth of one, and who has none
    counts as one that does not pay. All other lobbies want what their members gain as consumers and of
    revenue. Imports and output are p^-e and z p^-e, p = 1 + t, so that z and e are the same at every tariff.
    """
    growth = np.array([organised, represented]) ** 2
    owners, others = influence(growth, np.ones(2), np.full(2, 1.0 / WELFARE))
    price = 1.0 + TARIFFS
    sold = _integral(price ** (1 - ELASTICITY))
    profits, imports = OUTPUT * sold, price**-ELASTICITY
    consumers = -(1.0 + OUTPUT) * sold + TARIFFS * imports
    wants = utility_function(owners * profits + others * consumers)
    best = wants.best_at_least(-np.inf)
    return float("nan") if best is None else float(TARIFFS[best])


def _integral(price: Array) -> Array:
    """Return the integral of p^-e up to each price, from p^(1-e)."""
    return price / (1.0 - ELASTICITY)


def protection() -> Mapping[str, Got]:
    """Return tariffs, and what they are as a share of the price at home."""
    found: dict[str, Got] = {}
    for name, organised, represented in (
        ("organised", 1.0, 0.2), ("unorganised", 0.0, 0.2), ("everybody", 1.0, 1.0)
    ):  # fmt: skip
        tariff = best_tariff(organised, represented)
        found |= {f"t, {name}": tariff, f"t / (1 + t), {name}": tariff / (1.0 + tariff)}
    return found


def paid(gains: Sequence[float], coordination: float) -> float:
    """Return what the lobby of some firms pays."""
    politics = PoliticsSettings(coordination=coordination)
    lobbies = Lobbies({"sector": (list(range(len(gains))), [])}, {"sector": politics})
    return float(lobbies.efforts(np.array(gains))[0])


def collective_action() -> Mapping[str, Got]:
    """Return what firms pay that act alone over what they would pay as one, and who pays."""
    alike, unlike = [1.0] * 5, [4.0, 1.0, 1.0]
    return {
        "L* / Le, five alike": paid(alike, 0.0) / paid(alike, 1.0),
        "L* / Le, (4, 1, 1)": paid(unlike, 0.0) / paid(unlike, 1.0),
        "paid by the small": paid(unlike, 0.0) / paid([4.0, 0.0, 0.0], 0.0) - 1.0,
    }


CHECKS = (
    Check(
        "T20",
        "Grossman and Helpman's tariff",
        "equation",
        {
            "t / (1 + t), organised": 0.2539683,
            "t, organised": 0.3404255,
            "t / (1 + t), unorganised": -0.0634921,
            "t, unorganised": -0.0597015,
            "t, everybody": 0.0,
        },
        1e-4,
        "Grossman & Helpman (1994): t / (1 + t) = (I - aL) / (a + aL) z / e; a = 4, aL = .2, z = 2, e = 1.5",
        protection,
        "the weights are the model's; the market is theirs, as the core's goods are imperfect substitutes",
    ),
    Check(
        "T22",
        "Olson: the largest alone pays",
        "engine",
        {"L* / Le, five alike": 0.04, "L* / Le, (4, 1, 1)": 4 / 9, "paid by the small": 0.0},
        1e-12,
        "Olson (1965): L* / Le = (b max / sum b)^2",
        collective_action,
    ),
)
