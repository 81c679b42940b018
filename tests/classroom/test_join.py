"""Joining: codes, names, seats, and who may do what."""

import re
import time

import pytest
from itsdangerous import TimestampSigner

from negsim.classroom.state.pseudonym import pseudonym
from tests.classroom.classes import Browser


def test_a_student_joins_by_code_in_any_case_and_gets_a_seat(make_class):
    class_ = make_class()
    student = Browser(class_.app)
    answer = student.form("/join", code=f" {class_.code[:3].lower()}-{class_.code[3:].lower()} ", name="Lan")

    assert (answer.status_code, answer.headers["location"]) == (303, "/seat")
    assert re.search(r"seat=.*; HttpOnly; .*SameSite=lax", answer.headers["set-cookie"])
    assert student.get("/seat").status_code == 200


def test_an_unknown_code_is_refused_and_the_eleventh_failure_has_to_wait(make_class):
    class_ = make_class()
    stranger = Browser(class_.app)
    codes = [stranger.form("/join", code="AAAAAA", name="Eve").status_code for _ in range(11)]

    assert codes == [403] * 10 + [429]
    assert len(class_.state.seats) == 0


def test_right_codes_from_one_address_all_pass(make_class):
    class_ = make_class(size=200)
    stranger = Browser(class_.app, "10.0.0.1")
    for _ in range(12):
        stranger.form("/join", code="AAAAAA", name="Eve")
    for number in range(200):
        class_.join(f"Student {number}", "10.0.0.1")

    assert len(class_.state.seats) == 200
    assert len({seat.pseudonym for seat in class_.state.seats.values()}) == 200


def test_a_closed_class_takes_nobody(make_class):
    class_ = make_class()
    class_.start("Ann", "Bao")
    class_.do("end")
    late = Browser(class_.app).form("/join", code=class_.code, name="Late")

    assert late.status_code == 403
    assert "over" in late.text


@pytest.mark.parametrize(
    "name", ["Lan", "Nguyễn Thị Bích", "Ông 😀", "👩‍👩‍👧", "x" * 40, "</script><img src=x onerror=alert(1)>"]
)
def test_names_of_any_language_pass_and_are_shown_as_text(make_class, name):
    class_ = make_class()
    student = class_.join(name)
    page = class_.teacher.get(class_.home).text

    assert student.get("/seat").status_code == 200
    assert class_.board()["lobby"][0]["name"] == name
    assert "<img src=x" not in page
    assert "</script><img" not in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\x00b", "a\x07", "\u202eevil", "a\u2066b", "\u200b"])
def test_names_that_are_empty_too_long_or_hide_something_are_refused(make_class, name):
    class_ = make_class()
    answer = Browser(class_.app).form("/join", code=class_.code, name=name)

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("A name ")
    assert class_.events() == []


def test_the_same_name_twice_is_told_apart(make_class):
    class_ = make_class()
    class_.join("Ann")
    class_.join("Ann")

    assert len({row["pseudonym"] for row in class_.board()["lobby"]}) == 2


def test_pseudonyms_differ():
    assert len({pseudonym(number) for number in range(1200)}) == 1200


def test_forged_truncated_foreign_and_old_seat_cookies_are_refused(make_class):
    class_, other = make_class(), make_class()
    student, foreign = class_.join("Ann"), other.join("Bob")
    good = student.cookies["seat"]
    seat = next(iter(class_.state.seats))
    wrong = [
        good[:-9] + ("0" if good[-9] != "0" else "1") + good[-8:],
        ("0" if good[0] != "0" else "1") + good[1:],
        good[: len(good) // 2],
        "",
        foreign.cookies["seat"],
        f"{class_.state.id}/{seat}/1",
        f"{class_.state.id}/{seat}/1." + "0" * 64,
        class_.server.keys.sign("teach", (class_.state.id, seat, 1)),
    ]
    answers = []
    for cookie in wrong:
        student.cookies["seat"] = cookie
        answers += [
            student.get(url) for url in ("/seat", "/seat/view", "/seat/table", "/seat/brief", "/seat/events")
        ]
        answers.append(student.send("ready"))
    page = Browser(class_.app).get("/seat", headers={"accept": "text/html"})

    assert {answer.status_code for answer in answers} == {403}
    assert "rejoin code" in page.text
    student.cookies["seat"] = good
    class_.seat("code", seat=seat)
    assert student.get("/seat").status_code == 403


@pytest.mark.parametrize(("days", "holds"), [(13.9, True), (14.1, False)])
def test_a_seat_s_cookie_holds_for_two_weeks(make_class, monkeypatch, days, holds):
    class_ = make_class()
    student = class_.join("Ann")
    later = int(time.time() + 86_400 * days)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later)

    assert (student.get("/seat").status_code == 200) == holds


