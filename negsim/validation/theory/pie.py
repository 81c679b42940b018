"""A pie of 1 that two sides divide by backward induction, and what the first of them gets.

Nobody can be given a fraction of a step of g. Who proposes rounds against itself by less than g, so the share
of the first is off by less than g / (1 - d1 d2), at any horizon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.acceptance.ac_next import AcceptNext
from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.opponent_models.perfect import Perfect
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.play import Played, play
from negsim.bargaining.strategies.scripted import Scripted
from negsim.bargaining.strategies.spe import BackwardInduction
from negsim.bargaining.strategy import Bidding, Strategy
from negsim.bargaining.utility.function import UtilityFunction, from_values

FINE = 100_000
"""Steps of a pie of 100 001 points."""
FINEST = 500_000


@lru_cache(maxsize=2)
def slices(steps: int) -> OutcomeSpace:
    """Return the ways of giving the first side so many steps of the pie."""
    return OutcomeSpace((Issue("slice", tuple(map(str, range(steps + 1)))),))


def pie(steps: int, reservations: Sequence[float] = (0.0, 0.0), power: float = 1.0) -> list[UtilityFunction]:
    """Return what the steps are worth to the first and to the second, who values its share to some power."""
    share = np.arange(steps + 1) / steps
    values = share, (1.0 - share) ** power
    return [from_values(slices(steps), v, r) for v, r in zip(values, reservations, strict=True)]


@dataclass(frozen=True)
class Game:
    """Alternating offers between two sides that reason backwards.

    Parameters
    ----------
    discounts : what a gain is worth one offer later, to the first and to the second
    rounds : until the deadline, two moves each
    breakdown : chance that talks break down when an offer is refused
    opens_with : outcome that the first asks for at first, whatever it should; None: it reasons from the start
    known : other settings of `spe`
    """

    discounts: tuple[float, float]
    rounds: int
    breakdown: float = 0.0
    opens_with: int | None = None
    known: Mapping[str, Any] = field(default_factory=dict)

    def played(self, first: UtilityFunction, second: UtilityFunction) -> Played:
        """Return what comes of the talks."""
        own, other = self.discounts
        rule: Bidding = BackwardInduction(own, other, **self.known)
        if self.opens_with is not None:
            rule = Scripted((self.opens_with,), rule)
        return play(
            {"first": first, "second": second},
            [Strategy(rule, AcceptNext(), Perfect()), BackwardInduction(other, own, **self.known)],
            self.rounds,
            mechanism=AlternatingOffers(breakdown=self.breakdown),
        )

    def share(self, utilities: Sequence[UtilityFunction]) -> float:
        """Return what the first gets of the pie; nan without agreement."""
        played = self.played(*utilities)
        agreed = played.state.agreement
        return float("nan") if agreed is None else agreed / (played.state.space.n - 1)


def off_by(discounts: tuple[float, float], steps: int) -> float:
    """Return the bound of what rounding to steps of the pie does to the share of the first."""
    return 1.0 / steps / (1.0 - discounts[0] * discounts[1])


def grid(steps: int) -> Array:
    """Return numbers from 0 to 1 in so many steps."""
    return np.arange(steps + 1) / steps
