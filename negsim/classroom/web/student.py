"""What students reach: joining, the seat's page, its brief, its commands and its own debrief."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from negsim.classroom.actions import admission, student
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.views.brief import brief
from negsim.classroom.views.debrief import class_debrief, own_debrief
from negsim.classroom.views.feedback import feedback
from negsim.classroom.views.seat import seat_page
from negsim.classroom.web.pages import again, answer, page, route
from negsim.classroom.web.security import address, device_of, give_seat, know_device, seat_of

FAILURES = 10


class Students:
    """Handlers for students."""

    def __init__(self, server: ClassServer) -> None:
        self.server = server
        self.failures = Limit(FAILURES, 60.0)
        self.joining = Lock()
        self.devices: dict[tuple[str, str], tuple[str, int]] = {}

    def routes(self) -> list[Route]:
        """Return what students reach."""
        return [
            route("/", self.welcome),
            route("/j/{code}", self.welcome),
            route("/join", self.join, "POST"),
            route("/rejoin", self.rejoin, "POST"),
            route("/seat", self.seat),
            route("/seat/table", self.table),
            route("/seat/brief", self.brief),
            route("/seat/preview", self.preview, "POST"),
            route("/seat/debrief", self.debrief),
            route("/seat/{command}", self.command, "POST"),
        ]

    def welcome(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The page on which a student joins."""
        code = request.path_params.get("code", "")[:12]
        class_ = self.server.class_by_code(code)
        if class_ is not None and self._sits(request, class_):
            return RedirectResponse("/seat", 303)
        if class_ is not None and class_.phase == "debrief":
            return page("spectator.html", d=class_debrief(self.server, class_), live=False)
        return know_device(request, page("join.html", code=code))

    def join(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Give a seat to a student who typed a class code and a name; a device gets one a class."""
        try:
            return self._joined(request, data)
        except Refused as refusal:
            typed = {key: str(data.get(key, ""))[:80] for key in ("code", "name")}
            return again(request, refusal, "join.html", **typed)

    def _joined(self, request: Request, data: Mapping[str, Any]) -> Response:
        class_ = self.server.class_by_code(str(data.get("code", "")))
        if class_ is None:
            raise self._failed(request, "No class has this code. Look at the screen again.")
        if self._sits(request, class_):
            return RedirectResponse("/seat", 303)
        if class_.phase == "debrief" and "text/html" in request.headers.get("accept", ""):
            return page("spectator.html", 403, d=class_debrief(self.server, class_), live=False)
        with self.joining:
            seat = self._join(class_, device_of(request), data)
        return give_seat(self.server, RedirectResponse("/seat", 303), class_.id, seat)

    def _join(self, class_: Class, device: str, data: Mapping[str, Any]) -> Seat:
        """Return the seat that this browser was given when it clicked twice or in two tabs, or a new one."""
        held, epoch = self.devices.get((class_.id, device), ("", 0))
        known = class_.seats.get(held)
        if known is not None and known.epoch == epoch and not known.kicked:
            return known
        seat = admission.join(self.server, class_, data.get("name"))
        if device:
            self.devices[class_.id, device] = (seat.id, seat.epoch)
        return seat

    def rejoin(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Give a student the same seat on another device."""
        typed = str(data.get("code", ""))
        for class_ in self.server.everyone:
            for seat in list(class_.seats.values()):
                if self.server.keys.is_rejoin_code(typed, seat.id, seat.epoch) and not seat.kicked:
                    return give_seat(self.server, RedirectResponse("/seat", 303), class_.id, seat)
        refusal = self._failed(request, "No seat has this rejoin code. It stands at the bottom of your page.")
        return again(request, refusal, "join.html", rejoin=typed[:16])

    def _sits(self, request: Request, class_: Class) -> bool:
        """Return whether the device that asks holds a seat of this class."""
        try:
            return seat_of(self.server, request)[0] is class_
        except Refused:
            return False

    def _failed(self, request: Request, sentence: str) -> Refused:
        """Count a failure and return how it is refused: only failures count, a class shares one address."""
        if not self.failures.count(address(request), self.server.now()):
            return Refused(429, "Too many wrong codes from this address; wait a minute.")
        return Refused(403, sentence)

    def _asked(self, request: Request, data: Mapping[str, Any]) -> ClassRequest:
        """Return what the student of this device asks."""
        class_, seat = seat_of(self.server, request)
        return ClassRequest(self.server, class_, "person", seat=seat, data=data)

    def _at_table(self, request: Request, data: Mapping[str, Any]) -> ClassRequest:
        return student.at_table(self._asked(request, data))

    def seat(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The page of a seat."""
        class_, seat = seat_of(self.server, request)
        return page("seat.html", class_=class_, seat=seat, boot=seat_page(class_, seat))

    def table(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Own values, with which the page computes what a draft is worth, and the issues."""
        asked = self._at_table(request, data)
        return answer(seat_page(asked.class_, asked.student))

    def brief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The private role brief, made to be printed."""
        asked = self._at_table(request, data)
        with asked.class_.lock:
            return page("brief.html", b=brief(asked.table, asked.side))

    def preview(self, request: Request, data: Mapping[str, Any]) -> Response:
        """What the model says to a draft."""
        asked = self._at_table(request, data)
        outcome = student.outcome_of(asked.table, data.get("terms"))
        if not student.PREVIEW_LIMIT.count(asked.student.id, self.server.now()):
            raise Refused(429, "That was too fast; wait a moment.")
        with asked.class_.lock:
            return answer(feedback(asked.table.model, asked.side, outcome))

    def command(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command of a seat."""
        stored = student.act(self._asked(request, data), request.path_params["command"])
        return answer({"event": stored})

    def debrief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """A student's own result against the frontier and the anonymous class, once it is released."""
        asked = self._at_table(request, data)
        if asked.class_.phase != "debrief":
            raise Refused(403, "The instructor has not opened the debrief yet.")
        return page("result.html", d=own_debrief(self.server, asked.class_, asked.table, asked.side))
