"""Properties of bargaining over drawn utilities: I2 to I4 and I9."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.frontier import pareto_frontier
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.play import play, utility_function
from negsim.rng import stream
from negsim.talks.model import NegotiationModel
from negsim.validation.check import Check, Direction, Got, exact
from negsim.validation.worlds import SEED, packaged

GAMES, OUTCOMES = 40, 60
Pair = tuple[Array, Array]
RULES = (
    {"type": "spe", "discount": 0.9, "other_discount": 0.8},
    {"type": "time_dependent", "e": 0.5},
)


def games() -> Iterator[Pair]:
    """Yield utilities of two sides over drawn outcomes; no deal is worth .2 to both."""
    chance = stream(SEED, "validation", "games")
    for _ in range(GAMES):
        first, second = chance.random((2, OUTCOMES))
        yield first, second


def bargain(first: Array, second: Array, no_deal: tuple[float, float] = (0.2, 0.2)) -> Bargain:
    """Return the bargain of two arrays of utilities."""
    return Bargain(FeasibleSet({"a": first, "b": second}), dict(zip("ab", no_deal, strict=True)))


def ends(pair: Pair, rule: Mapping[str, object], no_deal: tuple[float, float] = (0.2, 0.2)) -> list[Outcome]:
    """Return every offer of the talks, and how they end."""
    other = dict(rule)
    if "discount" in rule:
        other |= {"discount": rule["other_discount"], "other_discount": rule["discount"]}
    sides = [utility_function(u, reservation=r) for u, r in zip(pair, no_deal, strict=True)]
    played = play(dict(zip("ab", sides, strict=True)), [rule, other], 12)
    return [*(getattr(entry.move, "outcome", -1) for entry in played.state.history)]


def affine() -> Mapping[str, Got]:
    """Return in how many games another unit and zero of each utility changes solutions and talks."""
    changed = dict.fromkeys(("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"), 0)
    moved = {str(rule["type"]): 0 for rule in RULES}
    for first, second in games():
        scaled, no_deal = (3.0 * first + 7.0, 0.5 * second - 2.0), (3.0 * 0.2 + 7.0, 0.5 * 0.2 - 2.0)
        one, two = bargain(first, second).solutions, bargain(*scaled, no_deal).solutions
        for name in changed:
            changed[name] += one[name] != two[name]
        for rule in RULES:
            moved[str(rule["type"])] += ends((first, second), rule) != ends(scaled, rule, no_deal)
    return {
        **{name: float(changed[name]) for name in ("nash", "kalai_smorodinsky")},
        **{name: exact(changed[name]) for name in ("egalitarian", "utilitarian")},
        **{name: float(n) for name, n in moved.items()},
    }


def mirrored() -> Mapping[str, Got]:
    """Return in how many games swapping everything but the names changes what is offered."""

    def changes(rule: Mapping[str, object]) -> Iterator[bool]:
        for first, second in games():
            sides = [utility_function(u, reservation=0.2) for u in (first, second)]
            other = dict(rule)
            if "discount" in rule:
                other |= {"discount": rule["other_discount"], "other_discount": rule["discount"]}
            one = play(dict(zip("ab", sides, strict=True)), [rule, other], 12)
            two = play(dict(zip("ab", sides[::-1], strict=True)), [other, rule], 12, opener="b")
            yield [e.move for e in one.state.history] != [e.move for e in two.state.history]

    return {str(rule["type"]): float(sum(changes(rule))) for rule in RULES}


def independence() -> Mapping[str, Got]:
    """Return in how many games the points move when an outcome that is not the point is no more there.

    What is left out is the best of the first side, if that is not the point itself.
    """

    def moves(name: str) -> int:
        count = 0
        for first, second in games():
            at = bargain(first, second).solutions[name]
            kept = np.arange(OUTCOMES) != (first * (second >= 0.2)).argmax()
            if at is None or not kept[at]:
                continue
            again = bargain(first[kept], second[kept]).solutions[name]
            count += again is None or int(np.flatnonzero(kept)[again]) != at
        return count

    return {"nash": float(moves("nash")), "kalai_smorodinsky": exact(moves("kalai_smorodinsky"))}


def brute_force() -> Mapping[str, Got]:
    """Return how far sums of blocks are off sums over issues, and the frontier off its definition."""
    model = NegotiationModel(packaged("quiet"))
    utilities = [party.start_utility for party in model.parties.values()]
    levels = np.unravel_index(np.arange(model.space.n), model.space.shape)
    one_by_one = [
        sum(block.table[tuple(levels[axis] for axis in block.axes)] for block in u.blocks) for u in utilities
    ]
    listed = [u.values() for u in utilities]
    off = max(float(np.abs(a - b).max()) for a, b in zip(one_by_one, listed, strict=True))
    first, second = listed
    defined = _undominated(first, second)
    return {
        "largest difference": off,
        "frontier, outcomes that differ": float(len(set(pareto_frontier(first, second).tolist()) ^ defined)),
    }


def _undominated(first: Array, second: Array) -> set[int]:
    """Return the outcomes that no other is at least as good as for both and better than for one."""
    kept = set()
    for at in range(first.size):
        as_good = (first >= first[at]) & (second >= second[at])
        if not (as_good & ((first > first[at]) | (second > second[at]))).any():
            kept.add(at)
    return kept


Counted = Callable[[], Mapping[str, Got]]
CHECKS = (
    Check(
        "I2",
        "units of utility do not matter",
        "engine",
        {
            **dict.fromkeys(("nash", "kalai_smorodinsky", "spe", "time_dependent"), 0.0),
            **dict.fromkeys(("egalitarian", "utilitarian"), Direction(">")),
        },
        0.0,
        f"Nash (1950); games of {GAMES} that change",
        affine,
    ),
    Check(
        "I3",
        "names and seats do not matter",
        "engine",
        dict.fromkeys(("spe", "time_dependent"), 0.0),
        0.0,
        f"swapped with all they have; games of {GAMES} that change",
        mirrored,
    ),
    Check(
        "I4",
        "independence of irrelevant alternatives",
        "engine",
        {"nash": 0.0, "kalai_smorodinsky": Direction(">")},
        0.0,
        f"Nash (1950); Kalai & Smorodinsky (1975) give it up; games of {GAMES} that change",
        independence,
    ),
    Check(
        "I9",
        "sums of blocks are sums over issues",
        "engine",
        {"largest difference": 0.0, "frontier, outcomes that differ": 0.0},
        1e-12,
        "listed outcome by outcome, in the world `quiet`",
        brute_force,
    ),
)
