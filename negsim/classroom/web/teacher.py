"""What the instructor reaches: log-in, classes, the board, the projector, the debrief and the data."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from negsim.classroom.actions import instructor
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.state.limit import Limit
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import PAIRINGS, ClassSettings, from_form, scenarios
from negsim.classroom.views.board import board
from negsim.classroom.views.debrief import class_debrief
from negsim.classroom.views.replay import replay_of
from negsim.classroom.views.tables import FORMATS, export
from negsim.classroom.web.address import for_phones
from negsim.classroom.web.pages import again, answer, page, route
from negsim.classroom.web.security import address, class_of, give_teach, is_teacher, log_out, require_teacher
from negsim.politics.countries import sides
from negsim.registry import names

LOGIN_FAILURES = 10
LONGEST_TOKEN = 64
LONGEST_NUMBER = 6


class Teacher:
    """Handlers for the instructor."""

    def __init__(self, server: ClassServer) -> None:
        self.server = server
        self.failures = Limit(LOGIN_FAILURES, 60.0)

    def routes(self) -> list[Route]:
        """Return what the instructor reaches."""
        return [
            route("/teach", self.home),
            route("/teach/login", self.login, "POST"),
            route("/teach/logout", self.logout, "POST"),
            route("/teach/new", self.new),
            route("/teach/new", self.make, "POST"),
            route("/teach/c/{id}", self.board),
            route("/teach/c/{id}/screen", self.screen),
            route("/teach/c/{id}/debrief", self.debrief),
            route("/teach/c/{id}/g/{group}", self.replay),
            route("/teach/c/{id}/export/{file}", self.export),
            route("/teach/c/{id}/purge", self.purge, "POST"),
            route("/teach/c/{id}/do/{command}", self.do, "POST"),
            route("/teach/c/{id}/seat/{command}", self.do_seat, "POST"),
        ]

    def home(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The list of classes, or the log-in form."""
        if not is_teacher(self.server, request):
            return page("login.html")
        classes = sorted(self.server.everyone, key=lambda class_: -class_.record.created)
        return page("classes.html", classes=classes, damaged=self.server.damaged.values())

    def login(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Log the instructor in by the token."""
        if not self.server.is_token(str(data.get("token", ""))[:LONGEST_TOKEN]):
            refusal = Refused(403, "This is not the token. The server printed it when it started.")
            if not self.failures.count(address(request), self.server.now()):
                refusal = Refused(429, "Too many wrong tokens from this address; wait a minute.")
            return again(request, refusal, "login.html")
        return give_teach(self.server, RedirectResponse("/teach", 303))

    def logout(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Forget the instructor on this device, and end its cookie."""
        log_out(self.server, request)
        for class_id in list(self.server.classes):
            self.server.listeners.notify(class_id, set())  # open boards look whether they may go on
        response = RedirectResponse("/teach", 303)
        response.delete_cookie("teach")
        return response

    def new(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The form for a new class."""
        require_teacher(self.server, request)
        return page("new.html", **_form({}))

    def make(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Make a class."""
        require_teacher(self.server, request)
        typed = {key: str(value) for key, value in data.items()}
        try:
            class_ = self.server.make_class(from_form(typed))
        except Refused as refusal:
            return again(request, refusal, "new.html", **_form(typed))
        return RedirectResponse(f"/teach/c/{class_.id}", 303)

    def board(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The live board."""
        class_ = class_of(self.server, request)
        return page(
            "board.html", class_=class_, strategies=names("strategy"), boot=board(self.server, class_)
        )

    def screen(self, request: Request, data: Mapping[str, Any]) -> Response:
        """What the projector shows while students join and talk."""
        class_ = class_of(self.server, request)
        host = for_phones(request.headers.get("host", ""))
        if host is None:
            return page("screen.html", class_=class_, host="", code="")
        link = f"{request.url.scheme}://{host}/j/{class_.record.code}"
        code = segno.make(link, error="m").svg_inline(
            scale=8, border=2, dark="#111", light="#fff", omitsize=True
        )
        return page("screen.html", class_=class_, link=link, host=host, code=code)

    def debrief(self, request: Request, data: Mapping[str, Any]) -> Response:
        """The class's debrief, for the projector."""
        class_ = class_of(self.server, request)
        if class_.phase not in ("closed", "debrief"):
            raise Refused(409, "The talks are not over yet; end them first.")
        return page("debrief.html", class_=class_, d=class_debrief(self.server, class_), live=True)

    def replay(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Everything one group did, step by step."""
        class_ = class_of(self.server, request)
        group = _group(class_, request.path_params["group"])
        return page("replay.html", class_=class_, r=replay_of(self.server, class_, group))

    def export(self, request: Request, data: Mapping[str, Any]) -> Response:
        """One file of the class's data; pseudonyms unless names are asked for."""
        class_ = class_of(self.server, request)
        file = request.path_params["file"]
        if file not in FORMATS:
            raise Refused(404, f"There are {', '.join(FORMATS)}.")
        with_names = request.query_params.get("names") == "1"
        content = export(self.server, class_, file, with_names=with_names)
        shown = f"attachment; filename={class_.record.code}-{file}"
        return Response(content, media_type=FORMATS[file], headers={"content-disposition": shown})

    def purge(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Erase names and chat."""
        class_ = class_of(self.server, request)
        self.server.purge(class_.id)
        return RedirectResponse(f"/teach/c/{class_.id}", 303)

    def do(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command for the class or for one group."""
        asked = self._asked(request, data)
        instructor.command(asked, request.path_params["command"])
        return answer(board(self.server, asked.class_))

    def do_seat(self, request: Request, data: Mapping[str, Any]) -> Response:
        """Carry out a command for one seat."""
        asked = self._asked(request, data)
        rejoin = instructor.seat_command(asked, request.path_params["command"])
        return answer(board(self.server, asked.class_, rejoin))

    def _asked(self, request: Request, data: Mapping[str, Any]) -> ClassRequest:
        """Return what the instructor asks."""
        class_ = class_of(self.server, request)
        words = {key: str(value)[:2_000] for key, value in data.items()}
        return ClassRequest(
            self.server,
            class_,
            group=_group(class_, words["group"]) if words.get("group") else None,
            side=words.get("side", ""),
            seat=class_.seats.get(words.get("seat", "")),
            data=words,
        )


def _group(class_: Class, typed: str) -> Group:
    """Return the group whose number was typed."""
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    if number not in class_.groups:
        raise Refused(404, "There is no such group.")
    return class_.groups[number]


def _form(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form for a new class shows: what was typed, else the defaults."""
    plain = asdict(ClassSettings())
    shown = {
        key: "" if value is None else f"{value:g}" if isinstance(value, float) else value
        for key, value in plain.items()
    }
    return {
        "v": {**shown, "chat": "on", **typed},
        "scenarios": scenarios(),
        "pairings": PAIRINGS,
        "strategies": names("strategy"),
        "sides": sides(),
    }
