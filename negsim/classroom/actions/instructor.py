"""What the instructor may do: to the class, to one group, to one seat. Each is an event of the instructor."""

from collections.abc import Mapping
from typing import Any

from negsim.classroom.class_server import School
from negsim.classroom.state.class_ import PHASES, Classroom
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import strategy
from negsim.classroom.storage import simulated
from negsim.talks.scenario import SIDES

MOST_MINUTES = 240.0


def advance(school: School, room: Classroom, shown: str = "") -> None:
    """Go on to the next phase: lobby, brief, talks, closed, debrief.

    Parameters
    ----------
    shown : phase that the instructor saw; a second click must not skip the next one
    """
    with room.lock:
        _still(room.phase, shown)
        if room.phase == "debrief":
            raise Refused(409, "The debrief is the last phase.")
        start(school, room, PHASES[PHASES.index(room.phase) + 1])


def start(school: School, room: Classroom, phase: str, actor: str = "instructor") -> None:
    """Start a phase for the whole class; the brief begins with pairing."""
    with room.lock:
        if phase == "brief":
            pairs = room.pairs(school.store.names(room.id))
            if not pairs:
                raise Refused(409, "Nobody has joined yet; add computer groups or wait for students.")
            school.append(room, Event("paired", school.now(), actor, payload={"pairs": pairs}))
            simulated.prepare(school.folder, room.record.scenario, school.simulations)
        payload = {"phase": phase, "minutes": room.settings.minutes(phase)}
        school.append(room, Event("phase_started", school.now(), actor, payload=payload))
        groups = list(room.groups.values())
    for group in groups:
        school.let_computers_move(room, group)


def command(school: School, room: Classroom, name: str, number: int | None, data: Mapping[str, str]) -> None:
    """Carry out a command for one group, or for all (None)."""
    if number is not None and number not in room.groups:
        raise Refused(404, "There is no such group.")
    group = None if number is None else room.groups[number]
    match name:
        case "advance" if group is None:
            advance(school, room, data.get("phase", ""))
        case "advance":
            assert group is not None
            _group_on(school, room, group, data.get("phase", ""))
        case "end":
            _end(school, room, group)
        case "pause" | "resume":
            _running(room, group)
            _happen(school, room, f"clock_{name}d", number)
        case "extend":
            _running(room, group)
            _happen(school, room, "clock_extended", number, seconds=60.0 * minutes(data))
        case _:
            raise Refused(404, "There is no such command.")
    for one in [group] if group else list(room.groups.values()):
        school.let_computers_move(room, one)
    school.close_if_all_over(room)


def minutes(data: Mapping[str, str]) -> float:
    """Return by how many minutes a clock is extended."""
    try:
        value = float(data.get("minutes", "5"))
    except ValueError:
        value = float("nan")
    if not 0 < value <= MOST_MINUTES:
        raise Refused(422, f"A clock can be extended by more than 0 and at most {MOST_MINUTES:g} minutes.")
    return value


def _happen(school: School, room: Classroom, kind: str, number: int | None, **payload: Any) -> None:
    school.append(room, Event(kind, school.now(), "instructor", number, payload=payload))


def _running(room: Classroom, group: Group | None) -> None:
    if group is not None and group.over:
        raise Refused(409, "The talks of this group are over.")
    if room.phase not in ("brief", "talks"):
        raise Refused(409, "No clock runs in this phase.")


def _still(phase: str, shown: str) -> None:
    if shown not in ("", phase):
        raise Refused(409, f"This phase is over already; it is now: {phase}.")


def _group_on(school: School, room: Classroom, group: Group, shown: str) -> None:
    with room.lock:
        _still(group.phase, shown)
        if group.over:
            raise Refused(409, "The talks of this group are over.")
        following = "talks" if group.phase == "brief" else "closed"
        payload = {"phase": following, "minutes": room.settings.minutes(following)}
        school.append(room, Event("phase_started", school.now(), "instructor", group.number, payload=payload))


def _end(school: School, room: Classroom, group: Group | None) -> None:
    with room.lock:
        if group is not None and group.over:
            raise Refused(409, "The talks of this group are over.")
        if room.phase not in ("brief", "talks"):
            raise Refused(409, "There are no talks to end.")
        number = None if group is None else group.number
        _happen(school, room, "phase_started", number, phase="closed", minutes=None)


def computer_takes(
    school: School, room: Classroom, number: int, side: str, typed: str = "", actor: str = "instructor"
) -> None:
    """Let a computer act for a side; the student's seat stays and can be taken back."""
    group = _group(room, number, side)
    with room.lock:
        raw = strategy(typed) or room.settings.computers.get(side, "")
        payload = {"party": side, "seat": group.players[side].seat, "computer": raw}
        school.append(room, Event("seat_replaced", school.now(), actor, number, payload=payload))
    school.let_computers_move(room, group)


def person_takes(school: School, room: Classroom, number: int, side: str) -> None:
    """Give a side back to its student."""
    group = _group(room, number, side)
    seat = group.players[side].seat
    if seat is None:
        raise Refused(409, "No student belongs to this seat; move one here first.")
    payload = {"party": side, "seat": seat, "computer": None}
    school.append(room, Event("seat_replaced", school.now(), "instructor", number, payload=payload))


def kick(school: School, room: Classroom, seat: str) -> None:
    """Take the seat from a student's device; a computer goes on, and the seat can be given out again."""
    if seat not in room.seats:
        raise Refused(404, "There is no such seat.")
    with room.lock:
        group = room.group_of(seat)
        school.append(room, Event("seat_kicked", school.now(), "instructor", None, seat))
        side = group.side_of(seat) if group else None
        if group and side and not group.over:
            computer_takes(school, room, group.number, side)


def new_code(school: School, room: Classroom, seat: str) -> str:
    """Return a fresh rejoin code of a seat; devices that held it are signed out."""
    if seat not in room.seats:
        raise Refused(404, "There is no such seat.")
    school.append(room, Event("code_renewed", school.now(), "instructor", None, seat))
    return school.keys.rejoin_code(seat, room.seats[seat].epoch)


def reseat(school: School, room: Classroom, seat: str, number: int, side: str) -> None:
    """Move a student to a side of a group where no student sits; a computer takes the old place."""
    target = _group(room, number, side)
    if seat not in room.seats:
        raise Refused(404, "There is no such seat.")
    if target.players[side].seat is not None:
        raise Refused(409, "A student sits there already; kick or move that student first.")
    with room.lock:
        old = room.group_of(seat)
        left = old.side_of(seat) if old else None
        if old and left:
            payload = {"party": left, "seat": None, "computer": room.settings.computers.get(left, "")}
            school.append(
                room, Event("seat_replaced", school.now(), "instructor", old.number, payload=payload)
            )
        school.append(room, Event("seat_moved", school.now(), "instructor", None, seat, {"to": number}))
        payload = {"party": side, "seat": seat, "computer": None}
        school.append(room, Event("seat_replaced", school.now(), "instructor", number, payload=payload))
    if old:
        school.let_computers_move(room, old)


def _group(room: Classroom, number: int, side: str) -> Group:
    if number not in room.groups or side not in SIDES:
        raise Refused(404, "There is no such place.")
    if room.groups[number].over:
        raise Refused(409, "The talks of this group are over.")
    return room.groups[number]
