"""Tariffs and demand in the trade core, and what is learned of a threat: T21 and T26."""

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from negsim.arrays import Array
from negsim.economy.baseline import Elasticities
from negsim.economy.market import Market
from negsim.economy.trade import TradeCore, TradeEffects, fold_others
from negsim.forecast.scores import brier, crps, log_score
from negsim.politics.beliefs import tested
from negsim.validation.check import Check, Got

RATES = np.arange(0.0, 1.5, 0.0005)
DRAWS = 20_000


def core(supply: float, elasticity: float, duty: float = 0.0) -> TradeCore:
    """Return one sector of three sources with one elasticity throughout: there are no cross effects."""
    same = np.array([elasticity])
    flows, duties = np.array([[20.0, 50.0, 30.0]]), np.array([[duty, 0.1, 0.05]])
    market = Market(flows, duties, np.array([0.4]), Elasticities(same, same, same), supply, 0.3)
    return TradeCore(market, fold_others(market, np.zeros((1, 2))), 1.0)


def welfare(effects: TradeEffects) -> Array:
    """Return what consumers and the treasury gain, by rate."""
    gain: Array = (effects.consumer_surplus_usd_bn + effects.revenue_all_usd_bn).sum(axis=-1)
    return gain


def optimal_tariff() -> Mapping[str, Got]:
    """Return the rate that is best for the importer at two elasticities of supply."""
    return {
        f"best rate, e* = {supply:g}": float(
            RATES[int(np.argmax(welfare(core(supply, 2.0).respond(RATES[:, None]))))]
        )
        for supply in (2.0, 1.0)
    }


def demand_learning_scores() -> Mapping[str, Got]:
    """Return sales at 20 over 10 per cent, a belief after two deadlines put off, and scores of forecasts."""
    sales = core(np.inf, 2.0, duty=0.1).respond(np.array([[0.0], [0.1]])).sales_ratio[:, 0]
    belief, strength = 0.6, 10.0
    for _ in range(2):
        belief, strength = tested(belief, strength, carried_out=False)
    normal = ndtri((np.arange(DRAWS) + 0.5) / DRAWS)
    return {
        "sales, 20 % over 10 %": float(sales[1] / sales[0]),
        "belief after two bluffs": belief,
        "Brier score": brier(0.7, 1.0),
        "log score": log_score(0.7, 1.0),
        "CRPS": crps(normal.tolist(), 0.0),
    }


CHECKS = (
    Check(
        "T21",
        "the optimal tariff is 1 / e*",
        "engine",
        {"best rate, e* = 2": 0.5, "best rate, e* = 1": 1.0},
        6e-4,
        "Johnson (1953): 1 / e*, whatever demand is",
        optimal_tariff,
        "the specific tariff of .25 is the same optimum for a linear demand, which the core does not have",
    ),
    Check(
        "T26",
        "demand, learning, scores",
        "equation",
        {
            "sales, 20 % over 10 %": 0.8402778,
            "belief after two bluffs": 0.5,
            "Brier score": 0.09,
            "log score": 0.3566749,
            "CRPS": 0.2336950,
        },
        {
            **dict.fromkeys(
                ("sales, 20 % over 10 %", "belief after two bluffs", "Brier score", "log score"), 1e-7
            ),
            "CRPS": 1e-5,
        },
        "(1.1 / 1.2)^2; Beta(6, 4) after two failures; .7 for what came; N(0, 1) at 0 (Gneiting & Raftery)",
        demand_learning_scores,
    ),
)
