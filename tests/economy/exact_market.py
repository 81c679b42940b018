"""The oracle of the trade core: every market cleared exactly, after any change of any source's tariff."""

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array
from negsim.economy.market import Market, consumer_surplus
from negsim.economy.nest import Nest, log_demand_level, log_mean, solve_log_prices
from negsim.errors import DomainError


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


def source_index(log_shifters: Array, weights: Array, nest: Nest) -> Array:
    """ln Z, the CES index of the sources' shifters.

    Parameters
    ----------
    log_shifters : (..., S, R) ln z by source
    weights : (S, R) base shares of each source at delivered prices, rows sum to 1
    """
    logs = nest.beta[:, None] * log_shifters
    exponent = 1.0 - nest.sigma
    powers = np.sum(weights * np.expm1(exponent[:, None] * logs), axis=-1)
    return log_mean(powers, exponent, np.sum(weights * logs, axis=-1))
