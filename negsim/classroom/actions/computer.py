"""A computer delegation's move: any strategy may act, none can hold up its group."""

from dataclasses import dataclass
from threading import Thread

from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Move, Offer, Reject, WalkAway
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.view import PartyView

SECONDS = 2.0
"""How long a strategy may think."""


@dataclass(frozen=True)
class Decision:
    """What a computer does, and what the instructor should know about it."""

    move: Move
    alert: str = ""


def think(
    strategy: Strategy,
    view: PartyView,
    mechanism: Mechanism,
    state: NegotiationState,
    seconds: float = SECONDS,
) -> Decision:
    """Return a strategy's move if it comes in time and is legal, else a safe one and an alert."""
    found: list[object] = []
    failed: list[str] = []

    def act() -> None:
        try:
            found.append(strategy.act(view))
        except (Exception, SystemExit) as error:
            failed.append(f"failed: {type(error).__name__}")

    worker = Thread(target=act, daemon=True, name="computer delegation")
    worker.start()
    worker.join(seconds)
    move = found[0] if found else None
    if isinstance(move, Offer | Accept | Reject | WalkAway) and _legal(mechanism, state, view, move):
        return Decision(move)
    slow = f"took longer than {seconds:g} s"
    why = failed[0] if failed else "made no legal move" if found else slow
    return Decision(_fallback(view), f"the computer of {view.party} {why}")


def _legal(mechanism: Mechanism, state: NegotiationState, view: PartyView, move: Move) -> bool:
    """Return whether the rules allow a move; a move that they cannot read is not legal."""
    try:
        return mechanism.legal(state, view.party, move)
    except Exception:
        return False


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
