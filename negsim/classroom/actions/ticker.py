"""Once a second: clocks that have run out, seats left empty, classes whose names are due to be erased."""

import logging
import sqlite3
from threading import Event as Signal
from threading import Thread

from negsim.classroom.actions import phases
from negsim.classroom.actions.computer import go_on
from negsim.classroom.actions.instructor import computer_takes
from negsim.classroom.actions.request import ClassRequest
from negsim.classroom.class_server import UNREADABLE, ClassServer
from negsim.classroom.state.class_ import Class
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
    server.doze()
    try:
        server.store.write_note("pulse", now)
    except FAILURES as error:
        LOG.warning("the time cannot be noted: %s", error)
    for class_ in list(server.classes.values()):
        try:
            _look_at(server, class_, now)
        except FAILURES as error:
            LOG.warning("class %s: %s", class_.record.code, error)
    for asleep in list(server.asleep.values()):
        if _due(server, asleep.record, asleep.settings, now):
            server.purge(asleep.id, "clock")
    for damaged in server.damaged.values():
        try:
            if _due(server, damaged.record, ClassSettings.read(damaged.record.settings), now):
                server.purge(damaged.record.id, "clock")
        except (*FAILURES, *UNREADABLE) as error:
            LOG.warning("damaged class %s: %s", damaged.record.code, error)


def _look_at(server: ClassServer, class_: Class, now: float) -> None:
    asked = ClassRequest(server, class_, "clock")
    if class_.phase in phases.RUNNING:
        for group in asked.groups:
            _clock(asked.about(group), now)
            _absent(asked.about(group), now)
        phases.catch_up(asked)
    if _due(server, class_.record, class_.settings, now):
        server.purge(class_.id, "clock")


def _due(server: ClassServer, record: ClassRecord, settings: ClassSettings, now: float) -> bool:
    """Return whether names or messages of a class have been kept for long enough."""
    term = DAY * settings.keep_days
    if now <= record.created + term:
        return False
    oldest = server.store.oldest_private(record.id)
    return oldest is not None and now > oldest + term


def _clock(asked: ClassRequest, now: float) -> None:
    """Let a group go on whose time is up."""
    with asked.class_.lock:
        if asked.table.over or not asked.table.clock.over(now):
            return
        phases.follow(asked)
    go_on(asked)


def _absent(asked: ClassRequest, now: float) -> None:
    """Let a computer take a seat whose student has been away for too long."""
    class_, group = asked.class_, asked.table
    patience = class_.settings.takeover_seconds
    if not patience or group.phase != "talks":
        return
    for side, player in list(group.players.items()):
        seat = class_.seats.get(player.seat or "")
        if seat and player.is_person and not seat.present and now - seat.seen_at > patience:
            computer_takes(asked.about(group, side))
