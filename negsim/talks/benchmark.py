"""Where a run ended, against the frontier and the bargaining points of the tables at the start."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from negsim.agents.government import Government
from negsim.arrays import Array, Rows
from negsim.bargaining.frontier import BargainingPoints, bargaining_points, distance_to, pareto_frontier
from negsim.bargaining.utility.function import UtilityFunction
from negsim.talks.record import PartyResult


@dataclass(frozen=True, eq=False)
class Benchmark:
    """Frontier and bargaining points of one run.

    Attributes
    ----------
    first, second : raw utilities of every outcome at the start, for the two parties in order
    reservations : their utilities without a deal at the start
    frontier : outcomes that no other outcome beats for both, best for the first party first
    points : bargaining points among outcomes both prefer to no deal
    """

    first: Array
    second: Array
    reservations: tuple[float, float]
    frontier: Rows
    points: BargainingPoints


def make_benchmark(parties: Mapping[str, Government]) -> Benchmark | None:
    """Return the benchmark of the tables at the start, or None if the space is too large to list."""
    one, two = (party.initial for party in parties.values())
    if not one.space.enumerable:
        return None
    first, second = one.values(), two.values()
    reservations = (one.reservation, two.reservation)
    return Benchmark(
        first,
        second,
        reservations,
        _frontier(*(party.start_utility for party in parties.values())),
        bargaining_points(first, second, reservations),
    )


def _frontier(one: UtilityFunction, two: UtilityFunction) -> Rows:
    """Return the frontier of two tables; runs of one model share them, so it is kept with the first."""
    known = one.__dict__.get("_frontier_with")
    if known is None or known[0] is not two.values():
        known = (two.values(), pareto_frontier(one.values(), two.values()))
        one.__dict__["_frontier_with"] = known
    found: Rows = known[1]
    return found


def record_distances(benchmark: Benchmark | None, results: Mapping[str, PartyResult]) -> dict[str, float]:
    """Return the distances of the end of a run to the frontier and to the bargaining points.

    Utilities are scaled so that each party's worst and best outcome at the start are 0 and 1. Without
    agreement the end is no deal at the rate in force. Distances are nan where a point does not exist.
    """
    if benchmark is None:
        return dict.fromkeys(("pareto_distance", "nash_distance", "ks_distance"), float("nan"))
    one, two = results.values()
    u, v = _scaled(benchmark.first, one), _scaled(benchmark.second, two)
    end = (float(_scaled(one.initial_utility, one)), float(_scaled(two.initial_utility, two)))

    def to(point: int | None) -> float:
        return distance_to(np.array([] if point is None else [point], dtype=np.intp), u, v, end)

    return {
        "pareto_distance": distance_to(benchmark.frontier, u, v, end),
        "nash_distance": to(benchmark.points.nash),
        "ks_distance": to(benchmark.points.kalai_smorodinsky),
    }


def _scaled(values: Array | float, result: PartyResult) -> Array:
    low, high = result.scale
    return (np.asarray(values) - low) / max(high - low, 1e-12)
