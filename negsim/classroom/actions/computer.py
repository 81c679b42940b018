"""A computer delegation's move: any strategy may act, none can hold up its group."""

from dataclasses import dataclass
from threading import Thread
from types import TracebackType

from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Move, Offer, Reject, WalkAway
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.view import PartyView

SECONDS = 2.0
"""How long a strategy may think."""


class Caught:
    """A context in which a strategy's mistake is kept instead of raised."""

    error: BaseException | None = None

    def __enter__(self) -> "Caught":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Keep the error."""
        self.error = error
        return isinstance(error, Exception)


@dataclass(frozen=True)
class Thought:
    """What a computer does, and what the instructor should know about it."""

    move: Move
    alert: str = ""


def think(
    strategy: Strategy,
    view: PartyView,
    mechanism: Mechanism,
    state: NegotiationState,
    seconds: float = SECONDS,
) -> Thought:
    """Return a strategy's move if it comes in time and is legal, else a safe one and an alert."""
    found: list[object] = []
    caught = Caught()

    def act() -> None:
        with caught:
            found.append(strategy.act(view))

    worker = Thread(target=act, daemon=True, name="computer delegation")
    worker.start()
    worker.join(seconds)
    fallback = _fallback(view)
    if caught.error is not None:
        return Thought(fallback, f"the computer of {view.party} failed: {type(caught.error).__name__}")
    if not found:
        return Thought(fallback, f"the computer of {view.party} took longer than {seconds:g} s")
    move = found[0]
    if not isinstance(move, Offer | Accept | Reject | WalkAway) or not _legal(mechanism, state, view, move):
        return Thought(fallback, f"the computer of {view.party} made no legal move")
    return Thought(move)


def _legal(mechanism: Mechanism, state: NegotiationState, view: PartyView, move: Move) -> bool:
    caught = Caught()
    legal = False
    with caught:
        legal = mechanism.legal(state, view.party, move)
    return legal


def _fallback(view: PartyView) -> Move:
    """Return the party's last offer again, or its best admissible outcome if it made none."""
    if view.sent:
        return Offer(view.sent[-1], why="repeats its offer")
    if view.admissible is None or not view.admissible.any():
        best = view.utility.best_at_least(view.utility.minimum)
        return Offer(0 if best is None else int(best), why="opens with its best outcome")
    ranked = view.utility.values().copy()
    ranked[~view.admissible] = float("-inf")
    return Offer(int(ranked.argmax()), why="opens with its best outcome")
