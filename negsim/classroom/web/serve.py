"""The server of a classroom: one process on the instructor's laptop."""

import io
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import FrameType

import segno
import uvicorn

from negsim.classroom.actions.restart import resume
from negsim.classroom.class_server import ClassServer
from negsim.classroom.storage import simulated
from negsim.classroom.storage.listeners import Listeners
from negsim.classroom.storage.lock import exclusive
from negsim.classroom.web.address import ANY, LOOPBACK, is_own, lan_address
from negsim.classroom.web.app import make_app
from negsim.classroom.web.patience import Impatient, allow_many_connections
from negsim.errors import ResultError

STOP_SECONDS = 2


class WebServer(uvicorn.Server):
    """A server that ends the open streams when it is asked to stop."""

    listeners: Listeners

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop."""
        self.listeners.close()
        super().handle_exit(sig, frame)


@dataclass(frozen=True)
class RunningServer:
    """A server that is about to run."""

    server: ClassServer
    port: int

    @property
    def address(self) -> str:
        """Where this machine itself reaches it."""
        return f"http://{LOOPBACK}:{self.port}"


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket that takes connections: who comes before the server runs waits for it.

    Raises
    ------
    ResultError : if the address is taken or not this machine's.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise ResultError(f"{host}:{port}: cannot be served: {error.strerror or error}") from error
    return bound


def prepare(
    folder: Path, tick_seconds: float = 1.0, simulations: int = simulated.COUNT
) -> tuple[ClassServer, uvicorn.Server]:
    """Return the classes of a data folder and the web server for them, not yet running."""
    allow_many_connections()
    server = ClassServer(folder, simulations=simulations)
    resume(server)
    simulated.tidy(folder)
    config = uvicorn.Config(
        make_app(server, tick_seconds=tick_seconds),
        http=Impatient,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        lifespan="on",
    )
    web = WebServer(config)
    web.listeners = server.listeners
    return server, web


@dataclass(frozen=True)
class Place:
    """What is served where.

    Attributes
    ----------
    folder : data folder
    host, port : address; port 0 takes a free one
    simulations : simulated agreements behind each debrief
    """

    folder: Path
    host: str = ANY
    port: int = 8000
    simulations: int = simulated.COUNT


def serve(place: Place, report: Callable[[str], None], *, new_token: bool = False) -> None:
    """Serve a data folder until Ctrl+C; report where it is, and the instructor's token once.

    Raises
    ------
    ResultError : if another server serves this folder, or the address cannot be served.
    """
    with exclusive(place.folder), listen(place.host, place.port) as bound:
        _serve(place, bound, report, new_token)


def _serve(place: Place, bound: socket.socket, report: Callable[[str], None], new_token: bool) -> None:
    server, web = prepare(place.folder, simulations=place.simulations)
    token = server.make_token(renew=new_token)
    here = lan_address() if place.host == ANY else place.host
    link = f"http://{here}:{bound.getsockname()[1]}"
    report(f"Students:    {link}")
    report(f"Instructor:  {link}/teach")
    if token:
        report(f"Token:       {token}   (type it into the log-in form; shown once, only a digest is stored)")
    elif server.token_is_lost:
        report(
            "Token:       none holds, the key file is not the one it was made with; start with --new-token"
        )
        report("             and give students new rejoin codes from the board")
    else:
        report("Token:       as printed when this folder was first served; --new-token makes another")
    report(f"Data:        {place.folder.resolve()}")
    for damaged in server.damaged.values():
        report(f"Damaged:     class {damaged.record.code} is not served: {damaged.reason}")
    report("")
    if is_own(here):
        report(
            "Only this machine reaches that address: join a network, and start without --host, for phones."
        )
    else:
        picture = io.StringIO()
        segno.make(link, error="m").terminal(out=picture, compact=True)
        report(picture.getvalue())
    report("Stop with Ctrl+C; the class goes on where it was when the server starts again.")
    web.run(sockets=[bound])


def start(
    folder: Path, tick_seconds: float = 0.2, simulations: int = simulated.COUNT
) -> tuple[RunningServer, Callable[[], None]]:
    """Serve a data folder on this machine only, in a thread; return it and a function that stops it."""
    lock = ExitStack()
    lock.enter_context(exclusive(folder))
    bound = listen(LOOPBACK, 0)
    server, web = prepare(folder, tick_seconds, simulations)
    thread = Thread(target=web.run, kwargs={"sockets": [bound]}, daemon=True, name="server")
    thread.start()

    def stop() -> None:
        server.listeners.close()
        web.should_exit = True
        thread.join(timeout=20)
        bound.close()
        lock.close()

    return RunningServer(server, int(bound.getsockname()[1])), stop
