"""All classes of one data folder: loads them from their events, stores new ones, notifies open pages."""

import logging
import sqlite3
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from negsim.bargaining.move import Accept, Move, Offer
from negsim.classroom.actions.computer import think
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import ClassSettings, scenario_text
from negsim.classroom.storage import codes, simulated
from negsim.classroom.storage.keys import Keys, same_hash, slow_hash
from negsim.classroom.storage.listeners import Listeners
from negsim.classroom.storage.store import ClassRecord, Store
from negsim.errors import NegsimError, ResultError
from negsim.rng import derive_seed

THINKERS = 4
LONGEST_TALK = 10_000
GRACE_SECONDS = 30.0
"""How long after a restart no computer takes a seat: pages need time to come back."""
RETRY_SECONDS = 1.0
LOG = logging.getLogger(__name__)
UNREADABLE = (NegsimError, LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What reading settings or events that are damaged, or whose plug-in is missing, may raise."""
KINDS: Mapping[str, str] = {"Offer": "offered", "Accept": "accepted"}


@dataclass(frozen=True)
class Damaged:
    """A class that cannot be read, and why."""

    record: ClassRecord
    reason: str


class ClassServer:
    """The classes, their store and everybody who listens.

    It reads only; a server calls `resume` before it serves.

    Parameters
    ----------
    folder : data folder
    think_seconds : how long a computer delegation may think about a move
    simulations : how many simulated agreements stand behind a debrief; 0: none
    """

    def __init__(self, folder: Path, think_seconds: float = 2.0, simulations: int = simulated.COUNT) -> None:
        self.folder = folder
        self.think_seconds = think_seconds
        self.simulations = simulations
        self.store = Store(folder)
        try:
            self.keys = Keys.of(folder)
        except ResultError:
            self.store.close()
            raise
        self.listeners = Listeners()
        self._start = (time.time(), time.monotonic())
        self._thinkers = ThreadPoolExecutor(THINKERS, thread_name_prefix="thinking")
        self._serving = False
        self.classes: dict[str, Class] = {}
        self.damaged: dict[str, Damaged] = {}
        for record in self.store.classes():
            try:
                self.classes[record.id] = self._load(record)
            except UNREADABLE as error:
                reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
                self.damaged[record.id] = Damaged(record, reason)

    def now(self) -> float:
        """Return the time in seconds since 1970; a change of the system's clock does not move it."""
        wall, steady = self._start
        return wall + time.monotonic() - steady

    def _load(self, record: ClassRecord) -> Class:
        class_ = Class(record)
        for event in self.store.events(record.id):
            class_.take(event)
        return class_

    def resume(self) -> None:
        """Begin to serve: the time during which the server was down does not count, computers go on."""
        self._serving = True
        pulse = self.store.note("pulse")
        for class_ in self.classes.values():
            grace = max(0.0, GRACE_SECONDS - class_.settings.takeover_seconds)
            for seat in class_.seats.values():
                seat.seen_at = self.now() + grace
            if pulse is not None and class_.phase in ("brief", "talks"):
                last = max(float(pulse), *(event.at for event in self.store.events(class_.id)[-1:]))
                gap = max(0.0, self.now() - last)
                self.append(class_, Event("server_was_down", self.now(), payload={"seconds": gap}))
            for group in class_.groups.values():
                self.let_computers_move(class_, group)

    def close(self) -> None:
        """Stop working; what was accepted is on disk."""
        self.listeners.close()
        self._thinkers.shutdown(wait=True, cancel_futures=True)
        if self._serving:
            self.store.write_note("pulse", self.now())
        self.store.close()

    def make_token(self, *, renew: bool = False) -> str | None:
        """Return a new instructor's token, or None if there is one already; only its hash is stored."""
        if self.store.note("token") is not None and not renew:
            return None
        token, salt = codes.token(), self.keys.key[:16]
        self.store.write_note("token", slow_hash(token, salt))
        self.store.write_note("token key", self.keys.fingerprint())
        self.store.write_note("token epoch", float(self.token_epoch + 1))
        return token

    @property
    def token_is_lost(self) -> bool:
        """Whether the token was made with another key and holds no more."""
        return self.store.note("token key") not in (None, self.keys.fingerprint())

    @property
    def token_epoch(self) -> int:
        """Number of the instructor's token; cookies of an older one do not hold."""
        return int(self.store.note("token epoch") or 0)

    def is_token(self, typed: str) -> bool:
        """Return whether what was typed is the instructor's token."""
        stored = self.store.note("token")
        return stored is not None and same_hash(typed, self.keys.key[:16], bytes(stored))

    def make_class(self, settings: ClassSettings, seed: int | None = None) -> Class:
        """Make a class and return it."""
        text = scenario_text(settings)
        chance = int.from_bytes(codes.identifier().encode(), "big")
        taken = {record.code for record in self.store.classes()}
        while (code := codes.draw(codes.CODE_LENGTH)) in taken:
            continue
        made = ClassRecord(
            codes.identifier(),
            code,
            text,
            settings.text(),
            derive_seed(chance, "class") if seed is None else seed,
            self.now(),
        )
        class_ = Class(made)
        self.store.add_class(made)
        self.classes[made.id] = class_
        return class_

    def class_(self, class_id: str) -> Class:
        """Return a class, or refuse."""
        if class_id in self.damaged:
            raise Refused(409, f"This class is damaged: {self.damaged[class_id].reason}")
        if class_id not in self.classes:
            raise Refused(404, "There is no such class.")
        return self.classes[class_id]

    def class_by_code(self, typed: str) -> Class | None:
        """Return the class with this join code, or None."""
        code = codes.clean(typed)
        return next((class_ for class_ in self.classes.values() if class_.record.code == code), None)

    def append(
        self, class_: Class, event: Event, idem: str | None = None, *, name: str = "", text: str = ""
    ) -> Event:
        """Store an event, then let the class take it in, then notify the pages."""
        with class_.lock:
            stored = self.store.append(class_.id, event, idem, name=name, text=text)
            class_.take(stored)
        self.listeners.notify(class_.id, self._concerned(class_, stored))
        return stored

    def _concerned(self, class_: Class, event: Event) -> set[str] | None:
        """Return the seats that see an event, None for all."""
        if event.group is None:
            return None
        return {player.seat for player in class_.groups[event.group].players.values() if player.seat}

    def let_computers_move(self, class_: Class, group: Group) -> "Future[None] | None":
        """Let computers move, in the background, until a person has to be waited for."""
        with class_.lock:
            due = group.awaited
            if due is None or group.players[due].is_person or self.listeners.closing:
                return None
        return self._thinkers.submit(self._computers_move, class_, group)

    def _computers_move(self, class_: Class, group: Group) -> None:
        for _ in range(LONGEST_TALK):
            try:
                if not self._computer_moves(class_, group):
                    self.close_if_all_over(class_)
                    return
            except sqlite3.OperationalError as error:
                LOG.warning("group %s of class %s: %s", group.number, class_.record.code, error)
                time.sleep(RETRY_SECONDS)

    def _computer_moves(self, class_: Class, group: Group) -> bool:
        """Let a computer move and return whether another may have to."""
        with class_.lock:
            due = group.awaited
            strategy = None if due is None else group.strategy(due)
            if due is None or strategy is None or self.listeners.closing or group.clock.paused:
                return False
            view, state, player = group.model.view(due), group.model.state, group.players[due]
        decision = think(strategy, view, class_.scenario.mechanism, state, self.think_seconds)
        with class_.lock:
            if group.model.state is not state or group.awaited != due or self.listeners.closing:
                return True
            if group.players[due] is not player or group.clock.paused:
                return True
            if decision.alert:
                alert = Event("alerted", self.now(), "server", group.number, payload={"text": decision.alert})
                self.append(class_, alert)
            self.append(class_, self._event_of(decision.move, group))
            return True

    def _event_of(self, move: Move, group: Group) -> Event:
        kind = KINDS.get(type(move).__name__, "walked_away")
        payload: dict[str, Any] = {"target": _finite(move.target), "why": move.why}
        if isinstance(move, Offer):
            payload["outcome"] = int(move.outcome)
        if isinstance(move, Accept):
            payload["offer"] = group.standing.number if group.standing else 0
        return Event(kind, self.now(), "computer", group.number, None, payload)

    def close_if_all_over(self, class_: Class) -> None:
        """Close the class when all its groups are over."""
        with class_.lock:
            ready = class_.phase == "talks" and bool(class_.groups)
            if ready and all(group.over for group in class_.groups.values()):
                event = Event("phase_started", self.now(), "clock", payload={"phase": "closed"})
                self.append(class_, event)

    def purge(self, class_: Class, actor: str = "instructor") -> None:
        """Erase names and chat of a class."""
        with class_.lock:
            self.append(class_, Event("purged", self.now(), actor))
            self.store.purge(class_.id, self.now())
            class_.record = replace(class_.record, purged=self.now())
            class_.settings = replace(class_.settings, listed="")
        self.listeners.notify(class_.id)

    def purge_damaged(self, damaged: Damaged, actor: str = "instructor") -> None:
        """Erase names and chat of a class that cannot be read."""
        self.store.append(damaged.record.id, Event("purged", self.now(), actor))
        self.store.purge(damaged.record.id, self.now())


def _finite(number: float | None) -> float | None:
    return number if number is not None and abs(number) < 1e12 else None
