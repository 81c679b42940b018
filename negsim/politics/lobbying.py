"""Lobbying: what firms pay, and how it shifts the weights of their interest groups."""

import numpy as np

from negsim.arrays import Array


def effort(largest: Array, total: Array, coordination: Array) -> Array:
    """Return the lobbying effort of groups of firms.

    Parameters
    ----------
    largest, total : what the outcome last made public gives or takes the most affected firm of a group, and
        all of them with those too small to pay alone, sign ignored, $bn a year
    coordination : share of the common gain that an association makes its members count, in [0, 1]

    Notes
    -----
    Influence is the square root of effort and cost is linear, so a firm with benefit b pays (b/2)^2 and only
    the largest pays; an association raises the effective benefit to (1-c) b_max + c sum b.

    References
    ----------
    Olson (1965), The Logic of Collective Action; influence function as in Grossman & Helpman (1994).
    """
    benefit = (1.0 - coordination) * largest + coordination * total
    return (benefit / 2.0) ** 2


def influence(efforts: Array, before: Array, lobbying_weight: Array) -> Array:
    """Return what each group counts now, as a multiple of what it counts at the start of the talks.

    Parameters
    ----------
    efforts, before : lobbying effort by group, now and at the start; a group that never pays keeps 1
    lobbying_weight : weight of contributions against welfare by group, >= 0

    Notes
    -----
    (m sqrt(L / L0) + 1) / (m + 1) with m = 1/a, a the weight of welfare of Grossman & Helpman. At m = 0
    lobbying has no influence.
    """
    growth = np.divide(efforts, before, out=np.ones_like(before), where=before > 0.0)
    return (lobbying_weight * np.sqrt(growth) + 1.0) / (lobbying_weight + 1.0)
