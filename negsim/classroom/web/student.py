"""What students reach: joining, the seat's page, its brief, its commands and its own debrief."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from negsim.classroom.actions import student
from negsim.classroom.class_server import School
from negsim.classroom.state.class_ import Classroom
from negsim.classroom.state.group import Group
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.views.brief import brief
from negsim.classroom.views.debrief import class_debrief, own_debrief
from negsim.classroom.views.feedback import feedback
from negsim.classroom.views.points import table
from negsim.classroom.views.seat import page_facts, seat_view
from negsim.classroom.web.pages import page, route
from negsim.classroom.web.security import address, give_seat, seat_of

FAILURES = 10


class Students:
    """Handlers for students."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.failures = Limit(FAILURES, 60.0)

    def routes(self) -> list[Route]:
        """Return what students reach."""
        return [
            route("/", self.welcome),
            route("/j/{code}", self.welcome),
            route("/join", self.join, "POST"),
            route("/rejoin", self.rejoin, "POST"),
            route("/seat", self.seat),
            route("/seat/view", self.view),
            route("/seat/table", self.table),
            route("/seat/brief", self.brief),
            route("/seat/preview", self.preview, "POST"),
            route("/seat/debrief", self.debrief),
            route("/seat/{command}", self.command, "POST"),
        ]

    def welcome(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The page on which a student joins."""
        code = request.path_params.get("code", "")[:12]
        room = self.school.room_by_code(code)
        if room is not None and self._sits(request, room):
            return RedirectResponse("/seat", 303)
        if room is not None and room.phase == "debrief":
            return page("spectator.html", d=class_debrief(self.school, room), live=False)
        return page("join.html", code=code)

    def join(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Give a seat to a student who typed a class code and a name; a device gets one a class."""
        room = self.school.room_by_code(str(data.get("code", "")))
        if room is None:
            raise self._failed(request, "No class has this code. Look at the screen again.")
        if self._sits(request, room):
            return RedirectResponse("/seat", 303)
        if room.phase == "debrief" and "text/html" in request.headers.get("accept", ""):
            return page("spectator.html", 403, d=class_debrief(self.school, room), live=False)
        seat = student.join(self.school, room, data.get("name"))
        return give_seat(self.school, RedirectResponse("/seat", 303), room, seat)

    def rejoin(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Give a student the same seat on another device."""
        typed = str(data.get("code", ""))
        for room in list(self.school.rooms.values()):
            for seat in list(room.seats.values()):
                if self.school.keys.is_rejoin_code(typed, seat.id, seat.epoch) and not seat.kicked:
                    return give_seat(self.school, RedirectResponse("/seat", 303), room, seat)
        raise self._failed(request, "No seat has this rejoin code. It stands at the bottom of your page.")

    def _sits(self, request: Request, room: Classroom) -> bool:
        """Return whether the device that asks holds a seat of this class."""
        try:
            return seat_of(self.school, request)[0] is room
        except Refused:
            return False

    def _failed(self, request: Request, sentence: str) -> Refused:
        """Count a failure and return how it is refused: only failures count, a class shares one address."""
        if not self.failures.count(address(request), self.school.now()):
            return Refused(429, "Too many wrong codes from this address; wait a minute.")
        return Refused(403, sentence)

    def _mine(self, request: Request) -> tuple[Classroom, Group, str]:
        room, seat = seat_of(self.school, request)
        group = room.group_of(seat.id)
        side = group.side_of(seat.id) if group else None
        if group is None or side is None:
            raise Refused(409, "The class has not started yet.")
        return room, group, side

    def seat(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The page of a seat."""
        room, seat = seat_of(self.school, request)
        with room.lock:
            group = room.group_of(seat.id)
            side = group.side_of(seat.id) if group else None
            boot = {
                "facts": page_facts(group, side),
                "table": table(group.model, side) if group and side else None,
                "place": f"{side} {group.number}" if group and side else None,
            }
            return page("seat.html", room=room, seat=seat, boot=boot)

    def view(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The seat's view once, for pages whose stream is held up."""
        room, seat = seat_of(self.school, request)
        return JSONResponse(seat_view(self.school, room, seat))

    def table(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Own values, with which the page computes what a draft is worth, and the issues."""
        room, group, side = self._mine(request)
        with room.lock:
            return JSONResponse({"facts": page_facts(group, side), "table": table(group.model, side)})

    def brief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The private role brief, made to be printed."""
        room, group, side = self._mine(request)
        with room.lock:
            return page("brief.html", room=room, side=side, b=brief(room, group, side))

    def preview(self, request: Request, data: Mapping[str, Any]) -> Response:
        """What the model says to a draft."""
        room, group, side = self._mine(request)
        _, seat = seat_of(self.school, request)
        outcome = student.outcome_of(group, data.get("terms"))
        if not student.PREVIEW_LIMIT.count(seat.id, self.school.now()):
            raise Refused(429, "That was too fast; wait a moment.")
        with room.lock:
            return JSONResponse(feedback(group.model, side, outcome))

    def command(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command of a seat."""
        room, seat = seat_of(self.school, request)
        return JSONResponse(student.act(self.school, room, seat, request.path_params["command"], data))

    def debrief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """A student's own result against the frontier and the anonymous class, once it is released."""
        room, group, side = self._mine(request)
        if room.phase != "debrief":
            raise Refused(403, "The instructor has not opened the debrief yet.")
        return page("result.html", room=room, side=side, d=own_debrief(self.school, room, group, side))
