"""Nested CES demand with rising supply, reduced to one equation per sector.

Symbols of the trade literature: q delivered price, p supply price, X quantity, all new over base;
P_M price of the import composite, P of the sector. With supply p = c X^(1/omega) and demand
X = (q/P_M)^-sigma (P_M/P)^-eta P^-kappa every source obeys

    q = z^beta A^theta,   z = c (1+t1)/(1+t0),   A = P_M^(sigma-eta) P^(eta-kappa),

beta = omega/(omega+sigma), theta = 1/(omega+sigma). So ln P_M = ln Z + theta ln A, where Z is the
CES index of z^beta: one increasing equation in ln P_M, solved by Newton's method to rounding error.
Infinite omega gives beta = 1, theta = 0: the closed form. Exponents of zero take the log limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.arrays import Array
from negsim.errors import DomainError

STEP_TOLERANCE = 1e-6  # Newton doubles the digits: the error left after such a step is below 1e-13
MAX_STEPS = 60


@dataclass(frozen=True, eq=False)
class Nest:
    """Parameters of the demand nest and of supply.

    Parameters
    ----------
    sigma, eta, kappa : (S,) elasticities, positive
    penetration : (S,) imports over use, 0 to 1
    supply_elasticity : omega, common to all sources; `inf` = constant cost
    """

    sigma: Array
    eta: Array
    kappa: Array
    penetration: Array
    supply_elasticity: float

    @cached_property
    def theta(self) -> Array:
        """(S,) 1 / (omega + sigma)."""
        return 1.0 / (self.supply_elasticity + self.sigma)

    @cached_property
    def beta(self) -> Array:
        """(S,) omega / (omega + sigma)."""
        return 1.0 - self.sigma * self.theta


def check_supply(supply_elasticity: float) -> None:
    """Refuse a supply elasticity that is not positive.

    Raises
    ------
    DomainError : if it is zero, negative or not a number.
    """
    if not supply_elasticity > 0:
        raise DomainError(f"supply elasticity must be positive (or infinite), got {supply_elasticity}.")


def log_mean(weighted_expm1: Array, exponent: Array, weighted_log: Array) -> Array:
    """ln of a CES mean: ln(1 + sum w (x^e - 1)) / e, and sum w ln x where e = 0."""
    geometric = exponent == 0
    if not geometric.any():
        return np.log1p(weighted_expm1) / exponent
    safe = np.where(geometric, 1.0, exponent)
    return np.where(geometric, weighted_log, np.log1p(weighted_expm1) / safe)


def power_gain(log_value: Array, exponent: Array) -> Array:
    """(x^e - 1)/e for x given as its log; ln x where e = 0."""
    logarithmic = exponent == 0
    if not logarithmic.any():
        gain: Array = np.expm1(exponent * log_value) / exponent
        return gain
    safe = np.where(logarithmic, 1.0, exponent)
    return np.where(logarithmic, log_value, np.expm1(exponent * log_value) / safe)


def log_consumer_price(log_import_price: Array, nest: Nest) -> tuple[Array, Array]:
    """ln P of home goods and imports together, and its slope in ln P_M (the import share)."""
    exponent = 1.0 - nest.eta
    mixed = nest.penetration * np.expm1(exponent * log_import_price)
    price = log_mean(mixed, exponent, nest.penetration * log_import_price)
    return price, (nest.penetration + mixed) / (1.0 + mixed)


def solve_log_prices(log_index: Array, nest: Nest) -> tuple[Array, Array]:
    """ln P_M and ln P at which every market clears, given ln Z.

    Newton's method on ln P_M - theta ln A - ln Z = 0, which rises in ln P_M everywhere.

    Parameters
    ----------
    log_index : (..., S) ln Z

    Raises
    ------
    DomainError : if Newton's method does not settle (numbers far outside any tariff).
    """
    gap, lift, bend = nest.sigma - nest.eta, nest.eta - nest.kappa, 0.5 * (1.0 - nest.eta)
    price = _series_start(log_index, nest)
    for _ in range(MAX_STEPS):
        consumer, share = log_consumer_price(price, nest)
        excess = price - nest.theta * (gap * price + lift * consumer) - log_index
        step = excess / (1.0 - nest.theta * (gap + lift * share))
        price = price - step
        if max(step.max(initial=0.0), -step.min(initial=0.0)) < STEP_TOLERANCE:
            return price, consumer - share * step * (1.0 - bend * (1.0 - share) * step)
    raise DomainError("the market-clearing prices did not settle; check tariffs and elasticities.")


def _series_start(log_index: Array, nest: Nest) -> Array:
    """Third-order expansion of ln P_M in ln Z: so close that one Newton step is mostly enough."""
    pull, share = nest.theta * (nest.eta - nest.kappa), nest.penetration
    slope = 1.0 - nest.theta * (nest.sigma - nest.eta) - pull * share
    second = pull / slope * share * (1.0 - share) * (1.0 - nest.eta) / 2.0
    third = second * (1.0 - 2.0 * share) * (1.0 - nest.eta) / 3.0
    first = log_index / slope
    start: Array = first * (1.0 + first * (second + first * (2.0 * second**2 + third)))
    return start


def log_demand_level(log_import_price: Array, log_price: Array, nest: Nest) -> Array:
    """ln A, the demand level every source of a sector faces."""
    return (nest.sigma - nest.eta) * log_import_price + (nest.eta - nest.kappa) * log_price
