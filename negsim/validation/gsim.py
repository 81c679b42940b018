"""GSIM, the linear global simulation model: one sector, every country buys from every country.

For validation only. It checks the market-clearing block against a published example; for tariffs
of 20 per cent and more its linear form is far off, which is why the trade core works in levels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negsim.arrays import Array


@dataclass(frozen=True, eq=False)
class GsimResult:
    """Changes after the tariff change, money in the unit of the trade matrix.

    Attributes
    ----------
    price : (n,) relative change of each exporter's world price
    quantity : (n, n) relative change of each flow, exporter by importer
    producer_surplus, consumer_surplus, revenue : (n,) changes
    """

    price: Array
    quantity: Array
    producer_surplus: Array
    consumer_surplus: Array
    revenue: Array


def gsim(
    trade: Array,
    tariff_before: Array,
    tariff_after: Array,
    *,
    demand: float = -1.25,
    supply: float = 1.5,
    substitution: float = 5.0,
) -> GsimResult:
    """Solve the linear model.

    Parameters
    ----------
    trade : (n, n) flows at world prices, exporter by importer, own sales on the diagonal
    tariff_before, tariff_after : (n, n) one plus the tariff, same layout
    demand : elasticity of composite demand, negative
    supply : export supply elasticity, positive
    substitution : among sources, positive

    References
    ----------
    Francois and Hall (2003), Global Simulation Analysis of Industry-Level Trade Policy. Import
    shares are at tariff-inclusive prices.
    """
    spending = trade * tariff_before
    shares = spending / spending.sum(axis=0)  # of each source in an importer's spending
    tariff_hat = tariff_after / tariff_before - 1.0
    price = _clearing_prices(trade, shares, tariff_hat, (demand, supply, substitution))
    delivered = price[:, None] + tariff_hat
    composite = (shares * delivered).sum(axis=0)
    quantity = (demand + substitution) * composite - substitution * delivered
    sales, total_spending = trade.sum(axis=1), spending.sum(axis=0)
    new_flows = trade * (1.0 + price[:, None]) * (1.0 + quantity)
    return GsimResult(
        price=price,
        quantity=quantity,
        producer_surplus=sales * price * (1.0 + supply * price / 2.0),
        consumer_surplus=total_spending * (0.5 * demand * composite**2 * np.sign(composite) - composite),
        revenue=(new_flows * (tariff_after - 1.0) - trade * (tariff_before - 1.0)).sum(axis=0),
    )


def _clearing_prices(
    trade: Array, shares: Array, tariff_hat: Array, elasticities: tuple[float, float, float]
) -> Array:
    """World prices at which supply meets demand: supply * p = sum of weighted demand changes.

    Demand of v for goods of r changes by (Em + Es) sum_s share_sv (p_s + T_sv) - Es (p_r + T_rv).
    """
    demand, supply, substitution = elasticities
    destinations = trade / trade.sum(axis=1, keepdims=True)
    cross = (demand + substitution) * destinations @ shares.T
    forcing = (demand + substitution) * destinations @ (shares * tariff_hat).sum(axis=0)
    forcing = forcing - substitution * (destinations * tariff_hat).sum(axis=1)
    matrix = (supply + substitution) * np.eye(len(trade)) - cross
    prices: Array = np.linalg.solve(matrix, forcing)
    return prices
