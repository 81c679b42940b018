"""What a student may do: each command is checked, stored, taken in and shown."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from negsim.bargaining.move import Offer
from negsim.classroom.actions.computer import go_on
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.state.group import Group
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.text import can_be_seen, cleaned
from negsim.politics.win_sets import red_lines

MOST_CHARACTERS = 500
CHAT_LIMIT = Limit(6, 10.0)
PREVIEW_LIMIT = Limit(60, 10.0)


def at_table(asked: ClassRequest) -> ClassRequest:
    """Return a student's request with the group and the side of its seat.

    Raises
    ------
    Refused : if the seat has none yet.
    """
    place = asked.class_.place_of(asked.student.id)
    if place is None:
        raise Refused(409, "The class has not started yet.")
    return replace(asked, group=place[0], side=place[1])


def act(asked: ClassRequest, command: str) -> int:
    """Carry out a student's command and return the number of the event that it stored."""
    handler = COMMANDS.get(command)
    if handler is None:
        raise Refused(404, "There is no such command.")
    key = asked.data.get("key")
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or not key.isalnum():
        raise Refused(422, "The request needs a key of 8 to 64 letters and digits.")
    with asked.class_.lock:
        known = asked.server.store.seen(asked.class_.id, asked.student.id, key)
        if known is not None:
            return known
        asked = at_table(asked)
        if command == "ready" and asked.side in asked.table.ready:
            return asked.table.seq
        done = handler(asked)
        stored = asked.append(done.kind, done.payload, key, text=done.text)
    go_on(asked)
    return stored.seq


@dataclass(frozen=True)
class Checked:
    """A command that may be stored: kind and payload of its event, and a message's text."""

    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def _my_turn(asked: ClassRequest) -> Group:
    """Return the group in which it is the asker's turn."""
    group, side = asked.table, asked.side
    if group.over:
        raise Refused(409, "These talks are over.")
    if group.phase != "talks":
        raise Refused(409, "The talks have not begun yet.")
    if group.clock.over(asked.server.now()):
        raise Refused(409, "The time is up.")
    if group.clock.paused:
        raise Refused(409, "The talks are paused.")
    if not group.players[side].is_person:
        raise Refused(409, "A computer plays for you; take your seat back first.")
    if group.awaited != side:
        raise Refused(409, "It is the other side's turn.")
    return group


def _within_red_lines(asked: ClassRequest, outcome: int | None, what: str) -> None:
    scenario = asked.class_.scenario
    lines = red_lines(scenario.parties[asked.side].settings.red_lines, scenario.world)
    if lines is not None and outcome is not None and not lines[outcome]:
        raise Refused(422, f"Your government's red lines forbid this {what}.")


def _offer(asked: ClassRequest) -> Checked:
    outcome = outcome_of(asked.table, asked.data.get("terms"))
    group = _my_turn(asked)
    _within_red_lines(asked, outcome, "offer")
    if not asked.class_.scenario.mechanism.legal(group.model.state, asked.side, Offer(outcome)):
        raise Refused(422, "What both sides have agreed on already rules this offer out.")
    return Checked("offered", {"outcome": outcome})


def _accept(asked: ClassRequest) -> Checked:
    number = asked.data.get("offer")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(422, "Accepting needs the number of the offer that is meant.")
    standing = _my_turn(asked).standing
    if standing is None or standing.party == asked.side:
        raise Refused(409, "There is no offer of the other side on the table.")
    if standing.number != number:
        raise Refused(409, "There is a newer offer on the table; look at it before you accept.")
    _within_red_lines(asked, standing.outcome, "agreement")
    return Checked("accepted", {"offer": number})


def _walk(asked: ClassRequest) -> Checked:
    _my_turn(asked)
    return Checked("walked_away")


def _say(asked: ClassRequest) -> Checked:
    raw = asked.data.get("text")
    text = raw.strip() if isinstance(raw, str) else ""
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise Refused(422, f"A message has 1 to {MOST_CHARACTERS} characters.")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in text):
        raise Refused(422, "A message may not hold control characters.")
    text = cleaned(text)
    if not can_be_seen(text):
        raise Refused(422, "A message needs a character that can be seen.")
    class_ = asked.class_
    if not class_.settings.chat or asked.table.over or class_.phase in ("closed", "debrief"):
        raise Refused(409, "Messages are closed.")
    if not asked.table.players[asked.table.other(asked.side)].is_person:
        raise Refused(409, "A computer sits opposite: it reads no messages.")
    if not CHAT_LIMIT.count(asked.student.id, asked.server.now()):
        raise Refused(429, "That was too fast; wait a moment before you write again.")
    return Checked("said", {"party": asked.side}, text)


def _ready(asked: ClassRequest) -> Checked:
    if asked.table.over:
        raise Refused(409, "These talks are over.")
    return Checked("brief_read", {"party": asked.side})


def _take_back(asked: ClassRequest) -> Checked:
    if asked.table.over or asked.table.players[asked.side].is_person:
        raise Refused(409, "There is nothing to take back.")
    return Checked("seat_replaced", {"party": asked.side, "seat": asked.student.id, "computer": None})


COMMANDS: Mapping[str, Callable[[ClassRequest], Checked]] = {
    "offer": _offer,
    "accept": _accept,
    "walk": _walk,
    "say": _say,
    "ready": _ready,
    "take_back": _take_back,
}


def outcome_of(group: Group, terms: object) -> int:
    """Return the outcome with these levels: issue name -> level index, every issue exactly once.

    Raises
    ------
    Refused : with the first issue that is missing, unknown or has no such level.
    """
    space = group.model.space
    if not isinstance(terms, Mapping):
        raise Refused(422, "An offer needs a level for every issue.")
    known = {issue.name for issue in space.issues}
    for given in terms:
        if given not in known:
            raise Refused(422, "The offer names an issue that is not negotiated.")
    levels = []
    for issue in space.issues:
        level = terms.get(issue.name)
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level < issue.size:
            raise Refused(422, f"The issue '{issue.name}' needs a level from 0 to {issue.size - 1}.")
        levels.append(level)
    return space.index(levels)
