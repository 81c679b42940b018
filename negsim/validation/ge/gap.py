"""How far the trade core is from general equilibrium, for a tariff on the partner alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.trade import TradeCore, build_core
from negsim.economy.wages import closed_core
from negsim.validation.ge.economy import WorldEconomy
from negsim.validation.ge.equilibrium import Elasticities, solve

RATES = (0.10, 0.20, 0.46)


@dataclass(frozen=True)
class Gap:
    """Change of the partner's sales to home when all of them pay a rate, others as before; fractions.

    Attributes
    ----------
    rate : fraction of customs value
    equilibrium : of ten regions
    nothing_kept : the same where no part of a sale stays at the destination, so a tariff is passed on once
    core : wages given, medium-run elasticities: the trade elasticity is that of the ten regions
    constant_cost : the same with constant cost
    closed : the same as `core` with the partner's wage free
    short_run : wages given, elasticities of the default
    wage, closed_wage : change of the partner's wage, in the ten regions and in the closed core
    """

    rate: float
    equilibrium: float
    nothing_kept: float
    core: float
    constant_cost: float
    closed: float
    short_run: float
    wage: float
    closed_wage: float


def gap(economy: WorldEconomy, data: TradeData, rate: float, supply_elasticity: float = 10.0) -> Gap:
    """Compare both models at one rate.

    Parameters
    ----------
    data : tables of the core; its partner is the first of its sources, and a region of that name
    rate : on all goods of the partner, nothing exempt, fraction of customs value
    """
    partner = economy.names.index(data.sources[0])
    tariffs = np.zeros_like(economy.sales)
    tariffs[partner, economy.home] = rate
    route = partner, economy.home
    found, simple = (solve(economy, tariffs, e) for e in (Elasticities(), Elasticities(pass_through=None)))
    added = np.full(len(data.sectors), rate)
    middle = _core(data, "medium_run", supply_elasticity)
    closed = closed_core(middle, data, "medium_run")
    return Gap(
        rate,
        equilibrium=float(found.sales[route] / economy.sales[route] - 1.0),
        nothing_kept=float(simple.sales[route] / economy.sales[route] - 1.0),
        core=_change(middle, data, added),
        constant_cost=_change(_core(data, "medium_run", np.inf), data, added),
        closed=float(closed.respond(added).sales_usd_bn.sum() / data.headline["imports"] - 1.0),
        short_run=_change(_core(data, "short_run", supply_elasticity), data, added),
        wage=float(found.wage[partner] - 1.0),
        closed_wage=float(closed.wage(added) - 1.0),
    )


def _core(data: TradeData, elasticities: str, supply_elasticity: float) -> TradeCore:
    """The core with the duties of the base year on all others."""
    unchanged = dict.fromkeys(data.sources[1:], 0.0)
    day = data.exemption_lists[0].start
    return build_core(data, elasticities, supply_elasticity, policy_date=day, other_tariffs=unchanged)


def _change(core: TradeCore, data: TradeData, added: Array) -> float:
    return float(core.respond(added).sales_usd_bn.sum() / data.headline["imports"] - 1.0)
