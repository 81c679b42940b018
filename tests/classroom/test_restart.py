"""What must not end a class: a restart, a busy file, a second server, another class that is damaged."""

import logging
import sqlite3
import time

import pytest

from negsim.classroom import class_server
from negsim.classroom.actions import computer, phases, ticker
from negsim.classroom.actions.ticker import Ticker, look
from negsim.classroom.state.event import Event
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage.lock import exclusive
from negsim.classroom.web.address import LOOPBACK
from negsim.errors import ResultError
from tests.classroom.classes import until
from tests.classroom.served import do
from tests.commands import negsim, start


def kinds(class_):
    return [event.kind for event in class_.events()]


@pytest.mark.parametrize("patience", [5, 120])
def test_patience_with_absent_students_begins_at_a_restart(make_class, monkeypatch, patience):
    class_ = make_class(takeover_seconds=patience)
    class_.pair()
    for seat in class_.state.seats.values():
        seat.present = 1  # pages are open until the server dies
    later = time.time() + 3600
    monkeypatch.setattr(class_server.time, "time", lambda: later)
    class_.reopen()
    now = class_.server.now
    look(class_.server)
    monkeypatch.setattr(class_.server, "now", lambda: now() + max(patience, 30) - 3)
    look(class_.server)
    early = kinds(class_)
    monkeypatch.setattr(class_.server, "now", lambda: now() + max(patience, 30) + 1)
    look(class_.server)

    assert "seat_replaced" not in early
    assert "seat_replaced" in kinds(class_)


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database is locked"), Refused(404, "Gone.")])
def test_an_error_in_one_class_ends_no_clock_of_another(make_class, monkeypatch, caplog, error):
    class_ = make_class(takeover_seconds=5)
    bad = class_.server.make_class(class_.state.settings, 1)
    class_.server.classes = {bad.id: bad, class_.state.id: class_.state}
    class_.pair()
    seen = []

    def absent(asked, now):
        seen.append(asked.class_.id)

    def catch_up(asked):
        if asked.class_ is bad:
            raise error

    monkeypatch.setattr(ticker, "_absent", absent)
    monkeypatch.setattr(phases, "catch_up", catch_up)
    bad.phase = "talks"
    clocks = Ticker(class_.server, 0.01)
    with caplog.at_level(logging.WARNING):
        clocks.start()
        until(lambda: len(seen) > 2)
        alive = clocks._thread.is_alive()
        clocks.stop()

    assert alive
    assert set(seen) == {class_.state.id}
    assert str(error) in caplog.text


def test_a_time_that_cannot_be_noted_does_not_stop_the_clocks(make_class, monkeypatch):
    class_ = make_class(talks_minutes=1.0)
    class_.pair()

    def locked(name, value):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(class_.server.store, "write_note", locked)
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 61)
    look(class_.server)

    assert class_.state.phase == "closed"


def test_a_computer_tries_again_when_its_move_cannot_be_stored(make_class, monkeypatch):
    monkeypatch.setattr(computer, "RETRY_SECONDS", 0.01)
    class_ = make_class(computers={"vietnam": "conceder"})
    append, failures = class_.server.store.append, []

    def locked_at_first(class_id, event, *args, **more):
        if event.actor == "computer" and len(failures) < 2:
            failures.append(event)
            raise sqlite3.OperationalError("database is locked")
        return append(class_id, event, *args, **more)

    monkeypatch.setattr(class_.server.store, "append", locked_at_first)
    ann = class_.start("Ann")[0]
    until(lambda: ann.view()["turn"] == "me")

    assert len(failures) == 2


def test_one_folder_has_one_server(tmp_path):
    with exclusive(tmp_path / "data"), pytest.raises(ResultError, match="another server serves this folder"):
        exclusive(tmp_path / "data").__enter__()
    with exclusive(tmp_path / "data"):
        pass


def test_a_second_server_is_refused_and_commands_beside_a_server_disturb_nothing(served, tmp_path):
    teacher = served.teacher()
    home, code = served.new_class(teacher)
    for name in ("Annabel", "Bao"):
        served.join(code, name)
    do(teacher, home, "advance")
    second = start(["classroom", "serve", "--data", served.folder, "--host", LOOPBACK, "--port", 0], tmp_path)
    exported = negsim(
        "classroom", "export", "--data", served.folder, "--code", code, "--out", tmp_path / "out"
    )
    purged = negsim("classroom", "purge", "--data", served.folder, "--code", code)
    board = teacher.get(f"{home}/view").json()
    again = served.join(code, "Chi").get("/seat/view").status_code
    later = teacher.get(f"{home}/view").json()
    db = sqlite3.connect(served.folder / "classroom.sqlite")
    stored = [row[0] for row in db.execute("SELECT kind FROM event ORDER BY seq")]
    db.close()

    assert (second.code, second.out) == (2, "")
    assert "another server serves this folder; stop it first" in second.err
    assert (exported.code, purged.code, again) == (0, 0, 200)
    assert (board["purged"], later["purged"]) == (True, False)
    assert "server_was_down" not in stored
    assert b"Annabel" not in b"".join(p.read_bytes() for p in served.folder.iterdir() if p.is_file())


def test_a_class_that_cannot_be_read_does_not_stop_the_others(make_class, monkeypatch):
    class_ = make_class()
    forgotten = class_.server.make_class(class_.state.settings, 1)
    class_.server.append(
        forgotten, Event("seat_joined", 1.0, seat="x", payload={"pseudonym": "x"}), name="Xenia"
    )
    class_.server.append(forgotten, Event("paired", 1.0, payload={"pairs": [["x", None]]}))
    swap = {"party": "us", "seat": "x", "computer": "of_a_plug_in"}
    class_.server.store.append(forgotten.id, Event("seat_replaced", 1.0, "instructor", 1, payload=swap))
    unknown = class_.server.make_class(class_.state.settings, 2)
    class_.server.store.append(unknown.id, Event("abolished", 1.0))
    us, _vietnam = class_.pair()
    class_.reopen()
    us.app = class_.app
    listed = class_.teacher.get("/teach").text
    page = class_.teacher.get(f"/teach/c/{forgotten.id}")

    assert us.view()["phase"] == "talks"
    assert set(class_.server.damaged) == {forgotten.id, unknown.id}
    assert "of_a_plug_in" in listed
    assert forgotten.record.code in listed
    assert page.status_code == 409
    assert "This class is damaged" in page.json()["error"]
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 86_400 * 31)
    look(class_.server)
    assert class_.server.store.names(forgotten.id) == {}


def test_names_of_a_damaged_class_can_be_erased(make_class):
    class_ = make_class()
    class_.join("Annabel")
    class_.server.store.append(class_.state.id, Event("abolished", 1.0))
    class_.server.close()
    told = negsim("classroom", "export", "--data", class_.folder, "--code", class_.code)
    purged = negsim("classroom", "purge", "--data", class_.folder, "--code", class_.code.lower())

    assert told.code == 2
    assert f"Damaged: {class_.code}" in told.err
    assert purged.code == 0
    assert b"Annabel" not in b"".join(p.read_bytes() for p in class_.folder.iterdir() if p.is_file())
