"""Smith's frequency model: what the other side keeps asking for is what it wants."""

from dataclasses import dataclass

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

    Parameters
    ----------
    starts : position of the first level of each issue
    issue_of : issue of each position
    numbers : value of each numeric level, brought to [0, 1] within its issue; 0 where not numeric
    numeric : whether each issue is numeric
    """

    starts: NDArray[np.intp]
    issue_of: NDArray[np.intp]
    numbers: Array
    numeric: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Memory:
    """How often each level was offered."""

    layout: Layout
    counts: Array


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
            memory = Memory(layout, np.zeros(layout.issue_of.size))
        counts = memory.counts.copy()
        counts[memory.layout.starts + view.space.levels(outcome)] += 1
        tables = (
            _values(memory.layout, counts) * _weights(memory.layout, counts, view)[memory.layout.issue_of]
        )
        tables = np.round(tables / GRID) * GRID
        return Estimate(_additive(view.space, memory.layout, tables), Memory(memory.layout, counts))


def _layout(space: OutcomeSpace) -> Layout:
    numbers = []
    for issue in space.issues:
        raw = np.array(issue.numbers or (0.0,) * issue.size, dtype=float)
        span = float(raw.max() - raw.min())
        numbers.append((raw - raw.min()) / span if span > 0 else np.zeros(issue.size))
    return Layout(
        starts=np.cumsum((0, *space.shape[:-1])),
        issue_of=np.repeat(np.arange(len(space.issues)), space.shape),
        numbers=np.concatenate(numbers),
        numeric=np.array([bool(issue.numbers) for issue in space.issues]),
    )


def _values(layout: Layout, counts: Array) -> Array:
    """Return the estimated value of every level, in [0, 1]."""
    share = counts / np.add.reduceat(counts, layout.starts)[layout.issue_of]
    mean = np.add.reduceat(share * layout.numbers, layout.starts)[layout.issue_of]
    return np.where(layout.numeric[layout.issue_of], 1.0 - np.abs(layout.numbers - mean), share)


def _weights(layout: Layout, counts: Array, view: PartyView) -> Array:
    """Return the estimated weight of every issue; they add up to 1."""
    constancy = np.maximum.reduceat(counts, layout.starts) / np.add.reduceat(counts, layout.starts)
    prior = np.ones(constancy.size) if view.prior_weights is None else np.asarray(view.prior_weights, float)
    raw: Array = constancy * prior if np.any(prior) else constancy
    weights: Array = raw / raw.sum()
    return weights


def _additive(space: OutcomeSpace, layout: Layout, tables: Array) -> UtilityFunction:
    tables.setflags(write=False)
    parts = np.split(tables, layout.starts[1:])
    return UtilityFunction(space, tuple(Block((axis,), part) for axis, part in enumerate(parts)))
