"""What a student may do: each command is checked, stored, taken in and shown."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state import pseudonym
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage.codes import identifier
from negsim.politics.win_sets import red_lines

MOST_CHARACTERS = 500
MOST_SEATS = 400
CHAT_LIMIT = Limit(6, 10.0)
PREVIEW_LIMIT = Limit(60, 10.0)


def join(server: ClassServer, class_: Class, typed: object) -> Seat:
    """Give a new student a seat: in the lobby, or later in a group that has a free side, or in a new one."""
    display = pseudonym.name(typed)
    with class_.lock:
        if class_.phase in ("closed", "debrief"):
            raise Refused(403, "This class is over. Ask your instructor for the debrief.")
        if len(class_.seats) >= MOST_SEATS:
            raise Refused(403, f"This class is full: {MOST_SEATS} students.")
        seat = identifier()
        payload = {"pseudonym": class_.next_pseudonym()}
        event = Event("seat_joined", server.now(), "person", None, seat, payload)
        server.append(class_, event, name=display)
        if class_.phase != "lobby":
            _place_late(server, class_, seat)
        return class_.seats[seat]


def _place_late(server: ClassServer, class_: Class, seat: str) -> None:
    """Seat a late student opposite somebody who plays a computer, else opposite a computer."""
    place = class_.open_place()
    if place is not None:
        number, side = place
        server.append(class_, Event("seat_moved", server.now(), "server", None, seat, {"to": number}))
        taken = {"party": side, "seat": seat, "computer": None}
        server.append(class_, Event("seat_replaced", server.now(), "server", number, None, taken))
        return
    pairs: list[list[str | None]] = [[seat, None]]
    server.append(class_, Event("paired", server.now(), "server", payload={"pairs": pairs}))
    group = class_.groups[len(class_.groups)]
    payload = {"phase": class_.phase, "minutes": class_.settings.minutes(class_.phase)}
    server.append(class_, Event("phase_started", server.now(), "server", group.number, None, payload))
    server.let_computers_move(class_, group)


def act(
    server: ClassServer, class_: Class, seat: Seat, command: str, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Carry out a student's command and return its answer: the number of the event it stored."""
    handler = COMMANDS.get(command)
    if handler is None:
        raise Refused(404, "There is no such command.")
    key = data.get("key")
    if not isinstance(key, str) or not 8 <= len(key) <= 64 or not key.isalnum():
        raise Refused(422, "The request needs a key of 8 to 64 letters and digits.")
    with class_.lock:
        known = server.store.seen(class_.id, seat.id, key)
        if known is not None:
            return {"event": known}
        group = class_.group_of(seat.id)
        if group is None:
            raise Refused(409, "The class has not started yet.")
        side = group.side_of(seat.id)
        if side is None:
            raise Refused(403, "Your seat is no longer in this group.")
        if command == "ready" and side in group.ready:
            return {"event": group.seq}
        kind, payload, text = handler(class_, group, side, seat, data, server.now())
        event = Event(kind, server.now(), "person", group.number, seat.id, payload)
        stored = server.append(class_, event, key, text=text)
    server.let_computers_move(class_, group)
    server.close_if_all_over(class_)
    return {"event": stored.seq}


Prepared = tuple[str, dict[str, Any], str]


def _my_turn(group: Group, side: str, now: float) -> None:
    if group.over:
        raise Refused(409, "These talks are over.")
    if group.phase != "talks":
        raise Refused(409, "The talks have not begun yet.")
    if group.clock.over(now):
        raise Refused(409, "The time is up.")
    if group.clock.paused:
        raise Refused(409, "The talks are paused.")
    if not group.players[side].is_person:
        raise Refused(409, "A computer plays for you; take your seat back first.")
    if group.awaited != side:
        raise Refused(409, "It is the other side's turn.")


def _offer(
    class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float
) -> Prepared:
    outcome = outcome_of(group, data.get("terms"))
    _my_turn(group, side, now)
    lines = red_lines(class_.scenario.parties[side].settings.red_lines, class_.scenario.world)
    if lines is not None and not lines[outcome]:
        raise Refused(422, "Your government's red lines forbid this offer.")
    return "offered", {"outcome": outcome}, ""


def _accept(
    class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float
) -> Prepared:
    number = data.get("offer")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused(422, "Accepting needs the number of the offer that is meant.")
    _my_turn(group, side, now)
    standing = group.standing
    if standing is None or standing.party == side:
        raise Refused(409, "There is no offer of the other side on the table.")
    if standing.number != number:
        raise Refused(409, "There is a newer offer on the table; look at it before you accept.")
    lines = red_lines(class_.scenario.parties[side].settings.red_lines, class_.scenario.world)
    if lines is not None and standing.outcome is not None and not lines[standing.outcome]:
        raise Refused(422, "Your government's red lines forbid this agreement.")
    return "accepted", {"offer": number}, ""


def _walk(
    class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float
) -> Prepared:
    _my_turn(group, side, now)
    return "walked_away", {}, ""


def _say(class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float) -> Prepared:
    raw = data.get("text")
    text = raw.strip() if isinstance(raw, str) else ""
    if not 1 <= len(text) <= MOST_CHARACTERS:
        raise Refused(422, f"A message has 1 to {MOST_CHARACTERS} characters.")
    if any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in text):
        raise Refused(422, "A message may not hold control characters.")
    if not class_.settings.chat or group.over or class_.phase in ("closed", "debrief"):
        raise Refused(409, "Messages are closed.")
    if not CHAT_LIMIT.count(seat.id, now):
        raise Refused(429, "That was too fast; wait a moment before you write again.")
    return "said", {"party": side}, text


def _ready(
    class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float
) -> Prepared:
    if group.over:
        raise Refused(409, "These talks are over.")
    return "brief_read", {"party": side}, ""


def _take_back(
    class_: Class, group: Group, side: str, seat: Seat, data: Mapping[str, Any], now: float
) -> Prepared:
    if group.over or group.players[side].is_person:
        raise Refused(409, "There is nothing to take back.")
    return "seat_replaced", {"party": side, "seat": seat.id, "computer": None}, ""


COMMANDS = {
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
