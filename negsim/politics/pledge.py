"""Public pledges: what a government promises at home, in which words, and what falling short costs it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.issue import Issue
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategy import Bidding
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import GRID
from negsim.bargaining.view import PartyView

COST = "to fall short would cost it at home"


@dataclass(frozen=True)
class UtilityPledge:
    """A promise of a least utility: it changes what outcomes are worth, never their order.

    Parameters
    ----------
    promised : the utility
    slope : utility lost per unit short of it
    """

    promised: float
    slope: float

    def on(self, plain: UtilityFunction) -> UtilityFunction:
        """Return a utility function as it is after the pledge."""
        return plain.pledged(self.promised, self.slope)

    def carried_over(self, old: UtilityFunction, new: UtilityFunction) -> "UtilityPledge":
        """Return the promise in the utility of another world: as far up its scale."""
        low, high = new.scale or new.range
        promised = low + float(old.scaled(self.promised)) * (high - low)
        return replace(self, promised=float(np.rint(promised / GRID) * GRID))

    def cost(self, plain: UtilityFunction, outcome: Outcome) -> float:
        """Return what an outcome loses by the pledge."""
        return self.slope * max(0.0, self.promised - plain.value(outcome))

    @property
    def words(self) -> str:
        """The promise."""
        return f"not to settle for less than {self.promised:+.2f} in its own utility"


@dataclass(frozen=True)
class LevelPledge:
    """A promise on one issue, as a newspaper prints it: no rate below 15 %.

    Parameters
    ----------
    promised : own mean utility of the level pledged
    axis : position of the issue
    costs : utility lost at each of its levels
    words : the promise
    floor : whether it is on levels below, or on levels above
    """

    promised: float
    axis: int
    costs: tuple[float, ...]
    words: str
    floor: bool

    def on(self, plain: UtilityFunction) -> UtilityFunction:
        """Return a utility function as it is after the pledge."""
        return plain.charged(self.axis, np.array(self.costs))

    def carried_over(self, old: UtilityFunction, new: UtilityFunction) -> "LevelPledge":
        """Return the promise in another world: the same words at the same cost."""
        return self

    def cost(self, plain: UtilityFunction, outcome: Outcome) -> float:
        """Return what an outcome loses by the pledge."""
        return self.costs[plain.space.levels(outcome)[self.axis]]


Pledge = UtilityPledge | LevelPledge


def asked(view: PartyView, bidding: Bidding) -> tuple[Outcome, ...]:
    """Return what a party asks for: its own last offer, and what it would offer now; none if nothing."""
    planned = bidding.propose(view)
    return (*view.sent[-1:], *(() if planned is None else (planned.outcome,)))


def says_more(pledge: Pledge, earlier: Pledge | None) -> bool:
    """Return whether a pledge promises more than an earlier one, and nothing that goes against it."""
    if earlier is None:
        return True
    if isinstance(pledge, LevelPledge) and isinstance(earlier, LevelPledge) and pledge.floor != earlier.floor:
        return False
    return pledge.promised > earlier.promised


def issue_pledge(
    view: PartyView,
    offers: Sequence[Outcome],
    axis: int,
    worth: Array,
    share: float,
    *,
    slope: float,
    threat: bool,
) -> LevelPledge | None:
    """Return the promise on one issue of a party that asks for `offers`; None if there is none to make.

    It holds out against what the other side offered last. While that is nothing, or its own level, the
    promise goes from its own worst level to its best. Who threatens with a high level (`threat`) never
    promises that it will be low. See `level_pledge` for the rest.
    """
    if not offers:
        return None
    own, theirs = ([view.space.levels(at)[axis] for at in said] for said in (offers, view.received[-1:]))
    floor = bool(worth.argmin() < worth.argmax())
    if theirs and theirs[0] != own[0]:
        floor = own[0] > theirs[0]
    if threat and not floor:
        return None
    return level_pledge(axis, view.space.issues[axis], worth, share, slope, floor=floor, own=own)


def level_pledge(
    axis: int, issue: Issue, worth: Array, share: float, slope: float, *, floor: bool, own: Sequence[int]
) -> LevelPledge | None:
    """Return the promise on one issue that a target implies; None if no level that falls short is worse.

    Parameters
    ----------
    axis, issue : the issue and its position
    worth : own mean utility at each level, other issues aside
    share : how far up the scale of own utility the target is, in [0, 1]
    slope : utility lost per unit short
    floor : whether nothing below a level is promised, or nothing above
    own : levels that it asks for itself

    Notes
    -----
    Pledged is the first level, on the way from the end that it promises to stay away from, that is as far up
    the range of the issue as the target is up the scale; never more than it asks for itself. The levels
    before it fall short, each by the difference in worth.
    """
    far, most = (0, min(own)) if floor else (worth.size - 1, max(own))
    enough = worth[far] + min(max(share, 0.0), 1.0) * (worth.max() - worth[far])
    way = range(far, most + 1) if floor else range(far, most - 1, -1)
    level = next((at for at in way if worth[at] >= enough), most)
    before = np.arange(worth.size) < level if floor else np.arange(worth.size) > level
    short = np.where(before, np.maximum(0.0, worth[level] - worth), 0.0)
    if not short.any():
        return None
    costs = np.rint(slope * short / GRID) * GRID
    return LevelPledge(float(worth[level]), axis, tuple(costs.tolist()), _promise(issue, level, floor), floor)


def _promise(issue: Issue, level: int, floor: bool) -> str:
    label = issue.labels[level]
    if issue.numbers:
        return f"no {issue.name} {'below' if floor else 'above'} {label}"
    return f"no {'less' if floor else 'more'} than {label} on {issue.name}"