@pytest.mark.parametrize(("hours", "holds"), [(11.9, True), (12.1, False)])
def test_a_log_in_holds_for_half_a_day(make_class, monkeypatch, hours, holds):
    class_ = make_class()
    later = int(time.time() + 3600 * hours)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later)

    assert (class_.teacher.get(class_.home).status_code == 200) == holds


def test_a_rejoin_code_gives_the_same_seat_on_another_device_until_it_is_renewed(make_class):
    class_ = make_class()
    student = class_.join("Ann")
    code = student.view()["rejoin"]
    phone = Browser(class_.app)
    answer = phone.form("/rejoin", code=code.lower())
    fresh = class_.seat("code", seat=next(iter(class_.state.seats))).json()["rejoin"]

    assert answer.status_code == 303
    assert phone.cookies == student.cookies
    assert Browser(class_.app).form("/rejoin", code=code).status_code == 403
    assert Browser(class_.app).form("/rejoin", code=fresh).status_code == 303


def test_students_do_not_reach_the_instructor_s_pages(make_class):
    class_ = make_class()
    student = class_.join("Ann")
    pages = ["", "/view", "/screen", "/debrief", "/g/1", "/events", "/export/class.json"]

    assert {student.get(class_.home + page).status_code for page in pages} == {403}
    assert student.post(f"{class_.home}/do/advance").status_code == 403
    assert student.post(f"{class_.home}/purge").status_code == 403
    assert student.form("/teach/new", title="x").status_code == 403
    assert class_.state.phase == "lobby"


def test_the_instructor_logs_in_by_token_only(make_class, tmp_path):
    class_ = make_class()
    stranger = Browser(class_.app)
    wrong = stranger.form("/teach/login", token=class_.token[:-1])
    right = stranger.form("/teach/login", token=class_.token.lower())

    assert wrong.status_code == 403
    assert right.status_code == 303
    assert "HttpOnly" in right.headers["set-cookie"]
    assert "SameSite=lax" in right.headers["set-cookie"]
    assert stranger.get("/teach").text.count("New class") == 1
    assert class_.token not in str(right.headers) + class_.teacher.get(class_.home).text
    for path in class_.folder.iterdir():
        assert class_.token.replace("-", "").encode() not in path.read_bytes()


def test_a_new_token_ends_the_old_one_and_its_cookies(make_class):
    class_ = make_class()
    token = class_.server.make_token(renew=True)

    assert class_.teacher.get(class_.home).status_code == 403
    assert Browser(class_.app).form("/teach/login", token=class_.token).status_code == 403
    assert Browser(class_.app).form("/teach/login", token=token).status_code == 303


def test_guessing_tokens_has_to_wait(make_class):
    class_ = make_class()
    stranger = Browser(class_.app)
    codes = [stranger.form("/teach/login", token="nonsense").status_code for _ in range(11)]

    assert codes == [403] * 10 + [429]
    assert (class_.folder / "key").stat().st_mode & 0o777 == 0o600


def test_requests_of_other_sites_are_refused(make_class):
    class_ = make_class()
    student = class_.join("Ann")
    foreign = student.post("/seat/ready", {"key": "a" * 8}, headers={"origin": "http://evil.test"})
    crossed = student.post("/seat/ready", {"key": "a" * 8}, headers={"sec-fetch-site": "cross-site"})

    assert (foreign.status_code, crossed.status_code) == (403, 403)


def test_every_answer_carries_the_strict_headers(make_class):
    class_ = make_class()
    for url in ("/", "/static/seat.js", "/nothing", "/teach"):
        headers = Browser(class_.app).get(url).headers

        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
