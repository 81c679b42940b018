"""What cuts of Vietnam's duties on US goods are worth to both sides."""

from __future__ import annotations

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData
from negsim.economy.nest import log_mean
from negsim.errors import DomainError


def partner_side(
    data: TradeData,
    access: Array,
    elasticities: str = "short_run",
    base_duty: Array | None = None,
    added: Array | float = 0.0,
) -> tuple[Array, Array, Array]:
    """Changes of US exports, of Vietnam's tariff revenue and of its consumers' surplus.

    Parameters
    ----------
    access : (..., G) part of the duty removed, 0 to 1; negative = the duty is raised
    elasticities : short_run, medium_run or long_run
    base_duty : (G,) duty before, fraction; None = after Decree 73 of March 2025
    added : (...) duty added on all groups, fraction

    Returns
    -------
    Three arrays (..., G) in billion US dollars a year, on 2024 trade by HS10 lines (multiply by
    `data.export_group_scale` for the headline): US exports, revenue (negative = loss), consumers.

    Raises
    ------
    DomainError : if there is no such set of elasticities.

    Notes
    -----
    One price hat h = (1+t1)/(1+t0) in a nest of the US among foreign sources (sigma) and imports
    against home goods (eta), US supply at constant cost, s = US share of the group's imports:
    P_M = (1-s+s h^(1-sigma))^(1/(1-sigma)), X = h^-sigma P_M^(sigma-eta). Consumers gain
    -E ln P_M on spending E = M0 (1+t0)/s, all imports of the group at the US duty.
    """
    if elasticities not in data.export_elasticities:
        raise DomainError(f"no elasticities '{elasticities}'; known are {sorted(data.export_elasticities)}.")
    chosen = data.export_elasticities[elasticities]
    duty = data.partner_duty if base_duty is None else base_duty
    share, base = data.import_share, data.exports_usd_bn
    new_duty = duty * (1.0 - access) + np.asarray(added)[..., None]
    log_hat = np.log((1.0 + new_duty) / (1.0 + duty))
    log_index = _log_import_price(log_hat, share, chosen.sigma)
    growth = np.expm1(-chosen.sigma * log_hat + (chosen.sigma - chosen.eta) * log_index)
    revenue = base * ((1.0 + growth) * new_duty - duty)
    return base * growth, revenue, -base * (1.0 + duty) / share * log_index


def _log_import_price(log_hat: Array, share: Array, sigma: Array) -> Array:
    """ln P_M when the price of a source with a given share moves; sigma = 1 is the log limit."""
    exponent = 1.0 - sigma
    return log_mean(share * np.expm1(exponent * log_hat), exponent, share * log_hat)
