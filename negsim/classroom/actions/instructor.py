"""What the instructor may do: to the class, to one group, to one seat. Each is an event of the instructor."""

from negsim.classroom.actions import admission, phases
from negsim.classroom.actions.computer import go_on
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import strategy

MOST_MINUTES = 240.0


def command(asked: ClassRequest, name: str) -> None:
    """Carry out a command for one group, or for all."""
    match name:
        case "advance":
            phases.follow(asked)
        case "end":
            phases.end(asked)
        case "pause" | "resume" | "extend":
            _clock(asked, name)
        case "lock" | "unlock" | "admit" | "dismiss" | "clear":
            admission.command(asked, name)
        case _:
            raise Refused(404, "There is no such command.")
    go_on(asked)


def minutes(asked: ClassRequest) -> float:
    """Return by how many minutes a clock is extended."""
    try:
        value = float(asked.data.get("minutes", "5"))
    except ValueError:
        value = float("nan")
    if not 0 < value <= MOST_MINUTES:
        raise Refused(422, f"A clock can be extended by more than 0 and at most {MOST_MINUTES:g} minutes.")
    return value


def _clock(asked: ClassRequest, name: str) -> None:
    asked.require_open()
    if asked.class_.phase not in phases.RUNNING:
        raise Refused(409, "No clock runs in this phase.")
    payload = {"seconds": 60.0 * minutes(asked)} if name == "extend" else {}
    asked.append(f"clock_{name.removesuffix('e')}ed", payload)


def seat_command(asked: ClassRequest, name: str) -> str:
    """Carry out a command for one seat and return the new rejoin code, if one was asked for."""
    match name:
        case "computer":
            computer_takes(asked)
        case "person":
            person_takes(asked)
        case "kick":
            kick(asked)
        case "code":
            return new_code(asked)
        case "move":
            reseat(asked)
        case "admit":
            admission.admit(asked)
        case "dismiss":
            admission.dismiss(asked)
        case _:
            raise Refused(404, "There is no such command.")
    return ""


def computer_takes(asked: ClassRequest) -> None:
    """Let a computer act for a side; the student's seat stays and can be taken back."""
    group = asked.place
    with asked.class_.lock:
        raw = strategy(asked.data.get("strategy", "")) or asked.class_.settings.computers.get(asked.side, "")
        asked.sit(group.players[asked.side].seat, raw)
    go_on(asked)


def person_takes(asked: ClassRequest) -> None:
    """Give a side back to its student."""
    seat = asked.place.players[asked.side].seat
    if seat is None:
        raise Refused(409, "No student belongs to this seat; move one here first.")
    asked.sit(seat)


def kick(asked: ClassRequest) -> None:
    """Take the seat from a student's device; a computer goes on, and the seat can be given out again."""
    seat = asked.student
    with asked.class_.lock:
        place = asked.class_.place_of(seat.id)
        asked.about(seat=seat).append("seat_kicked")
        if place and not place[0].over:
            computer_takes(asked.about(*place))


def new_code(asked: ClassRequest) -> str:
    """Return a fresh rejoin code of a seat; devices that held it are signed out."""
    seat = asked.student
    asked.about(seat=seat).append("code_renewed")
    return asked.server.keys.rejoin_code(seat.id, seat.epoch)


def reseat(asked: ClassRequest) -> None:
    """Move a student to a side of a group where no student sits; a computer takes the old place."""
    target, seat, class_ = asked.place, asked.student, asked.class_
    if seat.waits:
        raise Refused(409, "This student waits to be let in; let the student in first.")
    if not class_.is_free(target.players[asked.side].seat):
        raise Refused(409, "A student sits there already; kick or move that student first.")
    with class_.lock:
        old = class_.place_of(seat.id)
        if old:
            asked.about(*old).sit(None, class_.settings.computers.get(old[1], ""))
        asked.about(seat=seat).append("seat_moved", {"to": target.number})
        asked.about(target, asked.side).sit(seat.id)
    if old:
        go_on(asked.about(old[0]))
