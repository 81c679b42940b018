"""What a tariff on one partner does while other countries' tariffs stand still.

The partner's market response depends on one number per sector, z = c (1+t1)/(1+t0): the other
sources enter the CES index as constants. So an outcome costs one scalar equation per sector, which
is solved exactly; there is no table to interpolate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.market import Market, consumer_surplus, market_of
from negsim.economy.nest import Nest, log_demand_level, log_mean, solve_log_prices
from negsim.errors import DomainError

BLOCK = 512  # outcomes solved at a time: intermediate arrays then stay in the processor's cache


@dataclass(frozen=True, eq=False)
class TradeEffects:
    """Effects by outcome and sector, all (..., S); money in billion US dollars a year.

    Attributes
    ----------
    sales_usd_bn : Vietnam's receipts from the US, headline-scaled level
    sales_ratio : receipts over base receipts
    exporter_surplus_usd_bn : Vietnamese exporters, change against 2024, headline-scaled
    revenue_partner_usd_bn : US duties on Vietnam, headline-scaled level
    revenue_all_usd_bn : US duties on all sources, level, not scaled
    consumer_surplus_usd_bn : US consumers, change against 2024, not scaled, negative = loss
    home_surplus_usd_bn : US import-competing value added, change against 2024, not scaled
    price_partner : export price over base
    consumer_price : US price of the sector, home goods included, over base
    """

    sales_usd_bn: Array
    sales_ratio: Array
    exporter_surplus_usd_bn: Array
    revenue_partner_usd_bn: Array
    revenue_all_usd_bn: Array
    consumer_surplus_usd_bn: Array
    home_surplus_usd_bn: Array
    price_partner: Array
    consumer_price: Array


@dataclass(frozen=True, eq=False)
class OtherSources:
    """Part of every sector that the partner's tariff cannot change, all (S,).

    Attributes
    ----------
    powers, logs : their share of the CES index, as `nest.log_mean` takes it
    duties_usd_bn : duties paid at demand level A = 1; they grow with A^((1+omega) theta)
    """

    powers: Array
    logs: Array
    duties_usd_bn: Array


def fold_others(market: Market, added_rate: Array) -> OtherSources:
    """Constants of the sources other than the partner.

    Parameters
    ----------
    added_rate : (S, R - 1) added to their base duties, fraction of customs value
    """
    nest, base = market.nest, market.duty_rate[:, 1:]
    tariff = base + added_rate
    logs = nest.beta[:, None] * np.log((1.0 + tariff) / (1.0 + base))
    powers = market.weights[:, 1:] * np.expm1((1.0 - nest.sigma)[:, None] * logs)
    demand = nest.sigma * (1.0 + 1.0 / market.supply_elasticity)
    duties = market.imports_usd_bn[:, 1:] * tariff * np.exp(-demand[:, None] * logs)
    return OtherSources(powers.sum(axis=1), (market.weights[:, 1:] * logs).sum(axis=1), duties.sum(axis=1))


@dataclass(frozen=True, eq=False)
class TradeCore:
    """The US import market with all tariffs fixed but the partner's (source 0)."""

    market: Market
    others: OtherSources
    headline_scale: float

    def respond(self, added_rate: Array, cost: Array | float = 1.0) -> TradeEffects:
        """Effects of an added rate on the partner and of its unit cost.

        Parameters
        ----------
        added_rate : (..., S) added to the base duty, fraction of customs value
        cost : (..., S) or a number, unit cost over base cost, positive

        Raises
        ------
        DomainError : if a rate takes the duty to -1 or below, or a cost is not positive.
        """
        sectors = len(self.market.penetration)
        shape = np.broadcast_shapes(np.shape(added_rate), np.shape(cost), (sectors,))
        rates = np.broadcast_to(added_rate, shape).reshape(-1, sectors).T
        costs = np.broadcast_to(cost, shape).reshape(-1, sectors).T
        effects = np.empty((len(fields(TradeEffects)), *rates.shape))
        for start in range(0, rates.shape[1], BLOCK):
            block = slice(start, start + BLOCK)
            solved = self._clear(rates[:, block].copy(), costs[:, block].copy())
            for field, values in zip(effects, solved, strict=True):
                field[:, block] = values
        by_outcome = effects.reshape(-1, sectors, *shape[:-1])
        return TradeEffects(*np.moveaxis(by_outcome, 1, -1))

    def _clear(self, rate: Array, cost: Array) -> tuple[Array, ...]:
        """Solve outcomes laid out (S, n), for speed; the fields of `TradeEffects` in order."""
        market, nest, base = self.market, self._nest, self.market.imports_usd_bn[:, :1]
        tariff = market.duty_rate[:, :1] + rate
        hat = (1.0 + tariff) / (1.0 + market.duty_rate[:, :1])
        if not ((hat > 0).all() and (cost > 0).all()):
            raise DomainError("tariffs must lie above -1 and costs above 0.")
        log_shifter = nest.beta * np.log(hat * cost)
        log_import, log_price = solve_log_prices(self._log_index(log_shifter), nest)
        level = log_demand_level(log_import, log_price, nest)
        log_delivered = log_shifter + nest.theta * level
        price = np.exp(log_delivered) / hat
        ratio = np.exp(level - nest.sigma * log_delivered) * price
        sales = self.headline_scale * base * ratio
        revenue = base * ratio * tariff
        duties = self.others.duties_usd_bn[:, None] * np.exp((1.0 - (nest.sigma - 1.0) * nest.theta) * level)
        home = market.home_value_added_share * market.home_sales_usd_bn[:, None]
        return (
            sales,
            ratio,
            (sales - self.headline_scale * base) / (1.0 + market.supply_elasticity),
            self.headline_scale * revenue,
            revenue + duties,
            consumer_surplus(log_price, nest.kappa, market.use_usd_bn[:, None]),
            home * np.expm1((nest.eta - nest.kappa) * log_price),
            price,
            np.exp(log_price),
        )

    @cached_property
    def _nest(self) -> Nest:
        """Parameters as columns, (S, 1), to go with outcomes laid out (S, n)."""
        e, nest = self.market.elasticities, self.market.nest
        columns = (e.sigma[:, None], e.eta[:, None], e.kappa[:, None], nest.penetration[:, None])
        return Nest(*columns, nest.supply_elasticity)

    def _log_index(self, log_shifter: Array) -> Array:
        """ln Z with the partner's shifter beta ln z, (S, n), and the others' constants."""
        share, exponent = self.market.weights[:, :1], 1.0 - self._nest.sigma
        powers = self.others.powers[:, None] + share * np.expm1(exponent * log_shifter)
        return log_mean(powers, exponent, self.others.logs[:, None] + share * log_shifter)


