"""Requests that nobody means, requests that come twice, and limits that never shut out the right one."""

import sqlite3

import pytest

from negsim.classroom.state.pseudonym import name
from negsim.classroom.state.refusal import Refused
from tests.classroom.classes import Browser

HALF = b'"\\ud800"'
"""Half a surrogate pair, as JSON."""


@pytest.mark.parametrize(
    ("url", "field"), [("/rejoin", b"code"), ("/teach/login", b"token"), ("/teach/new", b"listed")]
)
def test_half_a_surrogate_pair_is_refused_in_every_body(make_class, url, field):
    class_ = make_class()
    answer = class_.teacher.ask(
        "POST",
        url,
        content=b'{"' + field + b'": ' + HALF + b"}",
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json() == {"error": "The request cannot be read."}


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "x", "1" * 400])
def test_groups_that_are_no_numbers_are_not_found(make_class, number):
    class_ = make_class()
    class_.pair()

    assert class_.teacher.get(f"{class_.home}/g/{number}").status_code == 404
    assert class_.seat("computer", group=number[:2000], side="us").status_code == 404
    assert class_.teacher.get(f"{class_.home}/g/1").status_code == 200


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(make_class, monkeypatch):
    class_ = make_class()

    def locked(*given, **more):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(class_.server.store, "append", locked)
    answer = Browser(class_.app).form("/join", code=class_.code, name="Ann")

    assert answer.status_code == 503
    assert answer.json()["error"].endswith("try again.")


def test_a_second_click_does_not_skip_a_phase(make_class):
    class_ = make_class()
    class_.join("Ann")
    clicks = [class_.do("advance", phase="lobby").status_code for _ in range(2)]
    group = [class_.do("advance", group=1, phase="brief").status_code for _ in range(2)]

    assert clicks == group == [200, 409]
    assert (class_.state.phase, class_.state.groups[1].phase) == ("talks", "talks")


def test_a_device_that_opens_the_join_link_again_keeps_its_seat(make_class):
    class_, other = make_class(), make_class()
    student = class_.join("Ann")
    seat = student.cookies["seat"]
    scanned = student.get(f"/j/{class_.code}")
    joined = student.form("/join", code=class_.code, name="Ann again")
    elsewhere = other.join("Eve")
    foreign = Browser(class_.app)
    foreign.cookies = elsewhere.cookies

    assert [(a.status_code, a.headers["location"]) for a in (scanned, joined)] == [(303, "/seat")] * 2
    assert student.cookies["seat"] == seat
    assert len(class_.state.seats) == 1
    assert foreign.get(f"/j/{class_.code}").status_code == 200
    class_.seat("kick", seat=next(iter(class_.state.seats)))
    assert student.get(f"/j/{class_.code}").status_code == 200


def test_who_opens_the_join_link_after_the_debrief_was_opened_sees_it(make_class):
    class_ = make_class()
    class_.start("Annabel", "Bao")
    class_.do("end")
    before = Browser(class_.app).get(f"/j/{class_.code}")
    class_.do("advance")
    late = Browser(class_.app)
    after = late.get(f"/j/{class_.code}")

    assert "Where the groups ended" not in before.text
    assert after.status_code == 200
    assert "Where the groups ended" in after.text
    assert "Annabel" not in after.text
    assert late.cookies == {}


def test_the_right_token_and_the_right_code_pass_after_many_wrong_ones(make_class):
    class_ = make_class()
    class_.join("Ann")
    rejoin = class_.server.keys.rejoin_code(next(iter(class_.state.seats)), 1)
    stranger = Browser(class_.app)
    for _ in range(12):
        tokens = stranger.form("/teach/login", token="nonsense").status_code
    for _ in range(210):
        codes = stranger.form("/rejoin", code="AAAAAAAA").status_code

    assert (tokens, codes) == (429, 429)
    assert stranger.form("/teach/login", token=class_.token).status_code == 303
    assert stranger.form("/rejoin", code=rejoin).status_code == 303
    assert Browser(class_.app).form("/join", code=class_.code, name="Bao").status_code == 303


def test_logging_out_ends_the_cookie_for_good_and_no_other(make_class):
    class_ = make_class()
    other = Browser(class_.app)
    other.form("/teach/login", token=class_.token)
    stolen = Browser(class_.app)
    stolen.cookies = dict(class_.teacher.cookies)
    before = stolen.get(class_.home).status_code
    class_.teacher.post("/teach/logout")

    assert before == 200
    assert stolen.get(class_.home).status_code == 403
    assert stolen.get(f"{class_.home}/events").status_code == 403
    class_.server.store.close()
    class_.reopen()
    for browser in (stolen, other):
        browser.app = class_.app

    assert stolen.get(class_.home).status_code == 403
    assert other.get(class_.home).status_code == 200


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
