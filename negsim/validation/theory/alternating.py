"""Alternating offers under complete information: T1 to T4 and T9 to T11."""

from collections.abc import Mapping
from math import exp

from negsim.validation.check import Check, Got
from negsim.validation.theory.pie import FINE, FINEST, Game, off_by, pie

UNEQUAL, EQUAL = (0.9, 0.8), (0.9, 0.9)
SOON = (exp(-0.001), exp(-0.003))
"""Rates of .1 and .3 at a delay of .01."""
STAHL = {1: 1.0, 2: 0.2, 3: 0.92, 4: 0.344, 5: 0.8624, 51: 0.7143632}
"""Offers that can still be answered -> share of who makes the first of them."""


def rubinstein() -> Mapping[str, Got]:
    """Return the share of the first in talks so long that the end does not count."""
    one, two = Game(UNEQUAL, 60).share(pie(FINE)), Game(EQUAL, 60).share(pie(FINE))
    return {"x1, .9 .8": one, "x2, .9 .8": 1.0 - one, "x1, .9 .9": two}


def stahl() -> Mapping[str, Got]:
    """Return shares at short horizons.

    In n rounds the last move can only answer, so 2 n - 1 offers can be answered. For an even number the first
    side, with .8, wastes an offer by asking for everything, and the second is first of the rest.
    """
    found: dict[str, Got] = {}
    for offers in STAHL:
        if offers % 2:
            found[f"{offers} offers"] = Game(UNEQUAL, (offers + 1) // 2).share(pie(FINE))
        else:
            wasted = Game(UNEQUAL[::-1], offers // 2 + 1, opens_with=FINE)
            found[f"{offers} offers"] = 1.0 - wasted.share(pie(FINE))
    return found


def short_delays() -> Mapping[str, Got]:
    """Return the share of the first when offers follow each other quickly."""
    return {"x1, delay .01": Game(SOON, 2000).share(pie(FINEST))}


def fine_pie() -> Mapping[str, Got]:
    """Return the share of the first after 120 moves on a pie of 100 001 points."""
    return {"x1": Game(UNEQUAL, 60).share(pie(FINE))}


def outside_options() -> Mapping[str, Got]:
    """Return the share of the first before an option of the second, and the option from which it counts."""

    def share(option: float) -> float:
        return Game(EQUAL, 60, known={"impasse": 0.0, "other_impasse": 0.0}).share(pie(FINE, (0.0, option)))

    low, high, alone = 0.3, 0.6, share(0.0)
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (low, middle) if share(middle) < alone - 2 * off_by(EQUAL, FINE) else (middle, high)
    return {"x1, option .3": share(0.3), "x1, option .6": share(0.6), "option that counts": high}


def breakdown() -> Mapping[str, Got]:
    """Return the share of the first when every refusal may end talks, and each has something without."""
    shares = {p: Game((1.0, 1.0), 1000, breakdown=p).share(pie(FINE, (0.3, 0.1))) for p in (0.5, 0.1, 0.01)}
    return {f"x1, risk {p:g}": share for p, share in shares.items()}


def ultimatum() -> Mapping[str, Got]:
    """Return what the first gets that makes the only offer, in steps of .02."""
    refusing = Game(EQUAL, 1, known={"ties": "reject"})
    return {
        "x1, ties accepted": Game(EQUAL, 1).share(pie(50)),
        "x1, ties refused": refusing.share(pie(50)),
    }


CHECKS = (
    Check(
        "T1",
        "Rubinstein's alternating offers",
        "engine",
        {"x1, .9 .8": 0.7142857, "x2, .9 .8": 0.2857143, "x1, .9 .9": 0.5263158},
        {
            label: off_by(EQUAL if label.endswith(".9 .9") else UNEQUAL, FINE)
            for label in ("x1, .9 .8", "x2, .9 .8", "x1, .9 .9")
        },
        "Rubinstein (1982): x1 = (1 - d2) / (1 - d1 d2)",
        rubinstein,
    ),
    Check(
        "T2",
        "Stahl's finite horizon",
        "engine",
        {f"{offers} offers": share for offers, share in STAHL.items()},
        off_by(UNEQUAL, FINE),
        "Stahl (1972): x(T) = 1 - d2 (1 - d1 x(T - 2)), x(1) = 1",
        stahl,
    ),
    Check(
        "T3",
        "short delays lead to Nash",
        "engine",
        {"x1, delay .01": 0.7503749},
        off_by(SOON, FINEST),
        "Binmore, Rubinstein & Wolinsky (1986): limit r2 / (r1 + r2) = .75",
        short_delays,
    ),
    Check(
        "T4",
        "backward induction on a fine pie",
        "engine",
        {"x1": 0.7142857},
        2 / FINE,
        "Rubinstein (1982), on 100 001 points after 120 moves",
        fine_pie,
    ),
    Check(
        "T9",
        "outside options",
        "engine",
        {"x1, option .3": 0.5263158, "x1, option .6": 0.4, "option that counts": 0.4736842},
        off_by(EQUAL, FINE) * 4,
        "Binmore, Shaked & Sutton (1989): nothing up to d / (1 + d), then the option itself",
        outside_options,
    ),
    Check(
        "T10",
        "breakdown splits the difference",
        "engine",
        {"x1, risk 0.5": 0.70, "x1, risk 0.1": 0.6157895, "x1, risk 0.01": 0.6015075},
        {f"x1, risk {p:g}": 1 / FINE / (1 - (1 - p) ** 2) for p in (0.5, 0.1, 0.01)},
        "Binmore, Rubinstein & Wolinsky (1986): b1 + (1 - b1 - b2) / (2 - p), .6 in the limit",
        breakdown,
    ),
    Check(
        "T11",
        "the ultimatum",
        "engine",
        {"x1, ties accepted": 1.0, "x1, ties refused": 0.98},
        1e-12,
        "all, or all but a step of .02",
        ultimatum,
    ),
)
