"""Sales to a buyer whose value only the buyer knows: T12 and T13."""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from negsim.bargaining.acceptance.ac_impatient import AcceptImpatient
from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.play import Played, play, utility_function
from negsim.bargaining.strategies.expected_gain import ExpectedGain
from negsim.bargaining.strategies.scripted import Scripted
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import AcceptanceCondition, Strategy
from negsim.bargaining.view import PartyView
from negsim.politics.ratification.uniform import Uniform
from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import grid

FIRST, SECOND = 0, 1
"""Outcomes of a sale: at the first price, at the second; a third is none."""
PRICES = grid(4000)
TRIED = (0.38, 0.45, 0.52)
"""First prices at which the profit is computed."""
NEAR = 1e-4
"""How near a value or a price is searched for."""


def sale(
    prices: tuple[float, float], value: float, cost: float, condition: AcceptanceCondition, rounds: int
) -> Played:
    """Return what comes of a first price that the buyer takes, or answers with the second one."""
    seller = utility_function([prices[0] - cost, prices[1] - cost, 0.0], reservation=0.0)
    buyer = utility_function([value - prices[0], value - prices[1], 0.0], reservation=0.0)
    asks = Strategy(Scripted((FIRST, "accept"), TimeDependent(0.0)), AcceptNext(), NoModel())
    insists = Strategy(TimeDependent(0.0), condition, NoModel())
    return play({"seller": seller, "buyer": buyer}, [asks, insists], rounds)


def least(holds: Callable[[float], bool]) -> float:
    """Return the least number in [0, 1] from which something holds; 1 if nowhere below."""
    low, high = 0.0, 1.0
    while high - low > NEAR / 50:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def last_price(highest: float) -> float:
    """Return the price of a seller that may offer once more, to values that are uniform in [0, highest]."""
    odds = Uniform(-highest, 0.0).odds(highest / 2.0 - PRICES)
    view = PartyView("seller", utility_function(PRICES, reservation=0.0), 0, 1, abroad=odds)
    proposal = ExpectedGain().propose(view)
    return 0.0 if proposal is None else float(PRICES[proposal.outcome])


def profit(first: float, discount: float) -> float:
    """Return what a first price is worth to the seller, if what comes after it is an equilibrium.

    Who would rather wait for the second price is left; the second price is the best before who is left.
    """
    condition = AcceptImpatient(discount)

    def takes_at_once(second: float, value: float) -> bool:
        return sale((first, second), value, 0.0, condition, 2).state.agreement == FIRST

    def left(second: float) -> float:
        return least(partial(takes_at_once, second))

    low, high = 0.0, first
    while high - low > NEAR:
        middle = (low + high) / 2
        low, high = (low, middle) if last_price(left(middle)) < middle else (middle, high)
    second, factors = (low + high) / 2, {"seller": discount, "buyer": discount}
    last = left(second)
    at_once, later = (
        sale((first, second), value, 0.0, condition, 2).discounted(factors)["seller"]
        for value in ((1.0 + last) / 2, (last + second) / 2)
    )
    return at_once * (1.0 - last) + later * (last - second)


def two_periods() -> Mapping[str, Got]:
    """Return the best first price and its profit: the top of the parabola through three prices.

    As long as some buy at once both the second price and who is left are proportional to the first price.
    """
    found: dict[str, Got] = {}
    for discount in (0.5, 0.9):
        curve = np.polyfit(TRIED, [profit(price, discount) for price in TRIED], 2)
        price = float(-curve[1] / (2.0 * curve[0]))
        found |= {f"p1, d = {discount:g}": price, f"profit, d = {discount:g}": profit(price, discount)}
    return found


def double_auction() -> Mapping[str, Got]:
    """Return how often trade happens and what it gains, where ask and bid are those of the equilibrium.

    The seller opens with its ask and the buyer takes what is no worse than its own bid.
    """
    costs = (np.arange(60) + 0.5) / 60

    def trades(cost: float, value: float) -> bool:
        prices = 0.25 + 2 * cost / 3, 1 / 12 + 2 * value / 3
        return sale(prices, value, cost, AcceptNext(), 1).state.agreement == FIRST

    values = np.array([least(partial(trades, float(cost))) for cost in costs])
    gain = float(((1.0 - values**2) / 2 - costs * (1.0 - values)).mean())
    return {"trades": float((1.0 - values).mean()), "gain": gain, "of all gains": 6.0 * gain}


CHECKS = (
    Check(
        "T12",
        "Sobel and Takahashi's two periods",
        "engine",
        {
            "p1, d = 0.5": 0.45,
            "profit, d = 0.5": 0.225,
            "p1, d = 0.9": 0.4653846,
            "profit, d = 0.9": 0.2326923,
        },
        {"p1, d = 0.5": 2e-3, "profit, d = 0.5": 3e-4, "p1, d = 0.9": 2e-3, "profit, d = 0.9": 3e-4},
        "Sobel & Takahashi (1983): p1 = (2 - d)^2 / (2 (4 - 3 d)), profit half of it",
        two_periods,
        "values uniform in [0, 1]",
    ),
    Check(
        "T13",
        "Chatterjee and Samuelson's double auction",
        "engine",
        {"trades": 9 / 32, "gain": 9 / 64, "of all gains": 27 / 32},
        {"trades": 5e-4, "gain": 5e-4, "of all gains": 3e-3},
        "Chatterjee & Samuelson (1983): ask 1/4 + 2 c / 3, bid 1/12 + 2 v / 3, trade from v = c + 1/4",
        double_auction,
        "without sealed bids trade is at the ask and not half-way, which moves gains and not their sum",
    ),
)
