"""Terms: the other side's interests are public, how much each weighs is learned from what it offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negsim.arrays import Array, Rows
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.utility.weighted import PublicTerms
from negsim.bargaining.view import Estimate, PartyView
from negsim.registry import register
from negsim.settings.field import setting

LEAST = 0.05
"""A range of weights that begins at 0 begins at this share of its end: log-uniform draws need a beginning."""
AS_GOOD = 1e-9
"""An outcome that falls short of an offer by less than this is as good; the rest is rounding."""


class Memory(NamedTuple):
    """What was learned so far.

    Attributes
    ----------
    vectors : (vectors, terms) weights that the other side may have
    worth : outcomes -> (outcomes, vectors) utility of the other side under each
    moves : (neighbours, issues) steps from an offer to what it is compared with
    log_odds : (vectors,) log of what each vector has earned by offers
    seen : outcomes that were offered
    """

    vectors: Array
    worth: Callable[[Rows], Array]
    moves: Rows
    log_odds: Array
    seen: frozenset[Outcome]


@register("opponent_model", "terms")
@dataclass(frozen=True)
class Terms(OpponentModel):
    """Weigh vectors of weights by how well each explains the offers that were received.

    The terms of the other side's utility and the range of each weight are public; vectors are drawn
    log-uniformly over the ranges, wherever the truth lies. Of all that is as good for itself a side offers
    what it thinks the other may like best. So a vector w explains an offer x badly if near x there is much
    that is no worse for the other side under w, yet better for this party: its likelihood is Luce's
    1 / (1 + sum over such y of exp(s (u(y) - u(x)) / R)), u the own utility, R its range over all outcomes,
    and y the outcomes that differ from x in one or two issues.

    Repeated offers teach nothing. The estimate is the utility at the mean weights, in which a share `doubt`
    stays with all vectors alike, so that no number of offers rules one out. Where no terms are public there
    is no estimate. In large spaces every second, third, … neighbour stands for all.

    References
    ----------
    Luce (1959), Individual Choice Behavior; Hindriks & Tykhonov (2008) for Bayesian learning from offers.
    """

    vectors: int = setting(
        200, ge=1, le=2000, unit="", status="design", help="vectors of weights that are held possible"
    )
    neighbours: int = setting(
        300,
        ge=1,
        le=10_000,
        unit="outcomes",
        status="design",
        help="outcomes at most with which an offer is compared",
    )
    sharpness: float = setting(
        40.0,
        ge=0,
        le=500,
        unit="",
        status="assumption",
        plausible=(10, 100),
        help="how surely a side offers the best of what is as good for it",
    )
    doubt: float = setting(
        0.05,
        ge=0,
        le=1,
        unit="",
        status="assumption",
        plausible=(0, 0.2),
        help="share of belief that offers never move",
    )

    def start(self, view: PartyView) -> Estimate | None:
        """Return the estimate at the mean of the vectors drawn."""
        public = view.public_terms
        if public is None:
            return None
        lowest = np.maximum(public.low / np.where(public.high, public.high, 1.0), LEAST)
        share = view.draw("terms").uniform(size=(self.vectors, lowest.size))
        vectors = public.high * lowest**share
        moves = steps(view.space.shape)
        moves = moves[:: -(-len(moves) // self.neighbours) or 1]
        return self._estimate(
            Memory(vectors, public.tables.under(vectors), moves, np.zeros(self.vectors), frozenset()), public
        )

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the estimate after one more offer; a repeated one changes nothing."""
        memory = estimate.memory if estimate is not None else None
        if not isinstance(memory, Memory) or view.public_terms is None or outcome in memory.seen:
            return estimate
        likely = self._log_likelihood(memory, outcome, view)
        learned = memory._replace(log_odds=memory.log_odds + likely, seen=memory.seen | {outcome})
        return self._estimate(learned, view.public_terms)

    def renew(self, estimate: Estimate | None, view: PartyView) -> Estimate | None:
        """Return what was learned of the weights, on the terms as they are in the world of today."""
        memory, public = estimate.memory if estimate is not None else None, view.public_terms
        if not isinstance(memory, Memory) or public is None:
            return estimate
        return self._estimate(memory._replace(worth=public.tables.under(memory.vectors)), public)

    def _log_likelihood(self, memory: Memory, outcome: Outcome, view: PartyView) -> Array:
        """Return how well each vector explains an offer, shape (vectors,)."""
        near = np.append(neighbours(view.space, outcome, memory.moves), outcome)
        own = view.utility
        mine = own.values_of(near) if view.space.enumerable else np.array([own.value(int(y)) for y in near])
        better = np.exp(self.sharpness * (mine - mine[-1]) / ((own.maximum - own.minimum) or 1.0))
        theirs = memory.worth(near)
        as_good = theirs[:-1] >= theirs[-1] - AS_GOOD
        found: Array = -np.log1p(np.einsum("yv,y->v", as_good, better[:-1]))
        return found

    def _estimate(self, memory: Memory, public: PublicTerms) -> Estimate:
        mean = np.einsum("v,vt->t", belief(memory.log_odds, self.doubt), memory.vectors)
        return Estimate(public.tables.utility(mean, -np.inf), memory)


def belief(log_odds: Array, doubt: float) -> Array:
    """Return probabilities from log odds, a share `doubt` of which is spread over all alike."""
    odds = np.exp(log_odds - log_odds.max())
    return np.asarray((1.0 - doubt) * odds / odds.sum() + doubt / odds.size)


def steps(shape: tuple[int, ...]) -> Rows:
    """Return how far levels move, round the end, to differ in one or two issues: shape (steps, issues)."""
    ones = np.concatenate(
        [np.outer(np.arange(1, size), np.eye(len(shape), dtype=int)[i]) for i, size in enumerate(shape)]
    )
    issue = ones.argmax(axis=1)
    one, two = np.nonzero(issue[:, None] < issue)
    return np.concatenate([ones, ones[one] + ones[two]])


def neighbours(space: OutcomeSpace, outcome: Outcome, moves: Rows) -> Rows:
    """Return the outcomes that lie these steps from one."""
    levels = (moves + np.array(space.levels(outcome))) % np.array(space.shape)
    return np.asarray(levels @ np.array(space.strides))
