"""The levers an agreement can set, and the tariff rates and costs they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from negsim.arrays import Array
from negsim.economy.baseline import TradeData

PENALTY_RATE = 0.40
"""Rate on goods found to be transshipped: Executive Order 14326 of 31 July 2025."""
DETECTION = 0.05
"""Share of rerouted goods that ordinary customs checks find (assumption)."""


@dataclass(frozen=True, eq=False)
class TradePolicy:
    """Trade levers of one or many outcomes, broadcastable; S sectors, G product groups.

    Attributes
    ----------
    tariff : (...) reciprocal rate on Vietnam, fraction of customs value
    newly_exempt : (..., S) share of the flow exempted beyond the legal list
    detection : (...) share of rerouted goods that is found
    content_cap : (...) highest Chinese content allowed, `inf` = none
    content_penalty_share : (...) share of legal flows of high-content sectors moved to the penalty
    access : (..., G) part of Vietnam's duty that is removed, 0 to 1
    retaliation : (...) duty that Vietnam adds on all US goods, fraction
    added_purchases : (...) purchases that would not have happened anyway, $bn a year
    switching_cost : (...) what buyers in Vietnam pay above the cheapest supplier, $bn a year
    dumping_relief : (..., S) anti-dumping duty that is no longer due, fraction of the sector's customs value
    penalty_rate : rate on detected rerouting, fraction of customs value
    """

    tariff: Array
    newly_exempt: Array
    detection: Array
    content_cap: Array
    content_penalty_share: Array
    access: Array
    retaliation: Array
    added_purchases: Array
    switching_cost: Array
    dumping_relief: Array
    penalty_rate: float


def no_deal_policy(data: TradeData, tariff: Array | float, detection: float = DETECTION) -> TradePolicy:
    """Policy without an agreement: the unilateral rate and today's customs checks, nothing else.

    Parameters
    ----------
    tariff : (...) or a number, fraction of customs value
    """
    rate = np.asarray(tariff, dtype=np.float64)
    return TradePolicy(
        tariff=rate,
        newly_exempt=np.zeros((*rate.shape, len(data.sectors))),
        detection=np.full(rate.shape, detection),
        content_cap=np.full(rate.shape, np.inf),
        content_penalty_share=np.zeros(rate.shape),
        access=np.zeros((*rate.shape, len(data.export_groups))),
        retaliation=np.zeros(rate.shape),
        added_purchases=np.zeros(rate.shape),
        switching_cost=np.zeros(rate.shape),
        dumping_relief=np.zeros((*rate.shape, len(data.sectors))),
        penalty_rate=PENALTY_RATE,
    )


def added_rate(policy: TradePolicy, data: TradeData, policy_date: date) -> Array:
    """(..., S) rate added to the base duty on Vietnam, averaged over each sector's flow.

    Notes
    -----
    Exempt goods (legal list and newly exempt) and goods under Section 232 stay outside the
    reciprocal rate; the Section 232 rate itself is constant over outcomes and left out. Of the
    rest, detected rerouting and the penalised part of legal flows pay the penalty rate, or the
    tariff if that is higher. A sector's exempt and Section 232 shares together stop at 1.
    """
    tariff = policy.tariff[..., None]
    outside = data.legal_exempt_share(policy_date) + policy.newly_exempt + data.section_232_share(policy_date)
    taxed = np.clip(1.0 - outside, 0.0, 1.0)
    penalised = penalised_share(policy, data)
    penalty = np.maximum(policy.penalty_rate, tariff)
    rate: Array = taxed * ((1.0 - penalised) * tariff + penalised * penalty)
    return rate


def penalised_share(policy: TradePolicy, data: TradeData) -> Array:
    """(..., S) share of the taxed flow at the penalty rate: detected rerouting, high content."""
    detected = policy.detection[..., None] * data.rerouted_share
    high_content = data.china_content > data.constants["content_penalty_threshold"]
    legal = (1.0 - data.rerouted_share) * high_content
    share: Array = detected + policy.content_penalty_share[..., None] * legal
    return share


def cost_shifter(policy: TradePolicy, data: TradeData) -> Array:
    """(..., S) unit cost of Vietnamese exports over base: complying with a cap on Chinese content."""
    above = np.maximum(0.0, data.china_content - policy.content_cap[..., None])
    shifter: Array = 1.0 + data.constants["compliance_cost"] * above
    return shifter
