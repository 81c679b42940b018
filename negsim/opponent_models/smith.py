"""Smith's frequency model: what the other side keeps asking for is what it wants."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from negsim.core.issue import Outcome, OutcomeSpace
from negsim.core.strategy import Estimate, OpponentModel, PartyView
from negsim.core.utility import GRID, Block, UtilityFunction
from negsim.registry import register


@dataclass(frozen=True, eq=False)
class Memory:
    """How often each level of each issue was offered, how many offers there were, and the issues' numbers."""

    counts: tuple[tuple[int, ...], ...]
    offers: int
    numbers: tuple[tuple[float, ...] | None, ...]


@register("opponent_model", "smith")
@dataclass(frozen=True)
class Smith(OpponentModel):
    """Estimate values by how often a level was offered and weights by how constant an issue stayed.

    With c the times each level of an issue was offered, its value is c / sum(c), or for a numeric issue
    1 - |x - mean offered|, x in [0, 1] over its levels; the weight of an issue is proportional to
    max(c) / sum(c), times what is publicly known of the weight if the view has `prior_weights`.
    Every offer counts, repeated ones too; before the first there is no estimate.

    References
    ----------
    van Galen Last (2012), Agent Smith: Opponent Model Estimation in Bilateral Multi-issue Negotiation.
    """

    def start(self, view: PartyView) -> Estimate | None:
        """Return no estimate."""
        return None

    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the estimate after one more offer."""
        memory = estimate.memory if estimate is not None else None
        if not isinstance(memory, Memory):
            memory = Memory(tuple((0,) * size for size in view.space.shape), 0, _numbers(view.space))
        memory = _count(memory, view.space.levels(outcome))
        weights = _weights(memory, view.prior_weights)
        tables = [
            weight * value
            for weight, counts, scale in zip(weights, memory.counts, memory.numbers, strict=True)
            for value in _values(counts, memory.offers, scale)
        ]
        return Estimate(_additive(view.space, tables), memory)


def _count(memory: Memory, levels: tuple[int, ...]) -> Memory:
    counts = tuple(
        (*old[:level], old[level] + 1, *old[level + 1 :])
        for old, level in zip(memory.counts, levels, strict=True)
    )
    return Memory(counts, memory.offers + 1, memory.numbers)


def _numbers(space: OutcomeSpace) -> tuple[tuple[float, ...] | None, ...]:
    """Return for each issue its numbers brought to [0, 1], or None where it is not numeric."""
    found: list[tuple[float, ...] | None] = []
    for issue in space.issues:
        low, high = min(issue.numbers, default=0.0), max(issue.numbers, default=0.0)
        span = high - low
        scaled = tuple((x - low) / span if span > 0 else 0.0 for x in issue.numbers)
        found.append(scaled if issue.numbers else None)
    return tuple(found)


def _values(counts: tuple[int, ...], offers: int, numbers: tuple[float, ...] | None) -> list[float]:
    """Return the estimated value of every level of one issue, in [0, 1]."""
    shares = [count / offers for count in counts]
    if numbers is None:
        return shares
    mean = sum(share * x for share, x in zip(shares, numbers, strict=True))
    return [1.0 - abs(x - mean) for x in numbers]


def _weights(memory: Memory, prior: tuple[float, ...] | None) -> list[float]:
    """Return the estimated weight of every issue; they add up to 1."""
    constancy = [max(counts) / memory.offers for counts in memory.counts]
    known = prior if prior is not None and any(prior) else (1.0,) * len(constancy)
    raw = [c * p for c, p in zip(constancy, known, strict=True)]
    total = sum(raw)
    return [weight / total for weight in raw]


def _additive(space: OutcomeSpace, tables: list[float]) -> UtilityFunction:
    entries = np.rint(np.array(tables) / GRID) * GRID
    entries.setflags(write=False)
    ends = np.cumsum((0, *space.shape)).tolist()
    blocks = (Block((axis,), entries[a:b]) for axis, (a, b) in enumerate(pairwise(ends)))
    return UtilityFunction(space, tuple(blocks))
