"""Waiting for a ruling on which two sides disagree: T19."""

from collections.abc import Mapping
from itertools import pairwise

from negsim.bargaining.play import play
from negsim.politics.patience import Patience, value_of_waiting
from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import FINE, pie

LATER, STRUCK, STANDS = 0.9, 0.7, 0.3
"""What a gain at the ruling is worth now, and the share of the optimist's side after either ruling."""
OTHER = 0.3
"""What the other side believes."""


def agree(optimism: float) -> bool:
    """Return whether two sides agree before the ruling that differ so much about a strike."""
    sides = (STRUCK, STANDS, OTHER + optimism), (1 - STRUCK, 1 - STANDS, OTHER)
    least = [
        Patience(waiting=1.0).reservation(0.0, wait=value_of_waiting(0.0, struck, stands, odds, LATER))
        for struck, stands, odds in sides
    ]
    utilities = dict(zip(("optimist", "other"), pie(FINE, least), strict=True))
    return play(utilities, ["spe", "spe"], 5).agreement is not None


def court() -> Mapping[str, Got]:
    """Return the largest difference of beliefs at which they still agree, and that there is one."""
    low, high = 0.0, 0.7
    ends = agree(low), agree(high)
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (middle, high) if agree(middle) else (low, middle)
    return {"difference that delays": high, "changes once": float(all(a > b for a, b in pairwise(ends)))}


CHECKS = (
    Check(
        "T19",
        "optimism about a court",
        "engine",
        {"difference that delays": 0.2777778, "changes once": 1.0},
        {"difference that delays": 1e-4, "changes once": 0.0},
        "Yildiz (2004): delay if and only if (pV - pU) D > (1 - d) / d, d = .9, D = .4",
        court,
    ),
)
