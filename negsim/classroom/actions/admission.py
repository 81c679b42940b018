"""Who comes in: joins, those whom the instructor has yet to let in, and the lock of a class."""

from negsim.classroom.actions import phases
from negsim.classroom.actions.computer import go_on
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state import pseudonym
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import MOST_STUDENTS
from negsim.classroom.storage.codes import identifier

MOST_WAITING = 100
"""How many may wait to be let in: whoever floods a class fills no more than this."""


def join(server: ClassServer, class_: Class, typed: object) -> Seat:
    """Give a new student a seat; after the start, or beyond the announced size, it waits."""
    display = pseudonym.name(typed)
    with class_.lock:
        if class_.phase in ("closed", "debrief"):
            raise Refused(403, "This class is over. Ask your instructor for the debrief.")
        if class_.locked:
            raise Refused(403, "Your instructor has locked this class: nobody can join it now.")
        waits = class_.phase != "lobby" or len(class_.admitted) >= class_.settings.capacity
        if waits and len(class_.waiting) >= MOST_WAITING:
            raise Refused(403, "Too many wait to be let in already. Tell your instructor.")
        made = Seat(identifier(), class_.next_pseudonym())
        asked = ClassRequest(server, class_, "person", seat=made)
        asked.append("seat_joined", {"pseudonym": made.pseudonym, "waits": waits}, name=display)
        return class_.seats[made.id]


def command(asked: ClassRequest, name: str) -> None:
    """Lock a class or unlock it, let in or turn away all who wait, or empty the lobby."""
    class_ = asked.class_
    with class_.lock:
        match name:
            case "lock" | "unlock":
                if class_.locked != (name == "lock"):
                    asked.append(f"class_{name}ed")
            case "admit":
                for seat in class_.waiting:
                    admit(asked.about(seat=seat))
            case "dismiss":
                for seat in class_.waiting:
                    dismiss(asked.about(seat=seat))
            case "clear":
                for seat in class_.lobby:
                    dismiss(asked.about(seat=seat))


def admit(asked: ClassRequest) -> None:
    """Let a student in: to the lobby; after the start to the place that is meant, or where one is free."""
    seat, class_ = asked.student, asked.class_
    with class_.lock:
        if not seat.waits:
            raise Refused(409, "This student is in already.")
        if class_.phase in ("closed", "debrief"):
            raise Refused(409, "This class is over.")
        if len(class_.admitted) >= MOST_STUDENTS:
            raise Refused(409, f"A class has {MOST_STUDENTS} students at most.")
        if asked.group is not None:
            _require_empty(asked)
        asked.about(seat=seat).append("seat_admitted")
        if asked.group is not None:
            _give_place(asked)
        elif class_.phase != "lobby":
            _place_late(asked)


def dismiss(asked: ClassRequest) -> None:
    """Turn away who waits, or remove who sits in the lobby."""
    if asked.student.group is not None:
        raise Refused(409, "This student has a group; kick the student from the seat instead.")
    asked.about(seat=asked.student).append("seat_kicked")


def _require_empty(asked: ClassRequest) -> None:
    """Refuse a place at which a student's page is open."""
    owner = asked.place.players[asked.side].seat
    if owner is not None and asked.class_.seats[owner].present:
        raise Refused(409, "A student sits there; kick or move that student first.")


def _give_place(asked: ClassRequest) -> None:
    """Seat a student at a place; whose it was, and who is away, is signed out."""
    owner, class_ = asked.table.players[asked.side].seat, asked.class_
    if not class_.is_free(owner):
        asked.about(seat=class_.seats[owner or ""]).append("seat_kicked")
    asked.about(seat=asked.student).append("seat_moved", {"to": asked.table.number})
    asked.sit(asked.student.id)


def _place_late(asked: ClassRequest) -> None:
    """Seat a late student opposite somebody who plays a computer, else opposite a computer."""
    class_, seat = asked.class_, asked.student
    place = class_.open_place()
    if place is not None:
        number, side = place
        asked.about(seat=seat).append("seat_moved", {"to": number})
        asked.about(class_.groups[number], side).sit(seat.id)
        return
    asked.about().append("paired", {"pairs": [[seat.id, None]]})
    made = asked.about(class_.groups[len(class_.groups)])
    phases.begin(made, class_.phase)
    go_on(made)
