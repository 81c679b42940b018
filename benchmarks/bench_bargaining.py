"""Microseconds per move of every strategy by size of the space, and negotiations a second beside NegMAS.

    python benchmarks/bench_bargaining.py [--sizes 1000 10000 1000000] [--seconds 0.3]

A move is one `act` on a new view with ten offers received and an estimate that has just been updated, so
nothing of the estimate is cached; what is prepared once a table (values and orders) is timed apart.
The comparison with NegMAS runs only where it is installed; both play the same contested domain of 1,000
outcomes with new utility functions each time (cold), and make the same offers.
"""

import argparse
import importlib.util
import platform
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from negsim.bargaining.issue import Issue
from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate, PartyView
from negsim.interop.negmas import play
from negsim.registry import entries, lookup

PAIRS = [("boulware", "linear"), ("boulware", "conceder"), ("boulware", "tough"), ("tough", "tough")]


def additive(issues: int, seed: int) -> UtilityFunction:
    """Return a random additive utility function over 10^issues outcomes, reservation value a half."""
    space = OutcomeSpace(tuple(Issue(f"i{i}", tuple(map(str, range(10)))) for i in range(issues)))
    chance = np.random.default_rng(seed)
    blocks = tuple(Block((i,), chance.random(10) / issues) for i in range(issues))
    return UtilityFunction(space, blocks, 0.5)


def moment(utility: UtilityFunction, other: UtilityFunction) -> PartyView:
    """Return a view in the middle of the talks."""
    chance = np.random.default_rng(1)
    history = []
    for index in range(10):
        history.append(Entry(index, "me", Offer(int(chance.integers(utility.space.n)))))
        history.append(Entry(index, "you", Offer(int(chance.integers(utility.space.n)))))
    estimate = Estimate(UtilityFunction(other.space, other.blocks))
    return PartyView("me", utility, 10, 35, tuple(history), history[-1].move.outcome, estimate)


def median_seconds(action: Callable[[PartyView], object], views: Iterator[PartyView], budget: float) -> float:
    """Return the median time of the action, each time on a new view that was made outside the clock."""
    times: list[float] = []
    stop = time.perf_counter() + budget
    while time.perf_counter() < stop or len(times) < 5:
        view = next(views)
        begin = time.perf_counter()
        action(view)
        times.append(time.perf_counter() - begin)
    return float(np.median(times))


def moments(utility: UtilityFunction, other: UtilityFunction) -> Iterator[PartyView]:
    """Yield the same moment again and again, with nothing cached on the view or the estimate."""
    while True:
        yield moment(utility, other)


def bench_strategies(sizes: list[int], seconds: float) -> None:
    """Print one row a strategy: preparation and moves."""
    functions = {}
    print("preparation of a new table, ms:")
    for size in sizes:
        issues = round(np.log10(size))
        utility, other = additive(issues, 1), additive(issues, 2)
        begin = time.perf_counter()
        _ = utility.order, utility.descending
        print(f"  {size:>9,} outcomes {1e3 * (time.perf_counter() - begin):10.2f}")
        functions[size] = utility, other
    print("\nmove, µs:".ljust(26) + "".join(f"{size:>12,}" for size in sizes))
    for entry in entries("strategy"):
        rule = entry.factory(**dict(entry.settings))
        accept = lookup("acceptance", rule.default_acceptance).factory()
        party = Strategy(rule, accept, lookup("opponent_model", "none").factory())
        print_row(entry.name, [median_seconds(party.act, moments(*functions[s]), seconds) for s in sizes])
    smith = lookup("opponent_model", "smith").factory()
    learned = {size: smith.update(None, 5, moment(*functions[size])) for size in sizes}
    updates = [
        median_seconds(lambda view, s=s: smith.update(learned[s], 7, view), moments(*functions[s]), seconds)
        for s in sizes
    ]
    print_row("smith's update", updates)


def print_row(name: str, seconds: list[float]) -> None:
    """Print one line of microseconds."""
    print(f"  {name:<23}" + "".join(f"{1e6 * value:>12.1f}" for value in seconds))


def bench_negmas(seconds: float) -> None:
    """Print negotiations a second of both engines on the same contested domain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tests.interop.test_negmas_live import play_negmas
    chance = np.random.default_rng(3)
    first = chance.random((10, 10, 10))
    tables = first, 0.9 * (1 - first) + 0.1 * chance.random((10, 10, 10))
    print(
        "\nnegotiations a second, 1,000 outcomes, 100 rounds:".ljust(54) + "negsim    NegMAS   ratio  offers"
    )
    for pair in PAIRS:
        arguments = (tables, (0.0, 0.0), pair, 100, 0)
        offers = len(play(*arguments).trace)
        play_negmas(*arguments)
        ours, theirs = (negotiations_a_second(engine, arguments, seconds) for engine in (play, play_negmas))
        row = f"{ours:>9.1f}{theirs:>10.1f}{ours / theirs:>8.1f}{offers:>8}"
        print(f"  {' against '.join(pair):<48}" + row)


def negotiations_a_second(
    engine: Callable[..., object], arguments: tuple[object, ...], seconds: float
) -> float:
    """Return how many whole negotiations, set-up included, the engine plays in a second."""
    done, begin = 0, time.perf_counter()
    while time.perf_counter() < begin + seconds or done < 3:
        engine(*arguments)
        done += 1
    return done / (time.perf_counter() - begin)


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=0.3, help="time spent on each figure")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}\n")
    bench_strategies(arguments.sizes, arguments.seconds)
    if importlib.util.find_spec("negmas") is not None:
        warnings.simplefilter("ignore")
        bench_negmas(10 * arguments.seconds)


if __name__ == "__main__":
    main()
