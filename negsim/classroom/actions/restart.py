"""A server starts again: the time during which it was down does not count, computers go on."""

from negsim.classroom.actions.computer import go_on
from negsim.classroom.actions.phases import RUNNING
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.class_server import ClassServer

GRACE_SECONDS = 30.0
"""How long after a restart no computer takes a seat: pages need time to come back."""


def resume(server: ClassServer) -> None:
    """Begin to serve all classes."""
    server.serving = True
    pulse = server.store.note("pulse")
    for class_ in server.classes.values():
        asked = ClassRequest(server, class_, "server")
        grace = max(0.0, GRACE_SECONDS - class_.settings.takeover_seconds)
        for seat in class_.seats.values():
            seat.seen_at = server.now() + grace
        if pulse is not None and class_.phase in RUNNING:
            last = max(float(pulse), *(event.at for event in server.store.events(class_.id)[-1:]))
            asked.append("server_was_down", {"seconds": max(0.0, server.now() - last)})
        go_on(asked)
