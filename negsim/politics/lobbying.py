"""Lobbying: what firms pay, and how it shifts the weights of their interest groups."""

from collections.abc import Mapping
from math import sqrt
from typing import TypeVar

import numpy as np

from negsim.arrays import Array

T = TypeVar("T", float, Array)


def effort(gains_usd_bn: Array, coordination: float, fringe_usd_bn: float = 0.0) -> float:
    """Return the lobbying effort of a group of firms.

    Parameters
    ----------
    gains_usd_bn : what the outcome on the table gives or takes each firm, sign ignored, $bn a year
    fringe_usd_bn : gain of firms too small to pay alone; counts only through the association
    coordination : share of the common gain that an association makes its members count, in [0, 1]

    Notes
    -----
    Influence is the square root of effort and cost is linear, so a firm with benefit b pays (b/2)^2 and only
    the largest pays; an association raises the effective benefit to (1-c) b_max + c sum b.

    References
    ----------
    Olson (1965), The Logic of Collective Action; influence function as in Grossman & Helpman (1994).
    """
    size = np.abs(gains_usd_bn)
    return float(effort_of(size.max(initial=0.0), size.sum() + abs(fringe_usd_bn), coordination))


def effort_of(largest: T, total: T, coordination: T) -> T:
    """Return the lobbying effort from the largest and the summed gain, for one group or for many at once."""
    benefit = (1.0 - coordination) * largest + coordination * total
    return (benefit / 2.0) ** 2


def influence(
    efforts: Mapping[str, float], efforts_before: Mapping[str, float], lobbying_weight: Mapping[str, float]
) -> dict[str, float]:
    """Return what each group counts now, as a multiple of what it counts at the start of the talks.

    Parameters
    ----------
    efforts, efforts_before : lobbying effort by group, now and at the start; a group that never pays keeps 1
    lobbying_weight : weight of contributions against welfare by group, >= 0

    Notes
    -----
    (m sqrt(L / L0) + 1) / (m + 1) with m = 1/a, a the weight of welfare of Grossman & Helpman. At m = 0
    lobbying has no influence.
    """
    return {
        group: (lobbying_weight[group] * sqrt(efforts[group] / before) + 1.0) / (lobbying_weight[group] + 1.0)
        for group, before in efforts_before.items()
        if before > 0.0
    }
