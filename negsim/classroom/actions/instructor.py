"""What the instructor may do: to the class, to one group, to one seat. Each is an event of the instructor."""

from collections.abc import Mapping
from typing import Any

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import PHASES, Class
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import strategy
from negsim.classroom.storage import simulated
from negsim.talks.scenario import SIDES

MOST_MINUTES = 240.0


def advance(server: ClassServer, class_: Class, shown: str = "") -> None:
    """Go on to the next phase: lobby, brief, talks, closed, debrief.

    Parameters
    ----------
    shown : phase that the instructor saw; a second click must not skip the next one
    """
    with class_.lock:
        _still(class_.phase, shown)
        if class_.phase == "debrief":
            raise Refused(409, "The debrief is the last phase.")
        start(server, class_, PHASES[PHASES.index(class_.phase) + 1])


def start(server: ClassServer, class_: Class, phase: str, actor: str = "instructor") -> None:
    """Start a phase for the whole class; the brief begins with pairing."""
    with class_.lock:
        if phase == "brief":
            pairs = class_.pairs(server.store.names(class_.id))
            if not pairs:
                raise Refused(409, "Nobody has joined yet; add computer groups or wait for students.")
            server.append(class_, Event("paired", server.now(), actor, payload={"pairs": pairs}))
            simulated.prepare(server.folder, class_.record.scenario, server.simulations)
        payload = {"phase": phase, "minutes": class_.settings.minutes(phase)}
        server.append(class_, Event("phase_started", server.now(), actor, payload=payload))
        groups = list(class_.groups.values())
    for group in groups:
        server.let_computers_move(class_, group)


def command(
    server: ClassServer, class_: Class, name: str, number: int | None, data: Mapping[str, str]
) -> None:
    """Carry out a command for one group, or for all (None)."""
    if number is not None and number not in class_.groups:
        raise Refused(404, "There is no such group.")
    group = None if number is None else class_.groups[number]
    match name:
        case "advance" if group is None:
            advance(server, class_, data.get("phase", ""))
        case "advance":
            assert group is not None
            _group_on(server, class_, group, data.get("phase", ""))
        case "end":
            _end(server, class_, group)
        case "pause" | "resume":
            _running(class_, group)
            _happen(server, class_, f"clock_{name}d", number)
        case "extend":
            _running(class_, group)
            _happen(server, class_, "clock_extended", number, seconds=60.0 * minutes(data))
        case _:
            raise Refused(404, "There is no such command.")
    for one in [group] if group else list(class_.groups.values()):
        server.let_computers_move(class_, one)
    server.close_if_all_over(class_)


def minutes(data: Mapping[str, str]) -> float:
    """Return by how many minutes a clock is extended."""
    try:
        value = float(data.get("minutes", "5"))
    except ValueError:
        value = float("nan")
    if not 0 < value <= MOST_MINUTES:
        raise Refused(422, f"A clock can be extended by more than 0 and at most {MOST_MINUTES:g} minutes.")
    return value


def _happen(server: ClassServer, class_: Class, kind: str, number: int | None, **payload: Any) -> None:
    server.append(class_, Event(kind, server.now(), "instructor", number, payload=payload))


def _running(class_: Class, group: Group | None) -> None:
    if group is not None and group.over:
        raise Refused(409, "The talks of this group are over.")
    if class_.phase not in ("brief", "talks"):
        raise Refused(409, "No clock runs in this phase.")


def _still(phase: str, shown: str) -> None:
    if shown not in ("", phase):
        raise Refused(409, f"This phase is over already; it is now: {phase}.")


def _group_on(server: ClassServer, class_: Class, group: Group, shown: str) -> None:
    with class_.lock:
        _still(group.phase, shown)
        if group.over:
            raise Refused(409, "The talks of this group are over.")
        following = "talks" if group.phase == "brief" else "closed"
        payload = {"phase": following, "minutes": class_.settings.minutes(following)}
        server.append(
            class_, Event("phase_started", server.now(), "instructor", group.number, payload=payload)
        )


def _end(server: ClassServer, class_: Class, group: Group | None) -> None:
    with class_.lock:
        if group is not None and group.over:
            raise Refused(409, "The talks of this group are over.")
        if class_.phase not in ("brief", "talks"):
            raise Refused(409, "There are no talks to end.")
        number = None if group is None else group.number
        _happen(server, class_, "phase_started", number, phase="closed", minutes=None)


def computer_takes(
    server: ClassServer, class_: Class, number: int, side: str, typed: str = "", actor: str = "instructor"
) -> None:
    """Let a computer act for a side; the student's seat stays and can be taken back."""
    group = _group(class_, number, side)
    with class_.lock:
        raw = strategy(typed) or class_.settings.computers.get(side, "")
        payload = {"party": side, "seat": group.players[side].seat, "computer": raw}
        server.append(class_, Event("seat_replaced", server.now(), actor, number, payload=payload))
    server.let_computers_move(class_, group)


def person_takes(server: ClassServer, class_: Class, number: int, side: str) -> None:
    """Give a side back to its student."""
    group = _group(class_, number, side)
    seat = group.players[side].seat
    if seat is None:
        raise Refused(409, "No student belongs to this seat; move one here first.")
    payload = {"party": side, "seat": seat, "computer": None}
    server.append(class_, Event("seat_replaced", server.now(), "instructor", number, payload=payload))


def kick(server: ClassServer, class_: Class, seat: str) -> None:
    """Take the seat from a student's device; a computer goes on, and the seat can be given out again."""
    if seat not in class_.seats:
        raise Refused(404, "There is no such seat.")
    with class_.lock:
        group = class_.group_of(seat)
        server.append(class_, Event("seat_kicked", server.now(), "instructor", None, seat))
        side = group.side_of(seat) if group else None
        if group and side and not group.over:
            computer_takes(server, class_, group.number, side)


def new_code(server: ClassServer, class_: Class, seat: str) -> str:
    """Return a fresh rejoin code of a seat; devices that held it are signed out."""
    if seat not in class_.seats:
        raise Refused(404, "There is no such seat.")
    server.append(class_, Event("code_renewed", server.now(), "instructor", None, seat))
    return server.keys.rejoin_code(seat, class_.seats[seat].epoch)


def reseat(server: ClassServer, class_: Class, seat: str, number: int, side: str) -> None:
    """Move a student to a side of a group where no student sits; a computer takes the old place."""
    target = _group(class_, number, side)
    if seat not in class_.seats:
        raise Refused(404, "There is no such seat.")
    if target.players[side].seat is not None:
        raise Refused(409, "A student sits there already; kick or move that student first.")
    with class_.lock:
        old = class_.group_of(seat)
        left = old.side_of(seat) if old else None
        if old and left:
            payload = {"party": left, "seat": None, "computer": class_.settings.computers.get(left, "")}
            server.append(
                class_, Event("seat_replaced", server.now(), "instructor", old.number, payload=payload)
            )
        server.append(class_, Event("seat_moved", server.now(), "instructor", None, seat, {"to": number}))
        payload = {"party": side, "seat": seat, "computer": None}
        server.append(class_, Event("seat_replaced", server.now(), "instructor", number, payload=payload))
    if old:
        server.let_computers_move(class_, old)


def _group(class_: Class, number: int, side: str) -> Group:
    if number not in class_.groups or side not in SIDES:
        raise Refused(404, "There is no such place.")
    if class_.groups[number].over:
        raise Refused(409, "The talks of this group are over.")
    return class_.groups[number]
