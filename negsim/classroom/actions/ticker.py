"""Once a second: clocks that have run out, seats left empty, classes whose names are due to be erased."""

import logging
import sqlite3
from threading import Event as Signal
from threading import Thread

from negsim.classroom.actions.instructor import computer_takes, start
from negsim.classroom.class_server import UNREADABLE, School
from negsim.classroom.state.class_ import Classroom
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
    """Looks after the clocks of a school in a thread of its own."""

    def __init__(self, school: School, seconds: float = 1.0) -> None:
        self.school = school
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
            look(self.school)


def look(school: School) -> None:
    """Look after all classes once."""
    now = school.now()
    try:
        school.store.write_note("pulse", now)
    except FAILURES as error:
        LOG.warning("the time cannot be noted: %s", error)
    for room in list(school.rooms.values()):
        try:
            _look_at(school, room, now)
        except FAILURES as error:
            LOG.warning("class %s: %s", room.record.code, error)
    for damaged in school.damaged.values():
        try:
            if _due(school, damaged.record, ClassSettings.read(damaged.record.settings), now):
                school.purge_damaged(damaged, "clock")
        except (*FAILURES, *UNREADABLE) as error:
            LOG.warning("damaged class %s: %s", damaged.record.code, error)


def _look_at(school: School, room: Classroom, now: float) -> None:
    if room.phase in ("brief", "talks"):
        for group in list(room.groups.values()):
            _clock(school, room, group, now)
            _absent(school, room, group, now)
        _begin_talks(school, room)
        school.close_if_all_over(room)
    if _due(school, room.record, room.settings, now):
        school.purge(room, "clock")


def _due(school: School, record: ClassRecord, settings: ClassSettings, now: float) -> bool:
    """Return whether names or messages of a class have been kept for long enough."""
    term = DAY * settings.keep_days
    if now <= record.created + term:
        return False
    oldest = school.store.oldest_private(record.id)
    return oldest is not None and now > oldest + term


def _clock(school: School, room: Classroom, group: Group, now: float) -> None:
    with room.lock:
        if group.over or not group.clock.over(now):
            return
        following = "talks" if group.phase == "brief" else "closed"
        payload = {"phase": following, "minutes": room.settings.minutes(following)}
        school.append(room, Event("phase_started", now, "clock", group.number, payload=payload))
    school.let_computers_move(room, group)


def _begin_talks(school: School, room: Classroom) -> None:
    """Move the class on when all its groups have."""
    with room.lock:
        ready = room.phase == "brief" and room.groups
        if ready and all(group.phase != "brief" for group in room.groups.values()):
            start(school, room, "talks", "clock")


def _absent(school: School, room: Classroom, group: Group, now: float) -> None:
    """Let a computer take a seat whose student has been away for too long."""
    patience = room.settings.takeover_seconds
    if not patience or group.phase != "talks" or group.over:
        return
    for side, player in list(group.players.items()):
        if player.seat is None or not player.is_person:
            continue
        seat = room.seats.get(player.seat)
        if seat is not None and not seat.present and now - seat.seen_at > patience:
            computer_takes(school, room, group.number, side, actor="clock")
