"""The one file of a data folder: an append-only SQLite table of events, and what may be erased."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from negsim.classroom.state.event import SCHEMA, Event
from negsim.classroom.storage.private import keep_private, make_folder
from negsim.errors import ResultError
from negsim.experiment.manifest import ENGINE_VERSION, package_version

TABLES = """
CREATE TABLE IF NOT EXISTS class(id TEXT PRIMARY KEY, code TEXT UNIQUE NOT NULL, scenario TEXT NOT NULL,
    settings TEXT NOT NULL, seed INTEGER NOT NULL, created REAL NOT NULL, purged REAL);
CREATE TABLE IF NOT EXISTS event(seq INTEGER PRIMARY KEY AUTOINCREMENT, class_id TEXT NOT NULL,
    group_no INTEGER, seat TEXT,
    actor TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, idem TEXT, at REAL NOT NULL,
    schema INTEGER NOT NULL, UNIQUE(class_id, seat, idem));
CREATE INDEX IF NOT EXISTS event_of_class ON event(class_id, seq);
CREATE TRIGGER IF NOT EXISTS event_is_kept BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TABLE IF NOT EXISTS person(seat TEXT PRIMARY KEY, class_id TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chat(seq INTEGER PRIMARY KEY, class_id TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


@dataclass(frozen=True)
class ClassRecord:
    """A class as it was made."""

    id: str
    code: str
    scenario: str
    settings: str
    seed: int
    created: float
    purged: float | None = None


def _refuse_other_files(path: Path) -> None:
    """SQLite would take a very short file for an empty one and write over it."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(16)
    if head and not head.startswith(b"SQLite format 3"):
        raise sqlite3.DatabaseError("file is not a database")


class Store:
    """Reads and writes the file `classroom.sqlite` of a data folder.

    Parameters
    ----------
    folder : the data folder; it is made if it does not exist

    Raises
    ------
    ResultError : if the file is not a classroom's, is another engine's or cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "classroom.sqlite"
        self._lock = RLock()
        self._texts: dict[str, dict[int, str]] = {}
        self._version = 0
        try:
            make_folder(folder)
            _refuse_other_files(self.path)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            keep_private(self.path)
            self._db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
            self._check()
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.executescript(TABLES)
            self._sign()
        except (sqlite3.DatabaseError, OSError) as error:
            raise ResultError(f"{self.path}: is not a classroom's database or is damaged: {error}") from error

    def _check(self) -> None:
        tables = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if tables and "event" not in tables:
            raise sqlite3.DatabaseError("it holds other tables")
        state = self._db.execute("PRAGMA quick_check").fetchone()[0]
        if state != "ok":
            raise sqlite3.DatabaseError(state)
        if tables:
            self._refuse_other_engines()

    def _refuse_other_engines(self) -> None:
        """Refuse what another engine, or 0 for none that is written down, would replay to other talks."""
        engine, version = self.note("engine") or 0, self.note("negsim")
        if engine != ENGINE_VERSION:
            self._db.close()
            writer = f"negsim {version}" if version else "an earlier negsim"
            raise ResultError(
                f"{self.path}: was written by {writer} with engine {engine}; this is negsim "
                f"{package_version('negsim')} with engine {ENGINE_VERSION}: "
                "use that version for its classes, or name another folder by --data"
            )

    def _sign(self) -> None:
        """Write down who made the file, if nobody has yet."""
        if self.note("engine") is None:
            self.write_note("engine", ENGINE_VERSION)
            self.write_note("negsim", package_version("negsim"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def add_class(self, made: ClassRecord) -> None:
        """Store a new class."""
        values = (made.id, made.code, made.scenario, made.settings, made.seed, made.created)
        with self._transaction() as db:
            db.execute(
                "INSERT INTO class(id, code, scenario, settings, seed, created) VALUES(?,?,?,?,?,?)", values
            )

    def _rows(self, question: str, *values: str) -> list[Any]:
        with self._lock:
            return self._db.execute(question, values).fetchall()

    def classes(self) -> list[ClassRecord]:
        """Return all classes, oldest first."""
        return [ClassRecord(*row) for row in self._rows("SELECT * FROM class ORDER BY created")]

    def append(
        self, class_id: str, event: Event, idem: str | None = None, *, name: str = "", text: str = ""
    ) -> Event:
        """Store an event and return it with its number; once this returns it survives a crash.

        Parameters
        ----------
        idem : key of the request; the same key of the same seat stores nothing twice
        name, text : display name or chat text that goes with it, kept where it can be erased
        """
        row = (class_id, event.group, event.seat, event.actor, event.kind)
        with self._transaction() as db:
            added = db.execute(
                "INSERT INTO event(class_id, group_no, seat, actor, kind, payload, idem, at, schema) "
                "VALUES(?,?,?,?,?,?,?,?,?)",
                (*row, json.dumps(dict(event.payload)), idem, event.at, SCHEMA),
            )
            if name:
                db.execute("INSERT INTO person VALUES(?,?,?)", (event.seat, class_id, name))
            if text:
                db.execute("INSERT INTO chat VALUES(?,?,?)", (added.lastrowid, class_id, text))
            stored = replace(event, seq=int(added.lastrowid or 0))
        if text and class_id in self._texts:
            self._texts[class_id] = {**self._texts[class_id], stored.seq: text}
        return stored

    def seen(self, class_id: str, seat: str, idem: str) -> int | None:
        """Return the number of the event that a seat's request with this key stored, or None."""
        question = "SELECT seq FROM event WHERE class_id=? AND seat=? AND idem=?"
        return next((int(row[0]) for row in self._rows(question, class_id, seat, idem)), None)

    def events(self, class_id: str) -> list[Event]:
        """Return the events of a class in order."""
        question = (
            "SELECT kind, at, actor, group_no, seat, payload, seq FROM event WHERE class_id=? ORDER BY seq"
        )
        return [
            Event(kind, at, actor, group, seat, json.loads(payload), seq)
            for kind, at, actor, group, seat, payload, seq in self._rows(question, class_id)
        ]

    def names(self, class_id: str) -> dict[str, str]:
        """Return seat -> display name; empty after a purge."""
        return dict(self._rows("SELECT seat, name FROM person WHERE class_id=?", class_id))

    def texts(self, class_id: str) -> dict[int, str]:
        """Return event number -> chat text; empty after a purge.

        Read once: then the file is asked only whether somebody else, a command that erases, wrote to it.
        """
        with self._lock:
            version = self._db.execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:
                self._texts.clear()
                self._version = version
            if class_id not in self._texts:
                question = "SELECT seq, text FROM chat WHERE class_id=?"
                self._texts[class_id] = dict(self._rows(question, class_id))
            return self._texts[class_id]

    def note(self, name: str) -> Any:
        """Return a note of the server, or None."""
        return next((row[0] for row in self._rows("SELECT value FROM note WHERE name=?", name)), None)

    def write_note(self, name: str, value: bytes | float | str) -> None:
        """Write a note of the server over the old one."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO note VALUES(?,?)", (name, value))

    def oldest_private(self, class_id: str) -> float | None:
        """Return when the oldest name or message came that is still there, None if there is none."""
        for created, settings in self._rows("SELECT created, settings FROM class WHERE id=?", class_id):
            if json.loads(settings).get("listed"):
                return float(created)
        oldest = self._rows(
            "SELECT MIN(at) FROM event WHERE class_id=?1 AND ("
            "seq IN (SELECT seq FROM chat WHERE class_id=?1) "
            "OR kind='seat_joined' AND seat IN (SELECT seat FROM person WHERE class_id=?1))",
            class_id,
        )[0][0]
        return None if oldest is None else float(oldest)

    def is_purged(self, class_id: str) -> bool:
        """Return whether names and messages were erased and none came since."""
        purged = self._rows("SELECT purged FROM class WHERE id=?", class_id)[0][0]
        return purged is not None and self.oldest_private(class_id) is None

    def purge(self, class_id: str, now: float) -> None:
        """Erase names and chat of a class from the file's bytes; moves and pseudonyms stay."""
        with self._transaction() as db:
            db.execute("DELETE FROM person WHERE class_id=?", (class_id,))
            db.execute("DELETE FROM chat WHERE class_id=?", (class_id,))
            settings = self._rows("SELECT settings FROM class WHERE id=?", class_id)[0][0]
            kept = {**json.loads(settings), "listed": ""}
            db.execute("UPDATE class SET purged=?, settings=? WHERE id=?", (now, json.dumps(kept), class_id))
        with self._lock:
            self._texts.pop(class_id, None)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
