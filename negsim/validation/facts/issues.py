"""Issues that are worth more together, and first proposals that are far apart: S7 and S10."""

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import product

import numpy as np
from scipy.stats import ttest_ind

from negsim.arrays import Array
from negsim.bargaining.move import Offer
from negsim.bargaining.play import utility_function
from negsim.rng import stream
from negsim.talks.model import NegotiationModel
from negsim.validation.check import Check, Direction, Got, Measured, measured
from negsim.validation.facts.paired import QUIET, seats
from negsim.validation.facts.time import LATEST
from negsim.validation.theory.solutions import solved
from negsim.validation.worlds import SEED, models, world

LEVELS = {1: 11, 2: 11, 4: 7, 8: 3}
"""Issues -> levels of each."""
DRAWS, ROUNDS = 60, 7
AT_ONCE = (0.0, 0.2, 0.4, 0.6)
"""Shares of the range conceded at once, for either side."""


def joint_gain(issues: int, chance: np.random.Generator) -> float:
    """Return the sum of both sides' utilities at the Nash point, with weights drawn evenly for each side."""
    share = np.linspace(0.0, 1.0, LEVELS[issues])
    sides = [
        utility_function(_sum([w * part for w in chance.dirichlet(np.ones(issues))]), reservation=0.0)
        for part in (share, 1.0 - share)
    ]
    nash = solved(*sides).nash
    return float("nan") if nash is None else sum(side.value(nash) for side in sides)


def _sum(parts: list[Array]) -> Array:
    """Return the sum of one vector an issue over all combinations, one axis an issue."""
    total: Array = reduce(np.add.outer, parts)
    return total


def more_issues() -> Mapping[str, Got]:
    """Return the mean joint gain by number of issues, and by how much it is more than with half of them."""
    drawn = {}
    for issues in LEVELS:
        chance = stream(SEED, "validation", "weights", issues)
        drawn[issues] = np.array([joint_gain(issues, chance) for _ in range(DRAWS)])
    found: dict[str, Got] = {
        f"{issues} issues": measured(values) for issues, values in drawn.items() if issues > 1
    }
    return {
        "1 issue": float(drawn[1].mean()),
        **found,
        **{f"{n} over {n // 2}": measured(drawn[n] - drawn[n // 2]) for n in (2, 4, 8)},
    }


def first_proposals(e: float) -> Iterator[tuple[float, bool]]:
    """Yield how far apart the first proposals of short talks are, and whether time ran out.

    Talks in which a capital refused what both had agreed on are left out.

    Parameters
    ----------
    e : exponent of concession of both sides
    """
    one, two = seats()
    for first, second in product(AT_ONCE, repeat=2):
        given = {one: first, two: second}
        own = {
            f"parties.{party}.strategy.bidding": {"type": "logroll", "e": e, "k": k}
            for party, k in given.items()
        }
        for model in models(world(QUIET, {"time.ticks": ROUNDS, **own}), 20):
            if not model.failures:
                yield tension(model), model.state.agreement is None


def tension(model: NegotiationModel) -> float:
    """Return the mean over sides of what the own first offer brings over the other's, in ranges."""
    proposed: dict[str, int] = {}
    for record in model.offers:
        if isinstance(record.entry.move, Offer) and record.entry.party is not None:
            proposed.setdefault(record.entry.party, record.entry.move.outcome)
    if len(proposed) < 2:
        return 0.0
    apart = []
    for party, own in proposed.items():
        (other,) = (outcome for name, outcome in proposed.items() if name != party)
        table = model.parties[party].start_utility
        apart.append((table.value(own) - table.value(other)) / (table.maximum - table.minimum))
    return float(np.mean(apart))


def far_apart() -> Mapping[str, Got]:
    """Return how much more tension there is in first proposals where time runs out, by Welch's interval."""
    found = list(first_proposals(LATEST))
    out, agreed = (np.array([t for t, ended in found if ended is late]) for late in (True, False))
    welch = ttest_ind(out, agreed, equal_var=False).confidence_interval(0.95)
    return {
        "tension without agreement less with": Measured(
            float(out.mean() - agreed.mean()), float(welch.low), float(welch.high), len(found)
        ),
        "time runs out": measured(np.array([float(ended) for _, ended in found]), rate=True),
    }


CHECKS = (
    Check(
        "S7",
        "more issues are worth more",
        "engine",
        {"1 issue": 1.0, "2 over 1": Direction(">"), "4 over 2": Direction(">"), "8 over 4": Direction(">=")},
        1e-9,
        f"Raiffa (1982); joint gain at the Nash point, weights even over the simplex, {DRAWS} draws",
        more_issues,
        "a first study had 1.31, 1.42 and 1.47",
    ),
    Check(
        "S10",
        "tension of first proposals",
        "engine",
        {"tension without agreement less with": Direction(">")},
        None,
        f"Karagozoglu & Kocher (2019); {ROUNDS} rounds in `quiet`, e = {LATEST:g}, 0 to .6 conceded at once",
        far_apart,
        "tension: what the own first offer brings over the other's, in ranges; asked first with "
        "e = .5, where time hardly ever runs out and nothing shows",
        long=True,
    ),
)
