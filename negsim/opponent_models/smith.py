"""Smith's frequency model: what the other side keeps asking for is what it wants."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negsim.core.blocks import additive
from negsim.core.issue import Outcome, OutcomeSpace
from negsim.core.strategy import Estimate, OpponentModel, PartyView
from negsim.core.utility import GRID
from negsim.registry import register

Array = NDArray[np.float64]


class Memory(NamedTuple):
    """What was offered so far.

    Attributes
    ----------
    numbers : for each issue the value of each level, brought to [0, 1]; empty where not numeric
    offers : number of offers
    counts : for each issue how often each level was offered
    totals : for each issue the sum of the numbers offered
    """

    numbers: tuple[tuple[float, ...], ...]
    offers: int
    counts: tuple[tuple[int, ...], ...]
    totals: tuple[float, ...]


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
            memory = _blank(view.space)
        memory = _after(memory, view.space.levels(outcome))
        return Estimate(additive(view.space, _entries(memory, view.prior_weights)), memory)


@lru_cache(maxsize=16)
def _blank(space: OutcomeSpace) -> Memory:
    """Return the memory before the first offer."""
    numbers = []
    for issue in space.issues:
        low, high = min(issue.numbers, default=0.0), max(issue.numbers, default=0.0)
        span = high - low if high > low else 1.0
        numbers.append(tuple((number - low) / span for number in issue.numbers))
    counts = tuple((0,) * issue.size for issue in space.issues)
    return Memory(tuple(numbers), 0, counts, (0.0,) * len(space.issues))


def _after(memory: Memory, levels: tuple[int, ...]) -> Memory:
    """Return the memory after one more offer."""
    numbers, offers, counts, totals = memory
    return Memory(
        numbers,
        offers + 1,
        tuple([(*c[:at], c[at] + 1, *c[at + 1 :]) for c, at in zip(counts, levels, strict=True)]),
        tuple([t + x[at] if x else t for t, x, at in zip(totals, numbers, levels, strict=True)]),
    )


def _entries(memory: Memory, prior: tuple[float, ...] | None) -> Array:
    """Return weight times value of every level, rounded to `GRID`: both in [0, 1], weights add up to 1."""
    numbers, offers, counts, totals = memory
    weights: list[float] = [max(count) for count in counts]
    if prior is not None and any(prior):
        weights = [weight * known for weight, known in zip(weights, prior, strict=True)]
    total, found = sum(weights), []
    for weight, x, count, summed in zip(weights, numbers, counts, totals, strict=True):
        share = weight / total
        if x:
            mean = summed / offers
            found += [share * (1.0 - abs(number - mean)) for number in x]
        else:
            found += [share * (times / offers) for times in count]
    entries: Array = np.rint(np.array(found) / GRID) * GRID
    entries.setflags(write=False)
    return entries
