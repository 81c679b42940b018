"""Solutions of the bargaining problem, as limits of talks and as runs measure them: T5 to T8 and T24."""

from collections.abc import Mapping, Sequence
from math import exp

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.opponent_models.perfect import Perfect
from negsim.bargaining.play import play, utility_function
from negsim.bargaining.strategies.nash_seeking import NashSeeking
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import FINE, FINEST, Game, grid, pie, slices

SOON = (exp(-0.002), exp(-0.003))
"""Rates of .4 and .6 at a delay of .005, so that the first has the power .6."""
ALIKE = (exp(-0.002),) * 2
LONG = 2000
"""Rounds after which what is left of the end is a share of e^-8 at these delays."""


def solved(first: UtilityFunction, second: UtilityFunction) -> Bargain:
    """Return the bargain of two utility functions, as a run solves it."""
    sides = {"first": first, "second": second}
    feasible = FeasibleSet({name: utility.values() for name, utility in sides.items()})
    return Bargain(feasible, {name: utility.reservation for name, utility in sides.items()})


def unequal_power() -> Mapping[str, Got]:
    """Return the share of the first in talks, and at the Nash point of gains to the power of power."""
    own, other = pie(FINE, (0.2, 0.1))
    gains = ((u.values() - u.reservation).clip(0.0) ** a for u, a in ((own, 0.6), (other, 0.4)))
    nash = solved(*(from_values(slices(FINE), gain, 0.0) for gain in gains)).nash
    return {
        "x1, talks": Game(SOON, LONG).share(pie(FINEST, (0.2, 0.1))),
        "x1, Nash point": float("nan") if nash is None else nash / FINE,
    }


def risk_aversion() -> Mapping[str, Got]:
    """Return the share of the first against a second that is averse to risk."""
    utilities = pie(FINE, power=0.5)
    nash = solved(*utilities).nash
    return {
        "x1, talks": Game(ALIKE, LONG).share(utilities),
        "x1, Nash point": float("nan") if nash is None else nash / FINE,
    }


def _curve() -> tuple[UtilityFunction, UtilityFunction]:
    u = grid(FINE)
    return from_values(slices(FINE), u, 0.0), from_values(slices(FINE), 1.0 - u**2, 0.0)


def curved_frontier() -> Mapping[str, Got]:
    """Return the solutions on u2 = 1 - u1^2."""
    sides = _curve()
    bargain = solved(*sides)
    found: dict[str, Got] = {"u1, talks": Game(ALIKE, LONG).share(sides)}
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        found |= {f"u{i + 1}, {name}": value for i, value in enumerate(_at(bargain, name))}
    return found


def straight_frontier() -> Mapping[str, Got]:
    """Return the four solutions on u1 / 2 + u2 = 1."""
    u = 2.0 * grid(600)
    bargain = solved(from_values(slices(600), u, 0.0), from_values(slices(600), 1.0 - u / 2.0, 0.0))
    return {
        f"u{i + 1}, {name}": value for name in bargain.solutions for i, value in enumerate(_at(bargain, name))
    }


def _at(bargain: Bargain, name: str) -> Sequence[float]:
    """Return the utilities of both sides at a solution."""
    outcome = bargain.solutions[name]
    return [float("nan") if outcome is None else float(u[outcome]) for u in bargain.feasible.pair]


def logrolling() -> Mapping[str, Got]:
    """Return what two sides get that settle each issue alone, and what they get for both together."""
    x, y = np.meshgrid(grid(10), grid(10), indexing="ij")
    own, other = (utility_function(values, reservation=0.0) for values in _weighed(x, y))
    alone = [solved(*_alone(share)).nash for share in (0.8, 0.2)]
    at = own.space.index([0 if level is None else level for level in alone])
    rule = Strategy(NashSeeking(e=0.2), AcceptNext(), Perfect())
    played = play({"first": own, "second": other}, [rule, rule], 50)
    return {
        **{f"u{i + 1}, issue by issue": side.value(at) for i, side in enumerate((own, other))},
        **{f"u{i + 1}, nash": value for i, value in enumerate(_at(solved(own, other), "nash"))},
        **{f"u{i + 1}, talks": gain for i, gain in enumerate(played.gains.values())},
    }


def _weighed(x: Array, y: Array) -> tuple[Array, Array]:
    """Return what shares of two issues are worth to who cares for the first and to who for the second."""
    return 0.8 * x + 0.2 * y, 0.2 * (1.0 - x) + 0.8 * (1.0 - y)


def _alone(weight: float) -> tuple[UtilityFunction, UtilityFunction]:
    share = grid(10)
    mine, theirs = weight * share, (1.0 - weight) * (1.0 - share)
    return utility_function(mine, reservation=0.0), utility_function(theirs, reservation=0.0)


GOLDEN = 0.6180340
CHECKS = (
    Check(
        "T5",
        "asymmetric Nash with transferable utility",
        "engine",
        {"x1, talks": 0.62, "x1, Nash point": 0.62},
        {"x1, talks": 1e-3, "x1, Nash point": 1e-5},
        "Binmore, Rubinstein & Wolinsky (1986): d1 + a (1 - d1 - d2), a = .6, d = (.2, .1)",
        unequal_power,
    ),
    Check(
        "T6",
        "Nash and risk aversion",
        "engine",
        {"x1, talks": 2 / 3, "x1, Nash point": 2 / 3},
        {"x1, talks": 3e-3, "x1, Nash point": 1e-5},
        "Nash (1950): g1 / (g1 + g2) with u1 = x, u2 = (1 - x)^.5",
        risk_aversion,
    ),
    Check(
        "T7",
        "Nash and Kalai-Smorodinsky on a curve",
        "engine",
        {
            "u1, talks": 0.5773503,
            "u1, nash": 0.5773503,
            "u2, nash": 2 / 3,
            "u1, kalai_smorodinsky": GOLDEN,
            "u2, kalai_smorodinsky": GOLDEN,
            "u1, egalitarian": GOLDEN,
            "u2, egalitarian": GOLDEN,
        },
        {
            "u1, talks": 3e-3,
            "u1, nash": 1e-5,
            **dict.fromkeys(
                ("u2, nash", *(f"u{i}, {n}" for i in "12" for n in ("kalai_smorodinsky", "egalitarian"))),
                2e-5,
            ),
        },
        "Nash (1950); Kalai & Smorodinsky (1975); Kalai (1977)",
        curved_frontier,
    ),
    Check(
        "T8",
        "four solutions on a straight frontier",
        "engine",
        {
            "u1, nash": 1.0,
            "u2, nash": 0.5,
            "u1, kalai_smorodinsky": 1.0,
            "u2, kalai_smorodinsky": 0.5,
            "u1, egalitarian": 2 / 3,
            "u2, egalitarian": 2 / 3,
            "u1, utilitarian": 2.0,
            "u2, utilitarian": 0.0,
        },
        1e-9,
        "Nash (1950); Kalai & Smorodinsky (1975); Kalai (1977); the utilitarian sum",
        straight_frontier,
    ),
    Check(
        "T24",
        "logrolling",
        "engine",
        {
            "u1, issue by issue": 0.5,
            "u2, issue by issue": 0.5,
            "u1, nash": 0.8,
            "u2, nash": 0.8,
            "u1, talks": 0.8,
            "u2, talks": 0.8,
        },
        1e-9,
        "Raiffa (1982), with weights (.8, .2) and (.2, .8)",
        logrolling,
    ),
)
