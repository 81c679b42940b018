"""The NegMAS-compatible profile: our mechanism and strategies, set up to make NegMAS's moves one by one.

Own code, written from a description of the behaviour of NegMAS 0.16 (SAOMechanism and its time-based
negotiators) and compared with it by running both. NegMAS itself is neither imported nor needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negsim.bargaining.acceptance.ac_asp import AcceptAspiration
from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Offer
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategies.candidates import worst_at_least
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import Proposal, Strategy
from negsim.bargaining.utility.function import from_values
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError
from negsim.registry import show, unknown

EXPONENTS = {"boulware": 0.25, "linear": 1.0, "conceder": 4.0, "tough": 0.0, "hardliner": 0.0}
"""Name of a NegMAS negotiator -> our concession exponent e, the inverse of NegMAS's exponent."""
TOLERANCE = 1e-4
"""Own utility by which NegMAS's time-based negotiators let an outcome miss the aspiration."""
TOUGH_TOLERANCE = 1e-10
"""The same for its tough negotiator."""
NEAR = 1e-6
"""Own utility below the target that NegMAS's search for an offer still counts as a hit."""


@dataclass(frozen=True)
class Talks:
    """What came of the talks.

    Parameters
    ----------
    agreement : row-major index of the outcome agreed on, or None
    round : rounds begun, the agreeing one included (NegMAS's `current_step` at the end)
    trace : (round counted from 0, position of the party in `utilities`, outcome) of every offer in order
    end_state : `agreed`, `expired` or `walked_away`
    """

    agreement: Outcome | None
    round: int
    trace: tuple[tuple[int, int, Outcome], ...]
    end_state: str


@dataclass(frozen=True)
class Persistent(TimeDependent):
    """A time-dependent rule that never leaves and treats near misses as NegMAS does.

    With no rational outcome it keeps offering its best one. An outcome less than `NEAR` below the target is
    offered if it is nearer to it than the one above. With e = 0 the reservation value is not looked at.
    """

    def target(self, view: PartyView) -> float:
        """Return the aspiration; of a tough party always the best outcome."""
        return super().target(view) if self.e > 0 else view.best - self.tolerance

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome that meets the target, or the best if none reaches the reservation value."""
        target = self.target(view)
        above = worst_at_least(view, target)
        if above is None:
            return Proposal(int(view.utility.descending[0]), target, "nothing is better than no deal")
        return Proposal(_near_miss(view, target, above), target, "the least that meets the aspiration")


def _near_miss(view: PartyView, target: float, above: Outcome) -> Outcome:
    """Return the outcome next below the target if it misses it by less than `above` exceeds it."""
    values, order = view.utility.values(), view.utility.order
    position = int(np.searchsorted(values, target, sorter=order)) - 1
    if position < 0 or values[order[position]] < view.reservation:
        return above
    below = values[order[position]]
    if target - below >= min(NEAR, values[above] - target):
        return above
    return int(order[np.searchsorted(values, below, sorter=order)])


def play(
    utilities: Sequence[ArrayLike],
    reservations: Sequence[float] = (-np.inf, -np.inf),
    strategies: Sequence[str | float | Strategy] = ("boulware", "linear"),
    rounds: int = 100,
    opener: int = 0,
) -> Talks:
    """Play bilateral alternating offers exactly as NegMAS does and return every offer.

    Parameters
    ----------
    utilities : one array a party over the same outcomes, shape (n,) or one axis an issue; used as given
    reservations : utility of no deal of each party; -inf for none
    strategies : one a party: `boulware`, `linear`, `conceder`, `tough` (or `hardliner`), a concession
        exponent e >= 0, or a whole Strategy
    rounds : NegMAS's `n_steps`
    opener : position of the party that makes the first offer

    Raises
    ------
    ConfigError : if a strategy or the opener is unknown, the arrays differ in shape or hold no numbers, or
        the rounds cannot be counted.
    """
    tables = [np.asarray(table, dtype=float) for table in utilities]
    if not len(tables) == len(reservations) == len(strategies) == 2 or tables[0].shape != tables[1].shape:
        raise ConfigError("play needs two parties with utilities over the same outcomes")
    space = _space(tables[0].shape)
    names = ("0", "1")
    sides = [
        Side(name, from_values(space, table, reservation), compatible(strategy))
        for name, table, reservation, strategy in zip(names, tables, reservations, strategies, strict=True)
    ]
    if opener not in (0, 1):
        raise ConfigError(f"opener: must be 0 or 1, the position of a party, got {show(opener)}")
    end = bargain(AlternatingOffers(first=names[opener]), sides, rounds)
    trace = tuple(
        (e.round, names.index(str(e.party)), e.move.outcome) for e in end.history if isinstance(e.move, Offer)
    )
    begun = rounds if end.end_state == "expired" else end.round + 1
    return Talks(end.agreement, begun, trace, str(end.end_state))


def compatible(strategy: str | float | Strategy) -> Strategy:
    """Return the strategy that moves like NegMAS's negotiator of that name or with that exponent."""
    if isinstance(strategy, Strategy):
        return strategy
    if isinstance(strategy, str) and strategy not in EXPONENTS:
        raise ConfigError(unknown("strategy of the NegMAS profile", strategy, EXPONENTS))
    e = EXPONENTS[strategy] if isinstance(strategy, str) else float(strategy)
    if not 0 <= e < np.inf:
        raise ConfigError(f"strategies: a concession exponent must be a number from 0, got {e}")
    bidding = Persistent(e, tolerance=TOLERANCE if e > 0 else TOUGH_TOLERANCE)
    return Strategy(bidding, AcceptAspiration(), NoModel(), accept_below_reservation=True)


def _space(shape: tuple[int, ...]) -> OutcomeSpace:
    issues = [Issue(f"issue{i + 1}", tuple(map(str, range(size)))) for i, size in enumerate(shape)]
    return OutcomeSpace(tuple(issues))
