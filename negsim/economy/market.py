"""Exact market clearing of every sector after any change of tariffs and costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import Elasticities, TradeData
from negsim.economy.nest import (
    Nest,
    check_supply,
    log_demand_level,
    power_gain,
    solve_log_prices,
    source_index,
)
from negsim.errors import DomainError


@dataclass(frozen=True, eq=False)
class Market:
    """Base year of S sectors supplied by R sources and by home firms.

    Parameters
    ----------
    imports_usd_bn : (S, R) customs value
    duty_rate : (S, R) fraction of customs value
    penetration : (S,) imports over use at delivered prices, above 0, at most 1
    elasticities : (S,) each
    supply_elasticity : omega, common to all sources; `inf` = constant cost
    home_value_added_share : part of extra home sales that home producers keep
    """

    imports_usd_bn: Array
    duty_rate: Array
    penetration: Array
    elasticities: Elasticities
    supply_elasticity: float
    home_value_added_share: float

    @cached_property
    def nest(self) -> Nest:
        """Demand and supply parameters."""
        check_supply(self.supply_elasticity)
        e = self.elasticities
        return Nest(e.sigma, e.eta, e.kappa, self.penetration, self.supply_elasticity)

    @cached_property
    def delivered_usd_bn(self) -> Array:
        """(S, R) imports at delivered prices, duty included."""
        delivered: Array = self.imports_usd_bn * (1.0 + self.duty_rate)
        return delivered

    @cached_property
    def weights(self) -> Array:
        """(S, R) share of each source in delivered imports."""
        weights: Array = self.delivered_usd_bn / self.delivered_usd_bn.sum(axis=1, keepdims=True)
        return weights

    @cached_property
    def home_sales_usd_bn(self) -> Array:
        """(S,) sales of home producers."""
        sales: Array = self.delivered_usd_bn.sum(axis=1) * (1.0 / self.penetration - 1.0)
        return sales

    @cached_property
    def use_usd_bn(self) -> Array:
        """(S,) spending on home goods and imports."""
        use: Array = self.delivered_usd_bn.sum(axis=1) + self.home_sales_usd_bn
        return use


@dataclass(frozen=True, eq=False)
class MarketSolution:
    """Markets after the change; hats are new over base.

    Attributes
    ----------
    price, quantity : (..., S, R) supply price and quantity hats
    consumer_price, home_quantity : (..., S) hats
    receipts_usd_bn, revenue_usd_bn : (..., S, R) levels
    exporter_surplus_usd_bn : (..., S, R) change
    consumer_surplus_usd_bn, home_surplus_usd_bn : (..., S) changes
    """

    price: Array
    quantity: Array
    consumer_price: Array
    home_quantity: Array
    receipts_usd_bn: Array
    revenue_usd_bn: Array
    exporter_surplus_usd_bn: Array
    consumer_surplus_usd_bn: Array
    home_surplus_usd_bn: Array


def market_of(data: TradeData, elasticities: str = "short_run", supply_elasticity: float = 10.0) -> Market:
    """US import market of the base year with a named set of elasticities.

    Raises
    ------
    DomainError : if there is no such set, or the supply elasticity is not positive.
    """
    if elasticities not in data.elasticities:
        raise DomainError(f"no elasticities '{elasticities}'; known sets are {sorted(data.elasticities)}.")
    check_supply(supply_elasticity)
    return Market(
        imports_usd_bn=data.imports_usd_bn,
        duty_rate=data.duty_rate,
        penetration=data.penetration,
        elasticities=data.elasticities[elasticities],
        supply_elasticity=supply_elasticity,
        home_value_added_share=data.constants["home_value_added_share"],
    )


def scaled(market: Market, factor: float) -> Market:
    """The same market with every value multiplied by `factor`."""
    return replace(market, imports_usd_bn=market.imports_usd_bn * factor)


def consumer_surplus(log_price: Array, kappa: Array, use_usd_bn: Array) -> Array:
    """Change of consumer surplus under iso-elastic sector demand: -E0 (P^(1-kappa) - 1)/(1-kappa).

    Parameters
    ----------
    log_price : (..., S) ln of the sector price hat
    """
    return -use_usd_bn * power_gain(log_price, 1.0 - kappa)


def solve_sectors(market: Market, tariff: Array, cost: Array | float = 1.0) -> MarketSolution:
    """Clear every sector's market under new duties, exactly (about 1e-15).

    Parameters
    ----------
    tariff : (..., S, R) all-in duty rates after the change, fraction of customs value, above -1
    cost : (..., S, R) or a number, unit cost of each source over its base cost, positive

    Notes
    -----
    Exporter surplus under p = c X^(1/omega) is receipts/(1 + omega), so its change is
    (receipts - base receipts)/(1 + omega): with a cost shifter c this equals
    M0 (c (p/c)^(1+omega) - 1)/(1 + omega), and it is zero for constant cost.

    References
    ----------
    Francois and Hall (2003), Global Simulation Analysis of Industry-Level Trade Policy: the same
    structure, linearised. Valid for a sector small in its economy: incomes and wages are held.
    """
    hat = (1.0 + tariff) / (1.0 + market.duty_rate)
    if not ((hat > 0).all() and np.all(np.asarray(cost) > 0)):
        raise DomainError("tariffs must lie above -1 and costs above 0.")
    nest, log_shifters = market.nest, np.log(hat * cost)
    log_import, log_price = solve_log_prices(source_index(log_shifters, market.weights, nest), nest)
    level = log_demand_level(log_import, log_price, nest)[..., None]
    log_delivered = nest.beta[:, None] * log_shifters + nest.theta[:, None] * level
    quantity = np.exp(level - nest.sigma[:, None] * log_delivered)
    price = np.exp(log_delivered) / hat
    receipts = market.imports_usd_bn * price * quantity
    extra_home = np.expm1((nest.eta - nest.kappa) * log_price)
    return MarketSolution(
        price=price,
        quantity=quantity,
        consumer_price=np.exp(log_price),
        home_quantity=1.0 + extra_home,
        receipts_usd_bn=receipts,
        revenue_usd_bn=receipts * tariff,
        exporter_surplus_usd_bn=(receipts - market.imports_usd_bn) / (1.0 + market.supply_elasticity),
        consumer_surplus_usd_bn=consumer_surplus(log_price, nest.kappa, market.use_usd_bn),
        home_surplus_usd_bn=market.home_value_added_share * market.home_sales_usd_bn * extra_home,
    )
