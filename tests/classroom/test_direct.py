"""The instructor's commands: one group or all, and each is an event of the instructor."""

import pytest

from negsim.classroom.actions.ticker import look
from negsim.classroom.state.clock import Clock
from tests.classroom.rooms import Browser


def test_clocks_pause_resume_extend_and_end_for_one_group_and_for_all(make_class):
    room = make_class(talks_minutes=10.0)
    room.start("Ann", "Bao", "Chi", "Dan")
    room.do("pause", group=1)
    paused = [group["paused"] for group in room.board()["groups"]]
    room.do("resume", group=1)
    room.do("extend", group=2, minutes=5)
    left = [round(group["left"] / 60) for group in room.board()["groups"]]
    room.do("pause")
    both = [group["paused"] for group in room.board()["groups"]]
    room.do("resume")
    room.do("end", group=1)
    one = [group["phase"] for group in room.board()["groups"]]
    room.do("end")
    kinds = {event.kind: event.actor for event in room.events() if event.kind.startswith("clock_")}

    assert paused == [True, False]
    assert left == [10, 15]
    assert both == [True, True]
    assert one == ["closed", "talks"]
    assert room.board()["phase"] == "closed"
    assert kinds == dict.fromkeys(["clock_paused", "clock_resumed", "clock_extended"], "instructor")
    assert [group["how"] for group in room.board()["groups"]] == ["ended", "ended"]


def test_one_group_may_start_before_the_others(make_class):
    room = make_class()
    for name in ("Ann", "Bao", "Chi", "Dan"):
        room.join(name)
    room.do("advance")
    room.do("advance", group=2)

    assert [group["phase"] for group in room.board()["groups"]] == ["brief", "talks"]
    room.do("advance")
    assert [group["phase"] for group in room.board()["groups"]] == ["talks", "talks"]


def test_phases_end_when_their_clock_does(make_class, monkeypatch):
    room = make_class(brief_minutes=1.0, talks_minutes=2.0)
    ann, _bao = room.join("Ann"), room.join("Bao")
    room.do("advance")
    now = room.school.now
    monkeypatch.setattr(room.school, "now", lambda: now() + 61)
    look(room.school)
    second = ann.view()["phase"]
    monkeypatch.setattr(room.school, "now", lambda: now() + 61 + 121)
    look(room.school)
    look(room.school)

    assert second == "talks"
    assert ann.view()["ended"]["how"] == "time_up"
    assert room.board()["phase"] == "closed"


def test_commands_that_make_no_sense_now_are_refused(make_class):
    room = make_class()
    early = room.do("pause")
    room.start("Ann", "Bao")
    room.do("end")
    late = [room.do("pause").status_code, room.do("end").status_code, room.do("extend", group=1).status_code]
    room.do("advance")

    assert early.status_code == 409
    assert late == [409, 409, 409]
    assert room.do("advance").status_code == 409
    assert room.do("extend", minutes="many").status_code == 409
    assert room.do("end", group="one").status_code == 422


def test_a_kicked_student_loses_the_seat_and_comes_back_by_a_new_code(make_class):
    room = make_class()
    us, vietnam = room.pair()
    seat = room.room.groups[1].players["vietnam"].seat
    room.seat("kick", seat=seat)
    gone = vietnam.get("/seat").status_code
    code = room.seat("code", seat=seat).json()["code"]
    back = Browser(room.app)
    back.form("/rejoin", code=code)

    assert gone == 403
    assert us.view()["partner"]["kind"] == "computer"
    assert back.view()["side"] == "vietnam"
    assert not back.view()["mine"]
    assert back.send("take_back").status_code in (200, 409)


def test_a_student_is_moved_to_another_group(make_class):
    room = make_class()
    students = room.start("Ann", "Bao", "Chi")
    seat = room.room.groups[1].players["us"].seat
    taken = room.seat("move", seat=seat, group=1, side="vietnam")
    moved = room.seat("move", seat=seat, group=2, side="vietnam")

    assert taken.status_code == 409
    assert moved.status_code == 200
    assert (students[0].view()["group"], students[0].view()["side"]) == (2, "vietnam")
    assert students[1].view()["partner"]["kind"] == "computer"
    assert students[2].view()["partner"]["kind"] == "person"


def test_the_board_tells_what_deserves_a_look(make_class, monkeypatch):
    room = make_class()
    us, vietnam = room.pair()
    vietnam.offer(0, 0, 0)
    for _ in range(4):
        us.offer(5, 2, 2)
        vietnam.offer(0, 0, 0)
    now = room.school.now
    monkeypatch.setattr(room.school, "now", lambda: now() + 1000)
    alerts = room.board()["groups"][0]["alerts"]

    assert "silent" in alerts
    assert "stuck" in alerts
    assert "worse than no deal: US" in alerts


@pytest.mark.parametrize("field", ["rounds", "talks_minutes", "computer_groups", "keep_days"])
@pytest.mark.parametrize("value", ["-1", "many", "nan", "1e9"])
def test_a_form_with_impossible_numbers_is_refused(make_class, field, value):
    room = make_class()
    answer = room.teacher.form("/teach/new", title="x", scenario="mini", **{field: value})

    assert answer.status_code == 422
    assert len(room.school.rooms) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "../../etc/passwd"},
        {"scenario": "baseline"},
        {"pairing": "love"},
        {"computer_us": "x: ["},
    ],
)
def test_a_form_with_unknown_names_is_refused(make_class, wrong):
    room = make_class()

    assert room.teacher.form("/teach/new", **{"title": "x", "scenario": "mini", **wrong}).status_code == 422


def test_two_classes_at_once_do_not_see_each_other(make_class):
    room = make_class()
    answer = room.teacher.form("/teach/new", title="Other", scenario="mini")
    other = room.school.rooms[answer.headers["location"].rsplit("/", 1)[-1]]
    room.join("Ann")

    assert len(other.seats) == 0
    assert other.record.code != room.code


def test_a_clock_counts_only_while_it_runs():
    clock = Clock(60.0, 100.0)

    assert clock.remaining(130.0) == 30.0
    assert clock.pause(130.0).remaining(500.0) == 30.0
    assert clock.pause(130.0).resume(500.0).remaining(510.0) == 20.0
    assert clock.extend(60.0, 130.0).remaining(130.0) == 90.0
    assert clock.skip(40.0).remaining(140.0) == 60.0
    assert clock.remaining(50.0) == 60.0  # a clock set back gives no time
    assert clock.over(160.0)
    assert not clock.pause(110.0).over(1e9)
    assert Clock(None, 0.0).remaining(1e9) is None
    assert Clock(0.0, 5.0).over(5.0)
