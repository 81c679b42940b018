"""The US import market of the base year, sector by sector."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from negsim.arrays import Array
from negsim.economy.baseline import Elasticities, TradeData
from negsim.economy.nest import Nest, check_supply, power_gain
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


def consumer_surplus(log_price: Array, kappa: Array, use_usd_bn: Array) -> Array:
    """Change of consumer surplus under iso-elastic sector demand: -E0 (P^(1-kappa) - 1)/(1-kappa).

    Parameters
    ----------
    log_price : (..., S) ln of the sector price hat
    """
    return -use_usd_bn * power_gain(log_price, 1.0 - kappa)
