"""What the instructor reaches: log-in, classes, the board, the projector, the debrief and the data."""

from collections.abc import Mapping
from threading import BoundedSemaphore, Lock
from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from negsim.classroom.actions import instructor
from negsim.classroom.class_server import School
from negsim.classroom.state.class_ import Classroom
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import PAIRINGS, ClassSettings, from_form, scenarios
from negsim.classroom.views.board import board, projector
from negsim.classroom.views.debrief import class_debrief, replay_of
from negsim.classroom.views.tables import FORMATS, export
from negsim.classroom.web.pages import page, route
from negsim.classroom.web.security import address, give_teach, is_teacher, log_out, require_teacher
from negsim.registry import names

LOGIN_FAILURES = 10
MOST_LOGINS = 8
LONGEST_TOKEN = 64
LONGEST_NUMBER = 6


class Teacher:
    """Handlers for the instructor."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.failures = Limit(LOGIN_FAILURES, 60.0)
        self.waiting, self.hashing = BoundedSemaphore(MOST_LOGINS), Lock()

    def routes(self) -> list[Route]:
        """Return what the instructor reaches."""
        return [
            route("/teach", self.home),
            route("/teach/login", self.login, "POST"),
            route("/teach/logout", self.logout, "POST"),
            route("/teach/new", self.new),
            route("/teach/new", self.make, "POST"),
            route("/teach/c/{id}", self.board),
            route("/teach/c/{id}/view", self.view),
            route("/teach/c/{id}/screen", self.screen),
            route("/teach/c/{id}/screen/view", self.screen_view),
            route("/teach/c/{id}/debrief", self.debrief),
            route("/teach/c/{id}/g/{group}", self.replay),
            route("/teach/c/{id}/export/{file}", self.export),
            route("/teach/c/{id}/purge", self.purge, "POST"),
            route("/teach/c/{id}/do/{command}", self.do, "POST"),
            route("/teach/c/{id}/seat/{command}", self.do_seat, "POST"),
        ]

    def _room(self, request: Request) -> Classroom:
        require_teacher(self.school, request)
        return self.school.room(request.path_params["id"])

    def home(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The list of classes, or the log-in form."""
        if not is_teacher(self.school, request):
            return page("login.html")
        rooms = sorted(self.school.rooms.values(), key=lambda room: -room.record.created)
        return page("classes.html", rooms=rooms, damaged=self.school.damaged.values())

    def login(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Log the instructor in by the token."""
        if not self._is_token(str(data.get("token", ""))[:LONGEST_TOKEN]):
            if not self.failures.count(address(request), self.school.now()):
                raise Refused(429, "Too many wrong tokens from this address; wait a minute.")
            raise Refused(403, "This is not the token. The server printed it when it started.")
        return give_teach(self.school, RedirectResponse("/teach", 303))

    def _is_token(self, typed: str) -> bool:
        """Check a token: hashing is slow, so one at a time, and only a few wait."""
        if not self.waiting.acquire(blocking=False):
            raise Refused(429, "Many log in at the moment; try again in a second.")
        try:
            with self.hashing:
                return self.school.is_token(typed)
        finally:
            self.waiting.release()

    def logout(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Forget the instructor on this device, and end its cookie."""
        log_out(self.school, request)
        for class_id in list(self.school.rooms):
            self.school.hub.wake(class_id, set())  # open boards look whether they may go on
        response = RedirectResponse("/teach", 303)
        response.delete_cookie("teach")
        return response

    def new(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The form for a new class."""
        require_teacher(self.school, request)
        return page(
            "new.html",
            s=ClassSettings(),
            scenarios=scenarios(),
            pairings=PAIRINGS,
            strategies=names("strategy"),
        )

    def make(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Make a class."""
        require_teacher(self.school, request)
        room = self.school.make_class(from_form({key: str(value) for key, value in data.items()}))
        return RedirectResponse(f"/teach/c/{room.id}", 303)

    def board(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The live board."""
        room = self._room(request)
        return page("board.html", room=room, strategies=names("strategy"), boot=board(self.school, room))

    def view(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The board's view once."""
        return JSONResponse(board(self.school, self._room(request)))

    def screen(self, request: Request, data: Mapping[str, Any]) -> Response:
        """What the projector shows while students join and talk."""
        room = self._room(request)
        link = f"{request.url.scheme}://{request.headers.get('host', '')}/j/{room.record.code}"
        code = segno.make(link, error="m").svg_inline(
            scale=8, border=2, dark="#111", light="#fff", omitsize=True
        )
        return page("screen.html", room=room, link=link, host=request.headers.get("host", ""), code=code)

    def screen_view(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The projector's view once."""
        return JSONResponse(projector(self.school, self._room(request)))

    def debrief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The class's debrief, for the projector."""
        room = self._room(request)
        if room.phase not in ("closed", "debrief"):
            raise Refused(409, "The talks are not over yet; end them first.")
        return page("debrief.html", room=room, d=class_debrief(self.school, room), live=True)

    def replay(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Everything one group did, step by step."""
        room = self._room(request)
        number = _whole(request.path_params["group"])
        if number not in room.groups:
            raise Refused(404, "There is no such group.")
        return page("replay.html", room=room, r=replay_of(self.school, room, room.groups[number]))

    def export(self, request: Request, data: Mapping[str, Any]) -> Response:
        """One file of the class's data; pseudonyms unless names are asked for."""
        room = self._room(request)
        file = request.path_params["file"]
        if file not in FORMATS:
            raise Refused(404, f"There are {', '.join(FORMATS)}.")
        with_names = request.query_params.get("names") == "1"
        content = export(self.school, room, file, with_names=with_names)
        shown = f"attachment; filename={room.record.code}-{file}"
        return Response(content, media_type=FORMATS[file], headers={"content-disposition": shown})

    def purge(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Erase names and chat."""
        room = self._room(request)
        self.school.purge(room)
        return RedirectResponse(f"/teach/c/{room.id}", 303)

    def do(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command for the class or for one group."""
        room = self._room(request)
        number = data.get("group")
        if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
            raise Refused(422, "A group is a number.")
        instructor.command(self.school, room, request.path_params["command"], number, _texts(data))
        return JSONResponse(board(self.school, room))

    def do_seat(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command for one seat."""
        room, words = self._room(request), _texts(data)
        number = _whole(words.get("group", ""))
        seat, side = words.get("seat", ""), words.get("side", "")
        answer: dict[str, Any] = {}
        match request.path_params["command"]:
            case "computer":
                instructor.computer_takes(self.school, room, number, side, words.get("strategy", ""))
            case "person":
                instructor.person_takes(self.school, room, number, side)
            case "kick":
                instructor.kick(self.school, room, seat)
            case "code":
                answer["code"] = instructor.new_code(self.school, room, seat)
            case "move":
                instructor.reseat(self.school, room, seat, number, side)
            case _:
                raise Refused(404, "There is no such command.")
        return JSONResponse({**board(self.school, room), **answer})


def _whole(text: str) -> int:
    """Return the number of a group as it was typed; 0, which no group has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value)[:2_000] for key, value in data.items()}
