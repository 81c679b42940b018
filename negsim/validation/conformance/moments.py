"""Moments of small talks, early, middle and late, in which ways of bargaining are tried."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from negsim.arrays import Mask
from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanism import NegotiationState
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Entry, Move, Offer
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategy import Bidding, OpponentModel, Strategy
from negsim.bargaining.transcript import Transcript
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate, PartyView
from negsim.registry import lookup
from negsim.rng import stream

ROUNDS = 9
SPACE = OutcomeSpace(
    (
        Issue("price", ("a", "b", "c")),
        Issue("delivery", ("now", "later")),
        Issue("amount", ("0", "1", "2", "3"), (0.0, 1.0, 2.0, 3.0)),
    )
)
"""24 outcomes over two issues of words and one of numbers."""


def preferences(seed: int) -> tuple[UtilityFunction, UtilityFunction]:
    """Return own and other utility, additive by issue and opposed, with a reservation value of one's own."""
    chance = stream(seed, "conformance")
    own = tuple(Block((axis,), chance.integers(0, 9, size) / 8) for axis, size in enumerate(SPACE.shape))
    other = tuple(Block(block.axes, -block.table) for block in own)
    middle = sum(float(block.table.mean()) for block in own)
    return UtilityFunction(SPACE, own, middle), UtilityFunction(SPACE, other)


def moments(learn: str = "none", restricted: Sequence[bool] = (False, True)) -> Iterator[PartyView]:
    """Yield views of a party that learns by this opponent model, without and with red lines."""
    for seed in range(4):
        own, other = preferences(seed)
        chance = stream(seed, "offers")
        for now in (0, 3, 8):
            for red_lines in restricted:
                received = chance.integers(0, SPACE.n, now).tolist()
                allowed = chance.random(SPACE.n) < 0.5 if red_lines else None
                yield _learned(_view(own, received, seed), other, learn, allowed)


def _view(own: UtilityFunction, received: Sequence[int], seed: int) -> PartyView:
    best = Offer(int(own.descending[0]))
    pairs = ((Entry(k, "me", best), Entry(k, "you", Offer(o))) for k, o in enumerate(received))
    history = Transcript([entry for pair in pairs for entry in pair])
    standing = received[-1] if received else None
    return PartyView("me", own, len(received), ROUNDS, history, standing, seed=seed)


def _learned(view: PartyView, other: UtilityFunction, learn: str, allowed: Mask | None) -> PartyView:
    learned: OpponentModel = made("opponent_model", learn)
    view = replace(view, estimate=Estimate(other) if learned.reads_truth else None)
    estimate = learned.start(view)
    for outcome in view.received:
        estimate = learned.update(estimate, outcome, view)
    return replace(view, estimate=estimate, admissible=allowed)


def legal(view: PartyView, move: Move) -> bool:
    """Return whether a move is legal in alternating offers at this moment."""
    standing = None if view.standing is None else ("you", view.standing)
    history = Transcript(view.history)
    state = NegotiationState(SPACE, ("me", "you"), view.rounds, view.round, 0, standing, history)
    return AlternatingOffers().legal(state, view.party, move)


def made(kind: str, name: str) -> Any:
    """Return a registered plug-in with its own settings."""
    entry = lookup(kind, name)
    return entry.factory(**dict(entry.settings))


def whole(rule: Bidding) -> Strategy:
    """Return a strategy of a bidding rule and the parts that go with it by default."""
    return Strategy(
        rule,
        made("acceptance", rule.default_acceptance),
        made("opponent_model", rule.default_opponent_model),
    )
