"""What is asked of a class: one value, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.refusal import Refused


@dataclass(frozen=True)
class ClassRequest:
    """What somebody asks of a class.

    Attributes
    ----------
    actor : who asks: person, computer, instructor, clock or server
    group : the group that is meant, or None for all
    side : the side that is meant, or empty
    seat : the student who asks or is meant, or None
    data : what else was sent
    """

    server: ClassServer
    class_: Class
    actor: str = "instructor"
    group: Group | None = None
    side: str = ""
    seat: Seat | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def about(self, group: Group | None = None, side: str = "", seat: Seat | None = None) -> "ClassRequest":
        """Return the same asker's request about something else, with nothing sent."""
        return ClassRequest(self.server, self.class_, self.actor, group, side, seat)

    @property
    def groups(self) -> list[Group]:
        """The group that is meant, or all."""
        return [self.group] if self.group else list(self.class_.groups.values())

    @property
    def table(self) -> Group:
        """The one group that is meant; it is refused to mean none."""
        if self.group is None:
            raise Refused(404, "There is no such group.")
        return self.group

    @property
    def place(self) -> Group:
        """The group that is meant, if the side that is meant is still bargaining there."""
        if self.side not in self.table.players:
            raise Refused(404, "There is no such place.")
        self.require_open()
        return self.table

    @property
    def student(self) -> Seat:
        """The one seat that is meant; it is refused to mean none."""
        if self.seat is None:
            raise Refused(404, "There is no such seat.")
        return self.seat

    def require_open(self) -> None:
        """Refuse what comes after the talks of the group that is meant."""
        if self.group is not None and self.group.over:
            raise Refused(409, "The talks of this group are over.")

    def append(
        self, kind: str, payload: Mapping[str, Any] | None = None, idem: str | None = None, **private: str
    ) -> Event:
        """Store an event of the asker about what is meant, as `ClassServer.append` does."""
        number = None if self.group is None else self.group.number
        seat = None if self.seat is None else self.seat.id
        event = Event(kind, self.server.now(), self.actor, number, seat, payload or {})
        return self.server.append(self.class_, event, idem, **private)

    def sit(self, seat: str | None, computer: Any = None) -> None:
        """Let a student, or a computer in a student's place, act for the side that is meant."""
        self.append("seat_replaced", {"party": self.side, "seat": seat, "computer": computer})
