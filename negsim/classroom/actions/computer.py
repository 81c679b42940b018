"""Computer delegations: any strategy may act, none can hold up its group."""

import logging
import sqlite3
import time
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Move, Offer, Reject, WalkAway
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.view import PartyView
from negsim.classroom.actions.phases import catch_up
from negsim.classroom.actions.request import ClassRequest

SECONDS = 2.0
"""How long a strategy may think."""
LONGEST_TALK = 10_000
RETRY_SECONDS = 1.0
LARGEST = 1e12
"""Targets beyond this are written down as none: JSON knows no infinity."""
LOG = logging.getLogger(__name__)


def go_on(asked: ClassRequest) -> None:
    """Let computers move, in the background, until people have to be waited for; then the class follows."""
    for group in asked.groups:
        with asked.class_.lock:
            due = group.awaited
            waits = due is None or group.players[due].is_person or asked.server.listeners.closing
        if not waits:
            asked.server.in_background(_move_on, replace(asked.about(group), actor="computer"))
    catch_up(asked)


def _move_on(asked: ClassRequest) -> None:
    for _ in range(LONGEST_TALK):
        try:
            if not _move(asked):
                return catch_up(asked)
        except sqlite3.OperationalError as error:
            LOG.warning("group %s of class %s: %s", asked.table.number, asked.class_.record.code, error)
            time.sleep(RETRY_SECONDS)


def _move(asked: ClassRequest) -> bool:
    """Let a computer move and return whether another may have to."""
    server, class_, group = asked.server, asked.class_, asked.table
    with class_.lock:
        due = group.awaited
        strategy = None if due is None else group.strategy(due)
        if due is None or strategy is None or server.listeners.closing or group.clock.paused:
            return False
        view, state, player = group.model.view(due), group.model.state, group.players[due]
    decision = think(strategy, view, class_.scenario.mechanism, state, server.think_seconds)
    with class_.lock:
        if group.model.state is not state or group.awaited != due or server.listeners.closing:
            return True
        if group.players[due] is not player or group.clock.paused:
            return True
        if decision.alert:
            replace(asked, actor="server").append("alerted", {"text": decision.alert})
        _store(asked, decision.move)
        return True


def _store(asked: ClassRequest, move: Move) -> None:
    target = move.target if move.target is not None and abs(move.target) < LARGEST else None
    why: dict[str, Any] = {"target": target, "why": move.why}
    standing = asked.table.standing
    match move:
        case Offer(outcome):
            asked.append("offered", {**why, "outcome": int(outcome)})
        case Accept():
            asked.append("accepted", {**why, "offer": standing.number if standing else 0})
        case _:
            asked.append("walked_away", why)


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
        except BaseException as error:
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
