"""The file: append-only, whole, and told from others."""

import shutil
import sqlite3

import pytest

from negsim.classroom.state.event import Event
from negsim.classroom.storage.store import Store
from negsim.errors import ResultError
from tests.classroom.rooms import terms


def test_events_can_be_neither_changed_nor_deleted(make_class):
    room = make_class()
    room.pair()
    db = sqlite3.connect(room.folder / "classroom.sqlite")

    for statement in (
        "UPDATE event SET kind='x'",
        "DELETE FROM event",
        "UPDATE event SET payload='{}' WHERE seq=1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="events are never"):
            db.execute(statement)
    db.close()


def test_a_truncated_file_is_told_in_one_sentence(make_class, tmp_path):
    room = make_class()
    room.start(*(f"Student {n}" for n in range(30)))
    room.school.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other = tmp_path / "copy"
    other.mkdir()
    content = (room.folder / "classroom.sqlite").read_bytes()
    (other / "classroom.sqlite").write_bytes(content[: len(content) // 2])

    with pytest.raises(ResultError, match="is damaged"):
        Store(other)


@pytest.mark.parametrize("content", [b"This is no database at all." * 200, b"x"])
def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path, content):
    (tmp_path / "classroom.sqlite").write_bytes(content)

    with pytest.raises(ResultError, match="is not a classroom's database"):
        Store(tmp_path)


def test_somebody_else_s_database_is_left_alone(tmp_path):
    db = sqlite3.connect(tmp_path / "classroom.sqlite")
    db.execute("CREATE TABLE recipe(name TEXT)")
    db.commit()
    db.close()

    with pytest.raises(ResultError, match="it holds other tables"):
        Store(tmp_path)


def test_a_folder_without_the_key_has_other_cookies_but_all_events(make_class):
    room = make_class()
    _us, vietnam = room.pair()
    vietnam.offer()
    (room.folder / "key").unlink()
    room.reopen()

    assert len(room.room.groups[1].history) == 1
    vietnam.app = room.app
    assert vietnam.get("/seat").status_code == 403


def state_of(room):
    """Everything that a class is made of, for comparison."""
    return (
        {
            number: (group.model.state, group.phase, group.players, group.history, group.chat, group.ready)
            for number, group in room.groups.items()
        },
        room.phase,
        {s.id: (s.pseudonym, s.epoch, s.group) for s in room.seats.values()},
    )


def test_a_class_is_the_fold_of_its_events(make_class):
    room = make_class(computers={"us": "conceder"}, computer_groups=1)
    us, vietnam, _third = room.start("Ann", "Bao", "Chi")
    vietnam.offer(1, 2, 0)
    us.offer(4, 2, 2)
    us.send("say", text="Hello")
    room.seat("computer", group=1, side="us", strategy="boulware")
    vietnam.offer(3, 2, 1)
    room.do("end", group=2)
    room.school._thinkers.shutdown(wait=True)
    before = state_of(room.room)
    room.reopen()

    assert state_of(room.room) == before


def test_an_offer_that_was_stored_but_not_told_is_there_after_a_restart(make_class):
    """The process died between writing the event and telling the other side's page."""
    room = make_class()
    us, _vietnam = room.pair()
    outcome = room.room.scenario.world.space.index(list(terms(1, 1, 1).values()))
    seat = room.room.groups[1].players["vietnam"].seat
    event = Event("offered", room.school.now(), "person", 1, seat, {"outcome": outcome})
    room.school.store.append(room.room.id, event)

    assert us.view()["offer"] is None
    room.reopen()
    us.app = room.app
    assert us.view()["offer"] == 1
    assert us.view()["turn"] == "me"


def test_a_copy_of_the_folder_is_the_same_class(make_class, tmp_path):
    room = make_class()
    _us, vietnam = room.pair()
    vietnam.offer()
    room.school.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(room.folder, tmp_path / "copy")
    store = Store(tmp_path / "copy")

    assert [e.kind for e in store.events(room.room.id)] == [e.kind for e in room.events()]
    store.close()
