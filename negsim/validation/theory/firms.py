"""Firms under uncertainty: T23."""

from collections.abc import Mapping

from negsim.agents.conduct.investment import Investment
from negsim.agents.conduct.relocation import Relocation
from negsim.validation.check import Check, Got


def uncertainty() -> Mapping[str, Got]:
    """Return what uncertainty leaves of an advantage, and what a move must be worth of its sunk cost."""
    factor = Investment(reversal=0.1, patience=0.95, bad_times=0.5).discount
    multiple = Relocation(interest=0.05, volatility=0.2).option
    return {
        "U": factor,
        "U to the third": factor ** (1.0 / 3.0),
        "b1": multiple / (multiple - 1.0),
        "multiple": multiple,
    }


CHECKS = (
    Check(
        "T23",
        "Handley-Limao's factor, Dixit-Pindyck's multiple",
        "equation",
        {"U": 0.6724138, "U to the third": 0.8760836, "b1": 2.1583124, "multiple": 1.8633250},
        1e-7,
        "Handley & Limao (2015), b = .95, g = .1, w = .5; Dixit & Pindyck (1994), r = .05, s = .2",
        uncertainty,
        "of the rules by which firms invest and relocate",
    ),
)
