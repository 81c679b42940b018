"""Requests that nobody means, requests that come twice, and limits that never shut out the right one."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from negsim.classroom.state.pseudonym import name
from negsim.classroom.state.refusal import Refused
from tests.classroom.rooms import Browser, until

HALF = b'"\\ud800"'
"""Half a surrogate pair, as JSON."""


@pytest.mark.parametrize(
    ("url", "field"), [("/rejoin", b"code"), ("/teach/login", b"token"), ("/teach/new", b"listed")]
)
def test_half_a_surrogate_pair_is_refused_in_every_body(make_class, url, field):
    room = make_class()
    answer = room.teacher.ask(
        "POST",
        url,
        content=b'{"' + field + b'": ' + HALF + b"}",
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json() == {"error": "The request cannot be read."}


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "x", "1" * 400])
def test_groups_that_are_no_numbers_are_not_found(make_class, number):
    room = make_class()
    room.pair()

    assert room.teacher.get(f"{room.home}/g/{number}").status_code == 404
    assert room.seat("computer", group=number[:2000], side="us").status_code == 404
    assert room.teacher.get(f"{room.home}/g/1").status_code == 200


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(make_class, monkeypatch):
    room = make_class()

    def locked(*given, **more):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(room.school.store, "append", locked)
    answer = Browser(room.app).form("/join", code=room.code, name="Ann")

    assert answer.status_code == 503
    assert answer.json()["error"].endswith("try again.")


def test_a_second_click_does_not_skip_a_phase(make_class):
    room = make_class()
    room.join("Ann")
    clicks = [room.do("advance", phase="lobby").status_code for _ in range(2)]
    group = [room.do("advance", group=1, phase="brief").status_code for _ in range(2)]

    assert clicks == group == [200, 409]
    assert (room.room.phase, room.room.groups[1].phase) == ("brief", "talks")


def test_a_device_that_opens_the_join_link_again_keeps_its_seat(make_class):
    room, other = make_class(), make_class()
    student = room.join("Ann")
    seat = student.cookies["seat"]
    scanned = student.get(f"/j/{room.code}")
    joined = student.form("/join", code=room.code, name="Ann again")
    elsewhere = other.join("Eve")
    foreign = Browser(room.app)
    foreign.cookies = elsewhere.cookies

    assert [(a.status_code, a.headers["location"]) for a in (scanned, joined)] == [(303, "/seat")] * 2
    assert student.cookies["seat"] == seat
    assert len(room.room.seats) == 1
    assert foreign.get(f"/j/{room.code}").status_code == 200
    room.seat("kick", seat=next(iter(room.room.seats)))
    assert student.get(f"/j/{room.code}").status_code == 200


def test_who_opens_the_join_link_after_the_debrief_was_opened_sees_it(make_class):
    room = make_class()
    room.start("Annabel", "Bao")
    room.do("end")
    before = Browser(room.app).get(f"/j/{room.code}")
    room.do("advance")
    late = Browser(room.app)
    after = late.get(f"/j/{room.code}")

    assert "Where the groups ended" not in before.text
    assert after.status_code == 200
    assert "Where the groups ended" in after.text
    assert "Annabel" not in after.text
    assert late.cookies == {}


def test_the_right_token_and_the_right_code_pass_after_many_wrong_ones(make_class):
    room = make_class()
    room.join("Ann")
    rejoin = room.school.keys.rejoin_code(next(iter(room.room.seats)), 1)
    stranger = Browser(room.app)
    for _ in range(12):
        tokens = stranger.form("/teach/login", token="nonsense").status_code
    for _ in range(210):
        codes = stranger.form("/rejoin", code="AAAAAAAA").status_code

    assert (tokens, codes) == (429, 429)
    assert stranger.form("/teach/login", token=room.token).status_code == 303
    assert stranger.form("/rejoin", code=rejoin).status_code == 303
    assert Browser(room.app).form("/join", code=room.code, name="Bao").status_code == 303


def test_tokens_are_hashed_one_at_a_time_and_few_wait(make_class, monkeypatch):
    room = make_class()
    go, running, most = Event(), [], []

    def slow(typed):
        running.append(typed)
        most.append(len(running))
        go.wait(20)
        running.pop()
        return False

    monkeypatch.setattr(room.school, "is_token", slow)
    with ThreadPoolExecutor(12) as people:
        asked = [
            people.submit(Browser(room.app, f"10.0.0.{n}").form, "/teach/login", token="x") for n in range(12)
        ]
        try:
            until(lambda: sum(one.done() for one in asked) == 4)
        finally:
            go.set()
    statuses = sorted(one.result().status_code for one in asked)

    assert statuses == [403] * 8 + [429] * 4
    assert max(most) == 1


def test_logging_out_ends_the_cookie_for_good_and_no_other(make_class):
    room = make_class()
    other = Browser(room.app)
    other.form("/teach/login", token=room.token)
    stolen = Browser(room.app)
    stolen.cookies = dict(room.teacher.cookies)
    before = stolen.get(room.home).status_code
    room.teacher.post("/teach/logout")

    assert before == 200
    assert stolen.get(room.home).status_code == 403
    assert stolen.get(f"{room.home}/events").status_code == 403
    room.school.store.close()
    room.reopen()
    for browser in (stolen, other):
        browser.app = room.app

    assert stolen.get(room.home).status_code == 403
    assert other.get(room.home).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "\U0001fae8 Ann",  # newer than this Python's table of characters
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f469\U0001f3fd\u200d\U0001f680",
        "علی\u200cرضا",
        "1\ufe0f\u20e3",
    ],
)
def test_emoji_and_scripts_with_joiners_are_names(typed):
    assert name(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "\u3164",
        "Ann\u3164",
        "\u2800",
        "\u0301",
        "\ufe0f",
        "\u200d",
        "An\u200dn",
        "\U000e0067",
        "\U0001f3f4\U000e0067",
        "a\ue000",
    ],
)
def test_names_that_hide_something_are_refused(typed):
    with pytest.raises(Refused, match="A name "):
        name(typed)
