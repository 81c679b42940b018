"""Approval and legitimacy: how a government stands at home, and what that does to those who must ratify."""

Coefficients = tuple[float, float, float]
"""Standing per unit of trade, of living and of balance; the defaults 1, 1 and 0.3 are assumptions."""
DEFAULT: Coefficients = (1.0, 1.0, 0.3)


def approval_target(
    initial: float,
    deficit_cut: float,
    price_rise: float,
    imbalance: float,
    coefficients: Coefficients = DEFAULT,
) -> float:
    """Return the approval that news of an outcome would settle at.

    Parameters
    ----------
    initial : approval at the start of the talks, share of voters
    deficit_cut : share by which the bilateral deficit would fall, fraction
    price_rise : loss of consumers as a fraction of imports from the partner
    imbalance : headline concessions of the other side minus own, in [-1, 1]

    Notes
    -----
    The coefficients are assumptions; so is the form.
    """
    trade, living, balance = coefficients
    return initial + trade * deficit_cut - living * price_rise + balance * imbalance


def legitimacy_target(
    initial: float,
    export_growth: float,
    job_growth: float,
    asymmetry: float,
    coefficients: Coefficients = DEFAULT,
) -> float:
    """Return the legitimacy that news of an outcome would settle at.

    Parameters
    ----------
    initial : legitimacy at the start of the talks, in [0, 1]
    export_growth, job_growth : relative change of exports to the partner and of the jobs they carry, fraction
    asymmetry : own headline concessions minus those of the other side, in [-1, 1]

    Notes
    -----
    Performance legitimacy; the coefficients are assumptions.
    """
    trade, living, balance = coefficients
    return initial + trade * export_growth + living * job_growth - balance * asymmetry


def drift(standing: float, target: float, memory: float) -> float:
    """Return standing after one piece of news, kept in [0, 1]: memory of the old, the rest of the target."""
    return min(1.0, max(0.0, memory * standing + (1.0 - memory) * target))


def threshold_shift(initial: float, standing: float, sensitivity: float) -> float:
    """Return by how much ratification thresholds rise when standing has fallen, in group utility."""
    return sensitivity * (initial - standing)
