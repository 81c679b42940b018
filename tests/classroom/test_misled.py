"""What misled people: links that no phone reaches, forms that forget, text that hides, messages to nobody."""

import pytest

from negsim.classroom.state.pseudonym import name
from negsim.classroom.storage.store import Store
from negsim.classroom.web import address
from tests.classroom.classes import Browser

PAGE = {"accept": "text/html"}


def ask(browser, url, **data):
    return browser.ask("POST", url, data=data, headers=PAGE)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_projector_s_code_never_points_to_the_machine_itself(make_class, monkeypatch, host):
    class_ = make_class()
    monkeypatch.setattr(address, "lan_address", lambda: "192.168.7.7")
    page = class_.teacher.get(f"{class_.home}/screen", headers={"host": host}).text
    monkeypatch.setattr(address, "lan_address", lambda: "127.0.0.1")
    alone = class_.teacher.get(f"{class_.home}/screen", headers={"host": host}).text

    assert "Open <b>192.168.7.7:8000</b>" in page
    assert page.count("<svg") == 1
    assert "Phones cannot reach this machine" in alone
    assert "<svg" not in alone
    assert "Open <b>class.test</b>" in class_.teacher.get(f"{class_.home}/screen").text


def test_a_form_that_is_refused_keeps_what_was_typed(make_class):
    class_ = make_class()
    stranger = Browser(class_.app)
    joined = ask(stranger, "/join", code="WRONG1", name="Nguyễn <An>")
    rejoined = ask(stranger, "/rejoin", code="ABCDEFGH")
    made = ask(
        class_.teacher,
        "/teach/new",
        title="My class",
        scenario="mini",
        rounds="many",
        listed="Ann, Bao",
        chat="off",
    )
    login = ask(stranger, "/teach/login", token="nonsense")

    assert [a.status_code for a in (joined, rejoined, made, login)] == [403, 403, 422, 403]
    assert 'value="WRONG1"' in joined.text
    assert 'value="Nguyễn &lt;An&gt;"' in joined.text
    assert 'value="ABCDEFGH"' in rejoined.text
    for kept in (
        'value="My class"',
        "<option selected>mini",
        'value="many"',
        ">Ann, Bao<",
        'value="off" selected',
    ):
        assert kept in made.text
    for answer in (joined, rejoined, made, login):
        assert 'role="alert"' in answer.text
        assert "nonsense" not in answer.text


def test_every_refusal_that_people_see_is_a_page(make_class):
    class_ = make_class()
    headers = {**PAGE, "origin": "http://evil.test"}
    crossed = class_.teacher.ask("POST", "/join", data={"code": "x"}, headers=headers)
    large = class_.teacher.ask("POST", "/join", data={"code": "x" * 70_000}, headers=PAGE)
    wrong = class_.teacher.ask("DELETE", "/join", headers=PAGE)

    assert [a.status_code for a in (crossed, large, wrong)] == [403, 413, 404]
    for answer in (crossed, large, wrong):
        assert "/static/style.css" in answer.text
        assert 'role="alert"' in answer.text


PILE = "Z" + "\u0335" * 40 + "algo"


def test_names_lose_what_piles_up_on_a_letter():
    assert name(PILE) == "Z\u0335\u0335\u0335algo"
    assert name("Nguye\u0302\u0303n Thi\u0323 Bi\u0301ch") == "Nguyễn Thị Bích"
    assert name("ที่นี่") == "ที่นี่"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("pay \u202e000,1 $", "pay 000,1 $"),
        ("\u2066hidden\u2069\u200b", "hidden"),
        (PILE, "Z\u0335\u0335\u0335algo"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
        ("می‌خواهم", "می‌خواهم"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_messages_lose_what_turns_hides_or_piles_up(make_class, typed, shown):
    class_ = make_class()
    us, vietnam = class_.pair()
    us.send("say", text=typed)

    assert [m["text"] for m in vietnam.view()["chat"]] == [shown]


@pytest.mark.parametrize("typed", ["\u200b\u200b", "\u3164", "\u202e\u202c", "\ufe0f\u0301"])
def test_messages_that_show_nothing_are_refused(make_class, typed):
    class_ = make_class()
    us, _vietnam = class_.pair()
    answer = us.send("say", text=typed)

    assert answer.status_code == 422
    assert answer.json()["error"] == "A message needs a character that can be seen."


def test_a_message_to_a_computer_is_not_accepted(make_class):
    class_ = make_class()
    ann = class_.start("Ann")[0]
    answer = ann.send("say", text="Hello?")

    assert answer.status_code == 409
    assert "it reads no messages" in answer.json()["error"]
    assert ann.view()["chat"] == []


def test_messages_are_read_from_the_file_once_and_not_after_they_were_erased_elsewhere(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    us.send("say", text="One")
    vietnam.view()
    asked = []
    class_.server.store._db.set_trace_callback(asked.append)
    us.send("say", text="Two")
    views = [vietnam.view()["chat"] for _ in range(20)]
    class_.server.store._db.set_trace_callback(None)
    other = Store(class_.folder)
    other.purge(class_.state.id, class_.server.now())
    other.close()

    assert [m["text"] for m in views[-1]] == ["One", "Two"]
    assert [question for question in asked if "FROM chat" in question] == []
    assert [m["text"] for m in vietnam.view()["chat"]] == ["(erased)"] * 2
