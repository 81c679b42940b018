"""Types: what the other side may be is public, which it is, is learned by Bayes from what it offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from negsim.arrays import Array, Rows
from negsim.bargaining.frontier import pareto_frontier
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.utility.weighted import PublicTerms
from negsim.bargaining.view import Estimate, PartyView
from negsim.errors import ConfigError
from negsim.registry import register, unknown
from negsim.settings.field import Status, setting


class Memory(NamedTuple):
    """What was learned so far.

    Attributes
    ----------
    names : the types
    odds : (types,) probability of each
    weights : (types, terms) weights of each
    frontier : outcomes on the frontier between this party and some type
    seen : outcomes that were offered
    """

    names: tuple[str, ...]
    odds: Array
    weights: Array
    frontier: Rows
    seen: frozenset[Outcome]


@register("opponent_model", "types")
@dataclass(frozen=True)
class Types(OpponentModel):
    """Hold a probability of each type that the other side may be, and learn by Bayes from its offers.

    A side of type k with utility u_k offers x with likelihood exp(s u_k(x)) / sum over y of exp(s u_k(y)), y
    the outcomes on the frontiers between this party and each type: P(k | x) is in proportion to P(k) times
    that. The estimate is the mean of the u_k by these probabilities. Repeated offers teach nothing. Where
    nobody speaks of types of the other side there is no estimate.

    References
    ----------
    Harsanyi (1967) for types; McFadden (1974) for the logit likelihood.
    """

    setting_status: ClassVar[Status] = "assumption"

    sharpness: float = setting(
        4.0,
        ge=0,
        le=20,
        unit="",
        help="how surely a type offers what is best for it, by unit of its utility; 0: nothing is learned",
    )
    prior: Mapping[str, float] = setting(
        {},
        ge=0,
        le=1,
        unit="",
        source="types.csv",
        help="type -> how likely it is thought before any offer, against the others; those left out: as in "
        "the table of types",
    )

    def check(self, types: Sequence[str]) -> None:
        """Refuse a prior of a type that the other side has not."""
        for name in self.prior:
            if name not in types:
                raise ConfigError(f"prior: {unknown('type', name, types)}")

    def start(self, view: PartyView) -> Estimate | None:
        """Return the estimate at the prior."""
        public = view.public_terms
        if public is None or not public.types or not view.space.enumerable:
            return None
        odds = np.array([self.prior.get(known.name, known.prior) for known in public.types])
        if not odds.any():
            odds = np.ones_like(odds)
        weights = np.array([known.weights for known in public.types])
        names = tuple(known.name for known in public.types)
        frontier = self._frontier(weights, public, view)
        return _estimate(Memory(names, odds / odds.sum(), weights, frontier, frozenset()), public)

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the estimate after one more offer; a repeated one changes nothing."""
        memory, public = estimate.memory if estimate is not None else None, view.public_terms
        if not isinstance(memory, Memory) or public is None or outcome in memory.seen:
            return estimate
        worth = self.sharpness * public.tables.under(memory.weights)(np.append(memory.frontier, outcome))
        log_odds = np.log(memory.odds, out=np.full_like(memory.odds, -np.inf), where=memory.odds > 0)
        log_odds += worth[-1] - _log_sum(worth[:-1])
        odds = np.exp(log_odds - log_odds.max())
        learned = memory._replace(odds=odds / odds.sum(), seen=memory.seen | {outcome})
        return _estimate(learned, public)

    def renew(self, estimate: Estimate | None, view: PartyView) -> Estimate | None:
        """Return what was learned of the types, on the terms as they are in the world of today."""
        memory, public = estimate.memory if estimate is not None else None, view.public_terms
        if not isinstance(memory, Memory) or public is None:
            return estimate
        weights = np.array([known.weights for known in public.types])
        moved = memory._replace(weights=weights, frontier=self._frontier(weights, public, view))
        return _estimate(moved, public)

    def believed(self, estimate: Estimate | None) -> Mapping[str, float]:
        """Return type -> probability."""
        memory = estimate.memory if estimate is not None else None
        if not isinstance(memory, Memory):
            return {}
        return dict(zip(memory.names, memory.odds.tolist(), strict=True))

    def _frontier(self, weights: Array, public: PublicTerms, view: PartyView) -> Rows:
        own = view.utility.values()
        theirs = [public.tables.utility(each, -np.inf).values() for each in weights]
        return np.unique(np.concatenate([pareto_frontier(own, values) for values in theirs]))


def _log_sum(values: Array) -> Array:
    """Return the log of the sum of exponentials down the rows."""
    top = values.max(axis=0)
    return np.asarray(top + np.log(np.exp(values - top).sum(axis=0)))


def _estimate(memory: Memory, public: PublicTerms) -> Estimate:
    mean = np.einsum("k,kt->t", memory.odds, memory.weights)
    return Estimate(public.tables.utility(mean, -np.inf), memory)
