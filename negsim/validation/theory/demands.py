"""What a side cannot or will not go below: T17 and T18."""

from collections.abc import Mapping
from math import exp

from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import FINE, Game, pie

SOON = (exp(-0.001),) * 2
ROUNDS = 4000
BINDING = {"impasse": 0.0, "other_impasse": 0.0}
"""A demand is no outside option: who waits has nothing."""


def demand() -> Mapping[str, Got]:
    """Return the share of the first that can carry nothing below its demand."""
    game = Game(SOON, ROUNDS, known=BINDING)
    found: dict[str, Got] = {f"x1, c = {c:g}": game.share(pie(FINE, (c, 0.0))) for c in (0.4, 0.6)}
    hopeless = Game(SOON, 5, known=BINDING).played(*pie(10, (1.1, 0.0)))
    return {**found, "deals, c = 1.1": float(hopeless.agreement is not None)}


def pledge() -> Mapping[str, Got]:
    """Return the share of the first that has pledged .6 and pays for falling short."""
    own, other = pie(FINE)
    game = Game(SOON, ROUNDS)
    return {f"x1, cost {k:g}": game.share([own.pledged(0.6, k), other]) for k in (0.25, 1.0)}


CHECKS = (
    Check(
        "T17",
        "Schelling: a demand that binds",
        "engine",
        {"x1, c = 0.4": 0.5, "x1, c = 0.6": 0.6, "deals, c = 1.1": 0.0},
        {"x1, c = 0.4": 1e-3, "x1, c = 0.6": 1e-3, "deals, c = 1.1": 0.0},
        "Schelling (1960): Nash where the first can ratify no less than c",
        demand,
    ),
    Check(
        "T18",
        "a pledge that costs to break",
        "engine",
        {"x1, cost 0.25": 0.56, "x1, cost 1": 0.60},
        1e-3,
        "Muthoo (1996): 1/2 + k P / (2 (1 + k)) if that is below P, else P; P = .6",
        pledge,
    ),
)