def other_added_rates(data: TradeData, rates: Mapping[str, float], policy_date: date) -> Array:
    """(S, R - 1) added rates of the other sources, exemption lists taken off.

    Parameters
    ----------
    rates : source -> added rate, fraction of customs value; a source left out gets 0

    Notes
    -----
    The Section 232 carve-out is known for Vietnam's flow only, so it is not applied to others.

    Raises
    ------
    DomainError : if a name is not one of the other sources.
    """
    unknown = set(rates) - set(data.sources[1:])
    if unknown:
        raise DomainError(f"other_tariffs: unknown source {min(unknown)!r}; allowed are {data.sources[1:]}.")
    taxed = 1.0 - data.new_exemptions_elsewhere(policy_date)
    added: Array = taxed[:, None] * np.array([rates.get(source, 0.0) for source in data.sources[1:]])
    return added


def build_core(
    data: TradeData,
    elasticities: str = "short_run",
    supply_elasticity: float = 10.0,
    *,
    policy_date: date,
    other_tariffs: Mapping[str, float] | None = None,
) -> TradeCore:
    """The core for one set of elasticities, date and rates of other countries.

    Parameters
    ----------
    elasticities : short_run, medium_run or long_run
    supply_elasticity : of every source's exports, positive; `inf` = constant cost
    policy_date : day that decides which exemption lists hold
    other_tariffs : source -> added rate; None = those of the date
    """
    market = market_of(data, elasticities, supply_elasticity)
    rates = data.other_tariffs(policy_date) if other_tariffs is None else other_tariffs
    added = other_added_rates(data, rates, policy_date)
    return TradeCore(market, fold_others(market, added), data.headline_scale)
