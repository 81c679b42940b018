"""The bargain of two sides: what both can reach, what each has without a deal, and where theory would end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.frontier import TOLERANCE, pareto_frontier
from negsim.bargaining.outcome import Outcome

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
LEAST_POINTS = 1e-9
"""A difference of points smaller than this is rounding."""


@dataclass(frozen=True, eq=False)
class FeasibleSet:
    """What two sides can reach, whatever they expect without a deal; read only, so all beliefs share one.

    Attributes
    ----------
    utilities : side -> utility of every outcome, shape (n,); two sides
    """

    utilities: Mapping[str, Array]

    @property
    def pair(self) -> tuple[Array, Array]:
        """The utilities of the first side and of the second."""
        first, second = self.utilities.values()
        return first, second

    @cached_property
    def frontier(self) -> Rows:
        """Outcomes that no other outcome beats for both, best for the first side first."""
        return pareto_frontier(*self.pair)

    @cached_property
    def _scales(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Worst utility and range of each side."""
        first, second = ((float(u.min()), max(float(u.max() - u.min()), TOLERANCE)) for u in self.pair)
        return first, second

    def distance(self, outcomes: Rows | list[Outcome], utilities: Sequence[float]) -> float:
        """Return the distance from a pair of utilities to the nearest of these outcomes; nan if none.

        Each side's worst and best outcome are 0 and 1.
        """
        if not len(outcomes):
            return float("nan")
        sides = zip(self.pair, utilities, self._scales, strict=True)
        u, v = ((every[outcomes] - low) / span - (own - low) / span for every, own, (low, span) in sides)
        return float(np.hypot(u, v).min())


@dataclass(frozen=True, eq=False)
class Bargain:
    """A feasible set, and what each side expects without a deal: the problem of Nash.

    Nothing is worked out before it is read. The four solutions are outcomes, None where nothing suits both.
    Ties are broken by the larger sum of gains, then by the lowest index.

    Attributes
    ----------
    feasible : what can be reached
    no_deal : side -> utility without a deal; -inf for none: gains then count from the worst outcome

    References
    ----------
    Nash (1950); Kalai & Smorodinsky (1975), discrete form argmax of the smaller relative gain; Kalai (1977)
    for the egalitarian point; the utilitarian point maximises the sum of gains.
    """

    feasible: FeasibleSet
    no_deal: Mapping[str, float]

    @property
    def utilities(self) -> Mapping[str, Array]:
        """Utility of every outcome by side."""
        return self.feasible.utilities

    @cached_property
    def gains(self) -> tuple[Array, Array]:
        """Gains of the first side and of the second over having no deal, for every outcome."""
        floors = (self.no_deal[side] for side in self.feasible.utilities)
        first, second = (
            utility - (floor if floor > -np.inf else utility.min())
            for utility, floor in zip(self.feasible.pair, floors, strict=True)
        )
        return first, second

    @cached_property
    def zone(self) -> Mask:
        """Outcomes that both sides prefer to no deal: the zone of agreement."""
        first, second = self.gains
        return np.asarray((first >= 0) & (second >= 0))

    @cached_property
    def frontier(self) -> Rows:
        """Outcomes of the zone that no other outcome beats for both, best for the first side first."""
        rows, first, second = self._rational
        return np.asarray(rows[pareto_frontier(first, second)])

    @cached_property
    def _rational(self) -> tuple[Rows, Array, Array]:
        """The outcomes of the zone and the gains there."""
        rows = self.zone.nonzero()[0]
        first, second = self.gains
        return rows, first[rows], second[rows]

    @cached_property
    def nash(self) -> Outcome | None:
        """The outcome with the largest product of gains."""
        _, first, second = self._rational
        return self._best(first * second)

    @cached_property
    def kalai_smorodinsky(self) -> Outcome | None:
        """The outcome with the largest smaller gain, as a share of each side's largest gain in the zone."""
        _, first, second = self._rational
        return self._best(np.minimum(_of_the_largest(first), _of_the_largest(second)))

    @cached_property
    def egalitarian(self) -> Outcome | None:
        """The outcome with the largest smaller gain."""
        return self._best(np.minimum(*self._rational[1:]))

    @cached_property
    def utilitarian(self) -> Outcome | None:
        """The outcome with the largest sum of gains."""
        return self._best(np.add(*self._rational[1:]))

    @property
    def solutions(self) -> dict[str, Outcome | None]:
        """The four classical solutions by name."""
        return {name: getattr(self, name) for name in SOLUTIONS}

    def _best(self, score: Array) -> Outcome | None:
        rows, first, second = self._rational
        if not rows.size:
            return None
        top = np.flatnonzero(_highest(score))
        return int(rows[top[_highest(first[top] + second[top]).argmax()]])

    @cached_property
    def points(self) -> tuple[Array, Array]:
        """Every outcome in points of each side: no deal is 0, the best outcome 100."""
        first, second = (100.0 * gain / max(float(gain.max()), TOLERANCE) for gain in self.gains)
        return first, second

    def points_at(self, outcome: Outcome | None) -> tuple[float, float]:
        """Return the points of both sides; (0, 0) without a deal."""
        first, second = self.points
        return (0.0, 0.0) if outcome is None else (float(first[outcome]), float(second[outcome]))

    def better(self, outcome: Outcome | None) -> Outcome | None:
        """Return the outcome with the largest sum of points that is no worse for either side, or None."""
        first, second = self.points
        here = self.points_at(outcome)
        no_worse = (first >= here[0] - LEAST_POINTS) & (second >= here[1] - LEAST_POINTS)
        total = np.where(no_worse, first + second, -np.inf)
        best = int(total.argmax())
        return best if total[best] > sum(here) + LEAST_POINTS else None

    def left(self, outcome: Outcome | None) -> float:
        """Return the points left on the table: what both could have gained without hurting either."""
        better = self.better(outcome)
        return 0.0 if better is None else sum(self.points_at(better)) - sum(self.points_at(outcome))


def distances(bargain: Bargain | None, end: Sequence[float]) -> dict[str, float]:
    """Return how far a pair of utilities is from the whole frontier and from two of the solutions.

    Distances are nan where there is no such solution, and where there are too many outcomes to list.
    """
    names = ("pareto_distance", "nash_distance", "ks_distance")
    if bargain is None:
        return dict.fromkeys(names, float("nan"))
    points = [[] if at is None else [at] for at in (bargain.nash, bargain.kalai_smorodinsky)]
    places: list[Rows | list[Outcome]] = [bargain.feasible.frontier, *points]
    return {name: bargain.feasible.distance(at, end) for name, at in zip(names, places, strict=True)}


def _highest(score: Array) -> Mask:
    """Return where a score is highest but for rounding, which is a share of the numbers and not a number."""
    return np.asarray(score >= score.max() - TOLERANCE * np.abs(score).max())


def _of_the_largest(gain: Array) -> Array:
    return gain / max(float(gain.max(initial=0.0)), TOLERANCE)
