"""Small talks for tests: a pie to divide, strategies by name, and views of one moment."""

from collections.abc import Sequence

import numpy as np

from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanism import NegotiationState
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.sides import Side, bargain
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, OpponentModel, Strategy
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.bargaining.view import PartyView
from negsim.registry import lookup

PIE = tuple(x / 10 for x in range(11)), tuple((10 - x) / 10 for x in range(11))
"""Utilities of parties a and b when outcome x gives x tenths of a pie to a and the rest to b."""


def space_of(*sizes: int, numeric: Sequence[int] = ()) -> OutcomeSpace:
    """Return a space with issues i0, i1, …; those listed in `numeric` have the numbers 0, 1, 2, …"""
    issues = []
    for position, size in enumerate(sizes):
        numbers = tuple(float(level) for level in range(size)) if position in numeric else ()
        issues.append(Issue(f"i{position}", tuple(f"v{level}" for level in range(size)), numbers))
    return OutcomeSpace(tuple(issues))


def utility_of(
    values: Sequence[float], *sizes: int, reservation: float = -np.inf, numeric: Sequence[int] = ()
) -> UtilityFunction:
    """Return a utility function over a space of these sizes; by default one issue."""
    return from_values(space_of(*(sizes or (len(values),)), numeric=numeric), values, reservation)


def make(kind: str, name: str, **settings: object) -> object:
    """Return a plug-in by its registered name."""
    entry = lookup(kind, name)
    return entry.factory(**{**dict(entry.settings), **settings})


def bidding(name: str, **settings: object) -> Bidding:
    rule = make("strategy", name, **settings)
    assert isinstance(rule, Bidding)
    return rule


def model(name: str, **settings: object) -> OpponentModel:
    learned = make("opponent_model", name, **settings)
    assert isinstance(learned, OpponentModel)
    return learned


def acceptance(name: str, **settings: object) -> AcceptanceCondition:
    condition = make("acceptance", name, **settings)
    assert isinstance(condition, AcceptanceCondition)
    return condition


def strategy(rule: str | Bidding | Strategy, accept: str = "", learn: str = "") -> Strategy:
    """Return a whole strategy; parts not named are the defaults of the bidding rule."""
    if isinstance(rule, Strategy):
        return rule
    rule = bidding(rule) if isinstance(rule, str) else rule
    return Strategy(
        rule, acceptance(accept or rule.default_acceptance), model(learn or rule.default_opponent_model)
    )


def talk(
    a: str | Bidding | Strategy,
    b: str | Bidding | Strategy,
    rounds: int,
    utilities: Sequence[Sequence[float]] = PIE,
    reservations: tuple[float, float] = (-np.inf, -np.inf),
    seed: int = 0,
) -> NegotiationState:
    """Let `a` open against `b` and return the final state."""
    sides = [
        Side(name, utility_of(values, reservation=r), strategy(rule))
        for name, values, r, rule in zip("ab", utilities, reservations, (a, b), strict=True)
    ]
    return bargain(AlternatingOffers(), sides, rounds, seed)


def play(
    a: str | Bidding | Strategy,
    b: str | Bidding | Strategy,
    rounds: int,
    utilities: Sequence[Sequence[float]] = PIE,
) -> list[Outcome]:
    """Return every offer of the talks, a's first."""
    return [e.move.outcome for e in talk(a, b, rounds, utilities).history if isinstance(e.move, Offer)]


def view_of(
    utility: UtilityFunction,
    sent: Sequence[Outcome] = (),
    received: Sequence[Outcome] = (),
    *,
    round: int = 0,
    rounds: int = 9,
    **known: object,
) -> PartyView:
    """Return the view of party "me" after these offers; it is its turn and the last one received stands."""
    history = []
    for index in range(max(len(sent), len(received))):
        if index < len(sent):
            history.append(Entry(index, "me", Offer(sent[index])))
        if index < len(received):
            history.append(Entry(index, "you", Offer(received[index])))
    standing = received[-1] if received else None
    return PartyView("me", utility, round, rounds, tuple(history), standing, **known)  # type: ignore[arg-type]
