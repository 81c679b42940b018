"""Smith's frequency model: what the other side keeps asking for is what it wants."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.strategy import OpponentModel
from negsim.bargaining.utility.blocks import additive
from negsim.bargaining.utility.table import GRID
from negsim.bargaining.view import Estimate, PartyView
from negsim.registry import register


class Memory(NamedTuple):
    """What was offered so far.

    Attributes
    ----------
    offers : number of offers
    counts : how often each level was offered, the levels of all issues in one list
    peaks : how often the most frequent level of each issue was offered
    totals : sum of the numbers offered of each issue, brought to [0, 1]
    """

    offers: int
    counts: list[int]
    peaks: list[int]
    totals: list[float]


@register("opponent_model", "smith")
@dataclass(frozen=True)
class Smith(OpponentModel):
    """Estimate values by how often a level was offered and weights by how constant an issue stayed.

    With c the times each level of an issue was offered, its value is c / sum(c), or for an issue whose levels
    are ordered 1 - |x - mean offered|, x in [0, 1] the place of a level between the lowest and the highest: a
    level never asked for is worth less the farther it lies from what was asked. The weight of an issue is
    proportional to max(c) / sum(c), times what is publicly known of it if the view has `prior_weights`.
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
        memory = _after(memory, view.space, view.space.levels(outcome))
        return Estimate(additive(view.space, _entries(memory, view.space, view.prior_weights)), memory)


def _blank(space: OutcomeSpace) -> Memory:
    """Return the memory before the first offer."""
    issues = len(space.issues)
    return Memory(0, [0] * sum(space.shape), [0] * issues, [0.0] * issues)


def _after(memory: Memory, space: OutcomeSpace, levels: tuple[int, ...]) -> Memory:
    """Return the memory after one more offer; the one before is left alone."""
    counts, peaks, totals = memory.counts.copy(), memory.peaks.copy(), memory.totals.copy()
    for issue, (level, part, numbers) in enumerate(zip(levels, space.parts, space.places, strict=True)):
        at = part.start + level
        counts[at] = count = counts[at] + 1
        if count > peaks[issue]:
            peaks[issue] = count
        if numbers:
            totals[issue] += numbers[level]
    return Memory(memory.offers + 1, counts, peaks, totals)


def _entries(memory: Memory, space: OutcomeSpace, prior: tuple[float, ...] | None) -> Array:
    """Return weight times value of every level, rounded to `GRID`: both in [0, 1], weights add up to 1."""
    offers, counts = memory.offers, memory.counts
    weights = [float(peak) for peak in memory.peaks]
    if prior is not None and any(prior):
        weights = [weight * known for weight, known in zip(weights, prior, strict=True)]
    total, found = sum(weights), []
    rows = zip(weights, space.parts, space.places, memory.totals, strict=True)
    for weight, part, numbers, summed in rows:
        share = weight / total
        if numbers:
            mean = summed / offers
            found += [share * (1.0 - abs(number - mean)) for number in numbers]
        else:
            found += [share * (count / offers) for count in counts[part]]
    entries = np.array(found)
    entries /= GRID
    np.rint(entries, out=entries)
    entries *= GRID
    entries.setflags(write=False)
    return entries
