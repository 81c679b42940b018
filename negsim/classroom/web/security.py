"""What guards every request: size, origin, headers; and the cookies that say who asks."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage.codes import identifier

MOST_BYTES = 64 * 1024
TEACH_SECONDS = 12 * 3600
LOGGED_OUT = "logged out"
SEAT_SECONDS = 14 * 24 * 3600
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


class Guard:
    """Refuses large bodies and requests from other sites; adds headers to every answer."""

    def __init__(self, app: ASGIApp, refused: Callable[[Request, Refused], Response]) -> None:
        self.app = app
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    added.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    added.setdefault("cache-control", "no-store")
            await send(message)

        refusal = _refusal(scope["method"], headers)
        if refusal:
            await self.refused(Request(scope), refusal)(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)


def _refusal(method: str, headers: Headers) -> Refused | None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return Refused(413, f"A request may hold {MOST_BYTES // 1024} kB at most.")
    if method in ("GET", "HEAD"):
        return None
    if "transfer-encoding" in headers:
        return Refused(411, "A request must say how long it is.")
    origin = headers.get("origin")
    if origin and urlsplit(origin).netloc != headers.get("host"):
        return Refused(403, "This request came from another site.")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Refused(403, "This request came from another site.")
    return None


def seat_of(server: ClassServer, request: Request) -> tuple[Class, Seat]:
    """Return class and seat of the cookie.

    Raises
    ------
    Refused : 403 if it is missing, forged, of an old epoch or of a class that is gone.
    """
    held = server.keys.check("seat", request.cookies.get("seat", ""), SEAT_SECONDS) or ("", "", 0)
    class_id, seat_id, epoch = held
    class_ = server.find(class_id)
    seat = class_.seats.get(seat_id) if class_ else None
    if class_ is None or seat is None or epoch != seat.epoch or seat.kicked:
        raise Refused(
            403, "This device holds no seat. Join with the class code, or come back by rejoin code."
        )
    return class_, seat


def give_seat(server: ClassServer, response: Response, class_id: str, seat: Seat) -> Response:
    """Put the seat's cookie on a response."""
    value = server.keys.sign("seat", (class_id, seat.id, seat.epoch))
    response.set_cookie("seat", value, max_age=SEAT_SECONDS, httponly=True, samesite="lax")
    return response


def device_of(request: Request) -> str:
    """Return by what a browser is known before it has a seat; empty if it is not."""
    return request.cookies.get("device", "")[:32]


def know_device(request: Request, response: Response) -> Response:
    """Let a browser be known again: it gets one seat however often it asks."""
    if not device_of(request):
        response.set_cookie("device", identifier(), max_age=SEAT_SECONDS, httponly=True, samesite="lax")
    return response


def give_teach(server: ClassServer, response: Response) -> Response:
    """Put the instructor's cookie on a response."""
    value = server.keys.sign("teach", (server.token_epoch, identifier()))
    response.set_cookie("teach", value, max_age=TEACH_SECONDS, httponly=True, samesite="lax")
    return response


def is_teacher(server: ClassServer, request: Request) -> bool:
    """Return whether the instructor asks."""
    return _log_in(server, request) is not None


def log_out(server: ClassServer, request: Request) -> None:
    """End the cookie with which the instructor asks; those of other devices hold."""
    visit = _log_in(server, request)
    if visit is not None:
        server.store.write_note(f"{LOGGED_OUT} {visit}", server.now())


def _log_in(server: ClassServer, request: Request) -> str | None:
    """Return the identifier of the log-in with which the instructor asks, or None if none holds."""
    held = server.keys.check("teach", request.cookies.get("teach", ""), TEACH_SECONDS) or (0, "")
    epoch, visit = held
    ended = epoch != server.token_epoch or server.store.note(f"{LOGGED_OUT} {visit}") is not None
    return None if ended else str(visit)


def require_teacher(server: ClassServer, request: Request) -> None:
    """Refuse everybody but the instructor."""
    if not is_teacher(server, request):
        raise Refused(403, "This page is the instructor's. Log in with the token that the server printed.")


def class_of(server: ClassServer, request: Request) -> Class:
    """Return the class that the instructor asks for; refuse everybody else."""
    require_teacher(server, request)
    return server.class_(request.path_params["id"])


def address(request: Request) -> str:
    """Return where a request comes from, for limits only; it is never stored."""
    client: Any = request.client
    return str(client.host) if client else "unknown"
