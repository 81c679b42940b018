"""All classes of one data folder: loads them from their events, stores new ones, notifies open pages."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hmac import compare_digest
from pathlib import Path
from threading import Lock
from typing import TypeVar

from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.event import Event
from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.settings import ClassSettings, scenario_text
from negsim.classroom.storage import codes, simulated
from negsim.classroom.storage.keys import Keys
from negsim.classroom.storage.listeners import Listeners
from negsim.classroom.storage.memory import give_back
from negsim.classroom.storage.store import ClassRecord, Store
from negsim.errors import NegsimError, ResultError
from negsim.rng import derive_seed
from negsim.talks.model import forget_agent_counter

T = TypeVar("T")
THINKERS = 4
OVER = ("closed", "debrief")
AWAKE_SECONDS = 60.0
"""How long a class that is over stays in memory after it was last asked for."""
UNREADABLE = (NegsimError, LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What reading settings or events that are damaged, or whose plug-in is missing, may raise."""


@dataclass(frozen=True)
class Asleep:
    """A class that is over and that nobody looks at: its events are on disk, its talks are not in memory."""

    record: ClassRecord
    settings: ClassSettings
    phase: str
    seats: dict[str, Seat]

    @property
    def id(self) -> str:
        """Identifier of the class."""
        return self.record.id

    @property
    def admitted(self) -> list[Seat]:
        """The students who are in."""
        return [seat for seat in self.seats.values() if not seat.waits]


@dataclass(frozen=True)
class Damaged:
    """A class that cannot be read, and why."""

    record: ClassRecord
    reason: str


class ClassServer:
    """The classes, their store and everybody who listens.

    It reads only; a server resumes (`actions.restart`) before it serves.

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
        self.serving = False
        self.classes: dict[str, Class] = {}
        self.asleep: dict[str, Asleep] = {}
        self.damaged: dict[str, Damaged] = {}
        self._waking = Lock()
        self._asked: dict[str, float] = {}
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

    def close(self) -> None:
        """Stop working; what was accepted is on disk."""
        self.listeners.close()
        self._thinkers.shutdown(wait=True, cancel_futures=True)
        if self.serving:
            self.store.write_note("pulse", self.now())
        self.store.close()

    def make_token(self, *, renew: bool = False) -> str | None:
        """Return a new instructor's token, or None if there is one already; only its digest is stored."""
        if self.store.note("token digest") is not None and not renew:
            return None
        token = codes.token()
        self.store.write_note("token digest", self.keys.token_digest(token))
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
        stored = self.store.note("token digest")
        return stored is not None and compare_digest(self.keys.token_digest(typed), bytes(stored))

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
        found = self.find(class_id)
        if found is None:
            raise Refused(404, "There is no such class.")
        return found

    def find(self, class_id: str) -> Class | None:
        """Return a class, awake, or None."""
        self._asked[class_id] = self.now()
        if class_id in self.classes:  # a class that runs does not wait for another to wake
            return self.classes.get(class_id)
        with self._waking:
            if class_id in self.asleep:
                self.classes[class_id] = self._load(self.asleep[class_id].record)
                del self.asleep[class_id]
            return self.classes.get(class_id)

    @property
    def everyone(self) -> list[Class | Asleep]:
        """All classes that can be read, awake or asleep."""
        return [*self.classes.values(), *self.asleep.values()]

    def doze(self) -> None:
        """Let classes sleep that are over and that nobody has asked for lately."""
        with self._waking:
            tired = [one.id for one in self.classes.values() if self._is_tired(one)]
            for class_id in tired:
                self._lay_down(class_id)
        if tired:
            give_back()

    def _is_tired(self, class_: Class) -> bool:
        lately = self.now() - self._asked.get(class_.id, 0.0) <= AWAKE_SECONDS
        return class_.phase in OVER and not lately and not self.listeners.has(class_.id)

    def _lay_down(self, class_id: str) -> None:
        class_ = self.classes.pop(class_id)
        self.asleep[class_id] = Asleep(class_.record, class_.settings, class_.phase, class_.seats)
        for group in class_.groups.values():
            forget_agent_counter(group.model)

    def class_by_code(self, typed: str) -> Class | None:
        """Return the class with this join code, or None."""
        code = codes.clean(typed)
        return next((self.find(one.id) for one in self.everyone if one.record.code == code), None)

    def append(
        self, class_: Class, event: Event, idem: str | None = None, *, name: str = "", text: str = ""
    ) -> Event:
        """Store an event, then let the class take it in, then notify the pages."""
        with class_.lock:
            stored = self.store.append(class_.id, event, idem, name=name, text=text)
            class_.take(stored)
        self.listeners.notify(class_.id, self._concerned(class_, stored))
        return stored

    def in_background(self, work: Callable[[T], None], what: T) -> None:
        """Do some work in a thread, now or as soon as one is free."""
        self._thinkers.submit(work, what)

    def _concerned(self, class_: Class, event: Event) -> set[str] | None:
        """Return the seats that see an event, None for all."""
        if event.group is None:
            return None
        return {player.seat for player in class_.groups[event.group].players.values() if player.seat}

    def purge(self, class_id: str, actor: str = "instructor") -> None:
        """Erase names and chat of a class, also of one that cannot be read."""
        class_, event = self.find(class_id), Event("purged", self.now(), actor)
        if class_ is None:
            self.store.append(class_id, event)
            self.store.purge(class_id, self.now())
            return
        with class_.lock:
            self.append(class_, event)
            self.store.purge(class_id, self.now())
            class_.settings = replace(class_.settings, listed="")
        self.listeners.notify(class_id)
