"""The file: append-only, whole, and told from others."""

import shutil
import sqlite3

import pytest

from negsim.classroom.state.event import Event
from negsim.classroom.storage.store import Store
from negsim.errors import ResultError
from negsim.experiment.manifest import ENGINE_VERSION
from tests.classroom.classes import terms
from tests.commands import negsim


def test_events_can_be_neither_changed_nor_deleted(make_class):
    class_ = make_class()
    class_.pair()
    db = sqlite3.connect(class_.folder / "classroom.sqlite")

    for statement in (
        "UPDATE event SET kind='x'",
        "DELETE FROM event",
        "UPDATE event SET payload='{}' WHERE seq=1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="events are never"):
            db.execute(statement)
    db.close()


def test_a_truncated_file_is_told_in_one_sentence(make_class, tmp_path):
    class_ = make_class()
    class_.start(*(f"Student {n}" for n in range(30)))
    class_.server.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other = tmp_path / "copy"
    other.mkdir()
    content = (class_.folder / "classroom.sqlite").read_bytes()
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


def change(folder, statement):
    db = sqlite3.connect(folder / "classroom.sqlite")
    db.execute(statement)
    db.commit()
    db.close()


def test_a_database_of_another_engine_is_refused_in_one_sentence_with_both_versions(make_class):
    class_ = make_class()
    class_.pair()
    class_.server.close()
    change(class_.folder, "UPDATE note SET value='9.8.7' WHERE name='negsim'")
    change(class_.folder, "UPDATE note SET value=77 WHERE name='engine'")
    before = (class_.folder / "classroom.sqlite").read_bytes()
    for command in (["export", "--code", class_.code], ["serve", "--port", 0]):
        said = negsim("classroom", *command, "--data", class_.folder)

        assert (said.code, said.out) == (2, "")
        assert "was written by negsim 9.8.7 with engine 77; this is negsim" in said.err
        assert f"with engine {ENGINE_VERSION}: use that version" in said.err
        assert said.err.count("\n") == 1
    assert (class_.folder / "classroom.sqlite").read_bytes() == before


def test_a_database_from_before_engines_were_written_down_is_refused(make_class):
    """Its scenarios hold settings that are gone."""
    class_ = make_class()
    class_.server.close()
    change(class_.folder, "DELETE FROM note WHERE name IN ('engine', 'negsim')")

    with pytest.raises(ResultError, match=r"by an earlier negsim with engine 0; this is negsim .* engine \d"):
        Store(class_.folder)


def test_a_database_of_this_engine_opens(make_class):
    class_ = make_class()
    class_.server.close()
    store = Store(class_.folder)

    assert store.note("engine") == ENGINE_VERSION
    assert [made.code for made in store.classes()] == [class_.code]
    store.close()


def test_a_folder_without_the_key_has_other_cookies_but_all_events(make_class):
    class_ = make_class()
    _us, vietnam = class_.pair()
    vietnam.offer()
    (class_.folder / "key").unlink()
    class_.reopen()

    assert len(class_.state.groups[1].history) == 1
    vietnam.app = class_.app
    assert vietnam.get("/seat").status_code == 403


def state_of(class_):
    """Everything that a class is made of, for comparison."""
    return (
        {
            number: (group.model.state, group.phase, group.players, group.history, group.chat, group.ready)
            for number, group in class_.groups.items()
        },
        class_.phase,
        {s.id: (s.pseudonym, s.epoch, s.group) for s in class_.seats.values()},
    )


def test_a_class_is_the_fold_of_its_events(make_class):
    class_ = make_class(computers={"us": "conceder"}, computer_groups=1)
    us, vietnam, _third = class_.start("Ann", "Bao", "Chi")
    vietnam.offer(1, 2, 0)
    us.offer(4, 2, 2)
    us.send("say", text="Hello")
    class_.seat("computer", group=1, side="us", strategy="boulware")
    vietnam.offer(3, 2, 1)
    class_.do("end", group=2)
    class_.server._thinkers.shutdown(wait=True)
    before = state_of(class_.state)
    class_.reopen()

    assert state_of(class_.state) == before


def test_an_offer_that_was_stored_but_not_told_is_there_after_a_restart(make_class):
    """The process died between writing the event and telling the other side's page."""
    class_ = make_class()
    us, _vietnam = class_.pair()
    outcome = class_.state.scenario.world.space.index(list(terms(1, 1, 1).values()))
    seat = class_.state.groups[1].players["vietnam"].seat
    event = Event("offered", class_.server.now(), "person", 1, seat, {"outcome": outcome})
    class_.server.store.append(class_.state.id, event)

    assert us.view()["offer"] is None
    class_.reopen()
    us.app = class_.app
    assert us.view()["offer"] == 1
    assert us.view()["turn"] == "me"


def test_a_copy_of_the_folder_is_the_same_class(make_class, tmp_path):
    class_ = make_class()
    _us, vietnam = class_.pair()
    vietnam.offer()
    class_.server.store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(class_.folder, tmp_path / "copy")
    store = Store(tmp_path / "copy")

    assert [e.kind for e in store.events(class_.state.id)] == [e.kind for e in class_.events()]
    store.close()
