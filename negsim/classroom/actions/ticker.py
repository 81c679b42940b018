"""Once a second: clocks that have run out, seats left empty, classes whose names are due to be erased."""

import logging
import sqlite3
from threading import Event as Signal
from threading import Thread

from negsim.classroom.actions.instructor import computer_takes, start
from negsim.classroom.class_server import UNREADABLE, ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.settings import ClassSettings
from negsim.classroom.storage.store import ClassRecord
from negsim.errors import NegsimError

DAY = 86_400.0
LOG = logging.getLogger(__name__)
FAILURES = (sqlite3.Error, OSError, NegsimError)
"""What may go wrong with one class, or for one moment, without an end to all clocks."""


class Ticker:
    """Looks after the clocks of all classes in a thread of its own."""

    def __init__(self, server: ClassServer, seconds: float = 1.0) -> None:
        self.server = server
        self.seconds = seconds
        self._stop = Signal()
        self._thread = Thread(target=self._run, daemon=True, name="ticker")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the last look."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self.seconds):
            look(self.server)


def look(server: ClassServer) -> None:
    """Look after all classes once."""
    now = server.now()
    try:
        server.store.write_note("pulse", now)
    except FAILURES as error:
        LOG.warning("the time cannot be noted: %s", error)
    for class_ in list(server.classes.values()):
        try:
            _look_at(server, class_, now)
        except FAILURES as error:
            LOG.warning("class %s: %s", class_.record.code, error)
    for damaged in server.damaged.values():
        try:
            if _due(server, damaged.record, ClassSettings.read(damaged.record.settings), now):
                server.purge_damaged(damaged, "clock")
        except (*FAILURES, *UNREADABLE) as error:
            LOG.warning("damaged class %s: %s", damaged.record.code, error)


def _look_at(server: ClassServer, class_: Class, now: float) -> None:
    if class_.phase in ("brief", "talks"):
        for group in list(class_.groups.values()):
            _clock(server, class_, group, now)
            _absent(server, class_, group, now)
        _begin_talks(server, class_)
        server.close_if_all_over(class_)
    if _due(server, class_.record, class_.settings, now):
        server.purge(class_, "clock")


def _due(server: ClassServer, record: ClassRecord, settings: ClassSettings, now: float) -> bool:
    """Return whether names or messages of a class have been kept for long enough."""
    term = DAY * settings.keep_days
    if now <= record.created + term:
        return False
    oldest = server.store.oldest_private(record.id)
    return oldest is not None and now > oldest + term


def _clock(server: ClassServer, class_: Class, group: Group, now: float) -> None:
    with class_.lock:
        if group.over or not group.clock.over(now):
            return
        following = "talks" if group.phase == "brief" else "closed"
        payload = {"phase": following, "minutes": class_.settings.minutes(following)}
        server.append(class_, Event("phase_started", now, "clock", group.number, payload=payload))
    server.let_computers_move(class_, group)


def _begin_talks(server: ClassServer, class_: Class) -> None:
    """Move the class on when all its groups have."""
    with class_.lock:
        ready = class_.phase == "brief" and class_.groups
        if ready and all(group.phase != "brief" for group in class_.groups.values()):
            start(server, class_, "talks", "clock")


def _absent(server: ClassServer, class_: Class, group: Group, now: float) -> None:
    """Let a computer take a seat whose student has been away for too long."""
    patience = class_.settings.takeover_seconds
    if not patience or group.phase != "talks" or group.over:
        return
    for side, player in list(group.players.items()):
        if player.seat is None or not player.is_person:
            continue
        seat = class_.seats.get(player.seat)
        if seat is not None and not seat.present and now - seat.seen_at > patience:
            computer_takes(server, class_, group.number, side, actor="clock")
