"""Ratification by a quorum of factions."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from negsim.arrays import Array
from negsim.politics.ratification.contract import TOLERANCE, Contested, reached
from negsim.registry import register
from negsim.settings.field import setting


@register("ratification", "quorum")
@dataclass(frozen=True)
class Quorum(Contested):
    """Factions that hold a quorum of the weight must each gain at least their threshold.

    Stands for consensus in a single-party regime: a faction may lose, but not lose badly. The margin is the
    slack of the pivotal faction, the one whose consent completes the quorum.

    References
    ----------
    Tsebelis (2002), Veto Players; Malesky, Abrami & Zheng (2011) on Vietnam's winning coalition.
    """

    quorum: float = setting(
        0.8,
        gt=0,
        le=1,
        unit="fraction",
        status="assumption",
        source="weights.csv",
        plausible=(0.65, 1),
        help="share of the weight that must agree",
    )

    def margins(self, gains: Array, weights: Array, thresholds: Array) -> Array:
        """Return the largest slack that all factions of some winning coalition have."""
        slack = gains - thresholds[:, None]
        best = np.full(gains.shape[1:], -np.inf)
        for coalition in winning_coalitions(tuple(float(w) for w in weights), self.quorum):
            weakest = slack[coalition[0]]
            for faction in coalition[1:]:
                weakest = np.minimum(weakest, slack[faction])
            np.maximum(best, weakest, out=best)
        return best

    def passes(self, margin: float, chance: np.random.Generator) -> bool:
        """Return whether the quorum is reached; luck lies in the factions' moods, not in the count."""
        return bool(reached(margin))


@cache
def winning_coalitions(weights: tuple[float, ...], quorum: float) -> tuple[tuple[int, ...], ...]:
    """Return the minimal sets of factions that hold the quorum: none of them wins without a member."""
    needed = quorum * sum(weights) - TOLERANCE
    sizes = range(1, len(weights) + 1)
    sets = [c for size in sizes for c in combinations(range(len(weights)), size)]
    winning = [set(c) for c in sets if sum(weights[f] for f in c) >= needed]
    minimal = [c for c in winning if not any(other < c for other in winning)]
    return tuple(tuple(sorted(c)) for c in minimal)
