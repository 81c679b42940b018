"""How talks proceed: P1 to P3."""

from collections.abc import Mapping

import numpy as np

from negsim.bargaining.move import Entry, Offer, WorldEvent
from negsim.bargaining.strategies.coherence import SETTLED_AFTER
from negsim.talks.model import NegotiationModel
from negsim.validation.check import Check, Direction, Got, measured
from negsim.validation.facts.paired import QUIET, RUNS, both, played, rise
from negsim.validation.worlds import DEFAULT, models, packaged, world

WORSE_AT_MOST = 0.10
"""Share of changed offers that may be worse for the other side: the limit of docs/explanation/offers.md."""


def timing() -> Mapping[str, Got]:
    """Return how much later talks agree the later both concede."""
    late, even, early = (played(both({"strategy.bidding.e": e})) for e in (0.25, 1.0, 4.0))
    return {
        "rounds, e = 0.25 less 1": rise(even.rounds, late.rounds),
        "rounds, e = 1 less 4": rise(early.rounds, even.rounds),
    }


def without_news() -> Mapping[str, Got]:
    """Return how often, without news, a demand rises or an offer is worse for the other than the last."""
    risen: dict[str, int] = {}
    worse: dict[str, list[float]] = {}
    for name in (QUIET, DEFAULT):
        risen[name], worse[name] = 0, []
        for model in models(packaged(name), RUNS // 2):
            for more, less in steps(model):
                risen[name] += more
                worse[name] += [] if less is None else [float(less)]
    return {
        "demands that rise": float(risen[QUIET]),
        "demands that rise, default world": float(risen[DEFAULT]),
        "worse for the other": measured(np.array(worse[QUIET]), rate=True),
        "worse for the other, default world": measured(np.array(worse[DEFAULT]), rate=True),
    }


def steps(model: NegotiationModel) -> list[tuple[bool, bool | None]]:
    """Return for each offer after the own last one whether it demands more, and whether it is worse.

    Worse is meant for the other side, in its true table of the day; None where the outcome stays. Offers
    between which something became public do not count.
    """
    names, events = list(model.parties), 0
    before: dict[str | None, tuple[Offer, int]] = {}
    found: list[tuple[bool, bool | None]] = []
    for kept in model.offers.kept:
        move, party = kept.entry.move, kept.entry.party
        events += isinstance(move, WorldEvent)
        if not isinstance(move, Offer):
            continue
        last, seen = before.get(party, (None, -1))
        if last is not None and seen == events:
            other = kept.judged_by[1 - names.index(str(party))][0]
            change = other.value(move.outcome) - other.value(last.outcome)
            more = move.target is not None and last.target is not None and move.target > last.target + 1e-9
            found.append((more, None if last.outcome == move.outcome else change < -1e-9))
        before[party] = move, events
    return found


def closure() -> Mapping[str, Got]:
    """Return how often an issue is moved on which both had named one level twice, by closure."""
    counts = {}
    for price in (0.01, 0.0):
        settings = both({"strategy.bidding.closure": price, "strategy.bidding.inertia": 0.0})
        runs = models(world(QUIET, settings), RUNS // 2)
        counts[price] = np.array([float(reopened(model)) for model in runs])
    return {
        "reopened, less without closure": rise(counts[0.0], counts[0.01]),
        "reopened": measured(counts[0.01]),
    }


def reopened(model: NegotiationModel) -> int:
    """Return how many times an offer moves an issue on which the last offers of both sides agree."""
    names, count = list(model.parties), 0
    made: dict[str | None, list[tuple[int, ...]]] = {name: [] for name in names}
    for entry in model.state.history:
        if not _offers(entry):
            continue
        levels = model.space.levels(entry.move.outcome)  # type: ignore[union-attr]
        last = [offer for name in names for offer in made[name][-SETTLED_AFTER:]]
        if len(last) == len(names) * SETTLED_AFTER:
            for axis, level in enumerate(levels):
                named = {offer[axis] for offer in last}
                count += len(named) == 1 and level not in named
        made[entry.party].append(levels)
    return count


def _offers(entry: Entry) -> bool:
    return isinstance(entry.move, Offer)


CHECKS = (
    Check(
        "P1",
        "who concedes late agrees late",
        "engine",
        {"rounds, e = 0.25 less 1": Direction(">"), "rounds, e = 1 less 4": Direction(">")},
        None,
        "Faratin, Sierra & Jennings (1998), in `quiet`",
        timing,
        long=True,
    ),
    Check(
        "P2",
        "nobody asks for more without news",
        "engine",
        {
            "demands that rise": 0.0,
            "demands that rise, default world": 0.0,
            "worse for the other": Direction("<", WORSE_AT_MOST),
            "worse for the other, default world": Direction("<", WORSE_AT_MOST),
        },
        0.0,
        "own demands exactly; offers by the other's true table, which the mover does not know",
        without_news,
        "worse where the mover misjudges the other; the limit was set in docs/explanation/offers.md",
        long=True,
    ),
    Check(
        "P3",
        "what is settled stays settled",
        "engine",
        {"reopened, less without closure": Direction("<")},
        None,
        "issues a run that are moved after both sides named one level twice, in `quiet` without inertia",
        closure,
        long=True,
    ),
)
