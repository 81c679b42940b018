"""Smith's frequency model: what the other side keeps asking for is what it wants."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from negsim.core.issue import Outcome, OutcomeSpace
from negsim.core.strategy import Estimate, OpponentModel, PartyView
from negsim.core.utility import GRID, Block, UtilityFunction
from negsim.registry import register

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layout:
    """Where the levels of each issue lie in one vector over all levels: an update is a few array steps.

    Attributes
    ----------
    starts : position of the first level of each issue
    parts : positions of the levels of each issue
    issue_of : issue of each position
    numbers : value of each numeric level, brought to [0, 1] within its issue; 0 where not numeric
    numeric : whether the issue of each position is numeric
    """

    starts: NDArray[np.intp]
    parts: tuple[slice, ...]
    issue_of: NDArray[np.intp]
    numbers: Array
    numeric: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Memory:
    """How often each level was offered, and how many offers there were."""

    layout: Layout
    counts: Array
    offers: int


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
            layout = _layout(view.space)
            memory = Memory(layout, np.zeros(layout.issue_of.size), 0)
        counts = memory.counts.copy()
        counts[memory.layout.starts + view.space.levels(outcome)] += 1.0
        memory = Memory(memory.layout, counts, memory.offers + 1)
        return Estimate(_additive(view.space, memory, view.prior_weights), memory)


def _layout(space: OutcomeSpace) -> Layout:
    numbers = []
    for issue in space.issues:
        raw = np.array(issue.numbers or (0.0,) * issue.size, dtype=float)
        span = float(raw.max() - raw.min())
        numbers.append((raw - raw.min()) / span if span > 0 else np.zeros(issue.size))
    ends = [0, *accumulate(space.shape)]
    numeric = [bool(issue.numbers) for issue in space.issues]
    return Layout(
        starts=np.array(ends[:-1]),
        parts=tuple(slice(a, b) for a, b in pairwise(ends)),
        issue_of=np.repeat(np.arange(len(space.issues)), space.shape),
        numbers=np.concatenate(numbers),
        numeric=np.repeat(numeric, space.shape),
    )


def _additive(space: OutcomeSpace, memory: Memory, prior: tuple[float, ...] | None) -> UtilityFunction:
    """Return weight times value of every level as a utility function of one block an issue."""
    layout = memory.layout
    entries = _values(memory) * _weights(memory, prior)[layout.issue_of]
    entries = np.rint(entries / GRID) * GRID
    entries.setflags(write=False)
    blocks = (Block((axis,), entries[part]) for axis, part in enumerate(layout.parts))
    return UtilityFunction(space, tuple(blocks))


def _values(memory: Memory) -> Array:
    """Return the estimated value of every level, in [0, 1]."""
    layout, share = memory.layout, memory.counts / memory.offers
    mean = np.add.reduceat(share * layout.numbers, layout.starts)[layout.issue_of]
    return np.where(layout.numeric, 1.0 - np.abs(layout.numbers - mean), share)


def _weights(memory: Memory, prior: tuple[float, ...] | None) -> Array:
    """Return the estimated weight of every issue; they add up to 1."""
    weights: Array = np.maximum.reduceat(memory.counts, memory.layout.starts)
    if prior is not None and any(prior):
        weights = weights * np.array(prior)
    total: Array = weights / weights.sum()
    return total
