"""The instructor's commands: one group or all, and each is an event of the instructor."""

import pytest

from negsim.classroom.actions.ticker import look
from negsim.classroom.state.clock import Clock
from negsim.settings import yaml_file
from negsim.settings.paths import find
from tests.classroom.classes import Browser
from tests.scenarios import raw_scenario


def test_clocks_pause_resume_extend_and_end_for_one_group_and_for_all(make_class):
    class_ = make_class(talks_minutes=10.0)
    class_.start("Ann", "Bao", "Chi", "Dan")
    class_.do("pause", group=1)
    paused = [group["paused"] for group in class_.board()["groups"]]
    class_.do("resume", group=1)
    class_.do("extend", group=2, minutes=5)
    left = [round(group["left"] / 60) for group in class_.board()["groups"]]
    class_.do("pause")
    both = [group["paused"] for group in class_.board()["groups"]]
    class_.do("resume")
    class_.do("end", group=1)
    one = [group["phase"] for group in class_.board()["groups"]]
    class_.do("end")
    kinds = {event.kind: event.actor for event in class_.events() if event.kind.startswith("clock_")}

    assert paused == [True, False]
    assert left == [10, 15]
    assert both == [True, True]
    assert one == ["closed", "talks"]
    assert class_.board()["phase"] == "closed"
    assert kinds == dict.fromkeys(["clock_paused", "clock_resumed", "clock_extended"], "instructor")
    assert [group["how"] for group in class_.board()["groups"]] == ["ended", "ended"]


def test_one_group_may_start_before_the_others(make_class):
    class_ = make_class()
    for name in ("Ann", "Bao", "Chi", "Dan"):
        class_.join(name)
    class_.do("advance")
    class_.do("advance", group=2)

    assert [group["phase"] for group in class_.board()["groups"]] == ["brief", "talks"]
    class_.do("advance")
    assert [group["phase"] for group in class_.board()["groups"]] == ["talks", "talks"]


def test_phases_end_when_their_clock_does(make_class, monkeypatch):
    class_ = make_class(brief_minutes=1.0, talks_minutes=2.0)
    ann, _bao = class_.join("Ann"), class_.join("Bao")
    class_.do("advance")
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 61)
    look(class_.server)
    second = ann.view()["phase"]
    monkeypatch.setattr(class_.server, "now", lambda: now() + 61 + 121)
    look(class_.server)
    look(class_.server)

    assert second == "talks"
    assert ann.view()["ended"]["how"] == "time_up"
    assert class_.board()["phase"] == "closed"


def test_commands_that_make_no_sense_now_are_refused(make_class):
    class_ = make_class()
    early = class_.do("pause")
    class_.start("Ann", "Bao")
    class_.do("end")
    late = [
        class_.do("pause").status_code,
        class_.do("end").status_code,
        class_.do("extend", group=1).status_code,
    ]
    class_.do("advance")

    assert early.status_code == 409
    assert late == [409, 409, 409]
    assert class_.do("advance").status_code == 409
    assert class_.do("extend", minutes="many").status_code == 409
    assert class_.do("end", group="one").status_code == 404


def test_a_kicked_student_loses_the_seat_and_comes_back_by_a_new_code(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    seat = class_.state.groups[1].players["vietnam"].seat
    class_.seat("kick", seat=seat)
    gone = vietnam.get("/seat").status_code
    code = class_.seat("code", seat=seat).json()["rejoin"]
    back = Browser(class_.app)
    back.form("/rejoin", code=code)

    assert gone == 403
    assert us.view()["partner"]["kind"] == "computer"
    assert back.view()["side"] == "vietnam"
    assert not back.view()["mine"]
    assert back.send("take_back").status_code in (200, 409)


def test_a_student_is_moved_to_another_group(make_class):
    class_ = make_class()
    students = class_.start("Ann", "Bao", "Chi")
    seat = class_.state.groups[1].players["us"].seat
    taken = class_.seat("move", seat=seat, group=1, side="vietnam")
    moved = class_.seat("move", seat=seat, group=2, side="vietnam")

    assert taken.status_code == 409
    assert moved.status_code == 200
    assert (students[0].view()["group"], students[0].view()["side"]) == (2, "vietnam")
    assert students[1].view()["partner"]["kind"] == "computer"
    assert students[2].view()["partner"]["kind"] == "person"


def test_the_board_tells_what_deserves_a_look(make_class, monkeypatch):
    class_ = make_class()
    us, vietnam = class_.pair()
    vietnam.offer(0, 0, 0)
    for _ in range(4):
        us.offer(5, 2, 2)
        vietnam.offer(0, 0, 0)
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 1000)
    alerts = class_.board()["groups"][0]["alerts"]

    assert "silent" in alerts
    assert "stuck" in alerts
    assert "worse than no deal: US" in alerts


@pytest.mark.parametrize("field", ["rounds", "talks_minutes", "computer_groups", "keep_days"])
@pytest.mark.parametrize("value", ["-1", "many", "nan", "1e9"])
def test_a_form_with_impossible_numbers_is_refused(make_class, field, value):
    class_ = make_class()
    answer = class_.teacher.form("/teach/new", title="x", scenario="mini", **{field: value})

    assert answer.status_code == 422
    assert len(class_.server.classes) == 1


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
    class_ = make_class()

    assert class_.teacher.form("/teach/new", **{"title": "x", "scenario": "mini", **wrong}).status_code == 422


def test_two_classes_at_once_do_not_see_each_other(make_class):
    class_ = make_class()
    answer = class_.teacher.form("/teach/new", title="Other", scenario="mini")
    other = class_.server.classes[answer.headers["location"].rsplit("/", 1)[-1]]
    class_.join("Ann")

    assert len(other.seats) == 0
    assert other.record.code != class_.code


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


def test_events_are_news_on_the_phone_the_board_and_the_projector(make_class, tmp_path):
    """The rate in force changes while two groups talk: each hears of it when its own talks get there."""
    raw = raw_scenario("mini")
    raw["events"] = {"rise": {"type": "tariff_in_force", "at": 1, "rate": 0.46}}
    path = tmp_path / "rising.yaml"
    path.write_text(yaml_file.dump(raw), encoding="utf-8")
    class_ = make_class(scenario=str(path))
    us, vietnam, *_ = class_.start("Ann", "Bao", "Chi", "Dan")
    table = us.view()["table"]
    screen = f"{class_.home}/screen/view"
    quiet = class_.teacher.get(screen).json()["news"]
    vietnam.offer(1, 1, 1)
    us.offer(3, 2, 2)
    line = "A reciprocal rate of 46 % is in force from today; it was 20 %."

    assert quiet == []
    assert [row["news"] for row in class_.board()["groups"]] == [line, ""]
    assert class_.teacher.get(screen).json()["news"] == [[line, 1]]
    for phone in (us, vietnam):
        assert [n["detail"] for n in phone.view()["history"] if n["kind"] == "tariff_in_force"] == [line]
    assert us.view()["table"] != table
    assert (
        len({points["points"] for points in vietnam.view()["history"] if points["points"] is not None}) == 2
    )


def test_a_leader_may_put_another_text_before_a_student(make_class, tmp_path):
    """What two students agreed is an offer again, which the other side can accept by its number."""
    raw = raw_scenario("mini")
    raw["events"] = {"leader": {"type": "override", "party": "us", "chance": 1, "issue": "tariff"}}
    path = tmp_path / "leader.yaml"
    path.write_text(yaml_file.dump(raw), encoding="utf-8")
    class_ = make_class(scenario=str(path))
    us, vietnam = class_.pair()
    vietnam.offer(2, 1, 1)
    us.accept()
    lines = vietnam.view()["history"]

    assert [(line["who"], line["kind"], line["by"]) for line in lines] == [
        ("me", "offered", "person"),
        ("them", "accepted", "person"),
        ("world", "override", "world"),
        ("them", "offered", "world"),
    ]
    assert lines[-1]["levels"] == [3, 1, 1]
    assert vietnam.view()["turn"] == "me"
    assert vietnam.view()["offer"] == lines[-1]["n"]
    assert vietnam.accept().status_code == 200
    assert vietnam.view()["ended"]["how"] == "agreed"


def test_a_brief_tells_a_side_its_own_odds_of_a_ruling(make_class, tmp_path):
    raw = raw_scenario("mini")
    odds = {"us": 0.41, "vietnam": 0.67}
    raw["events"] = {"ruling": {"type": "court", "window": [3, 9], "odds": odds}}
    path = tmp_path / "court.yaml"
    path.write_text(yaml_file.dump(raw), encoding="utf-8")
    us, vietnam = make_class(scenario=str(path)).pair()
    seen = us.get("/seat/brief").text
    told = "A court rules on the tariffs between 2025-11-17 and 2025-12-29: your lawyers put the odds"

    assert f"{told} that it strikes them down at <b>41 %</b>, and then 10 % would be in force." in seen
    assert "67 %" not in seen
    assert "<b>67 %</b>" in vietnam.get("/seat/brief").text


def staged(tmp_path, given: str = "") -> str:
    """Return the path of `mini` with the tariff settled first, or given."""
    rules = f"type: framework_then_detail, headline: [tariff]{given}"
    mini = find("mini").read_text(encoding="utf-8")
    path = tmp_path / "staged.yaml"
    path.write_text(mini.replace("type: alternating_offers", rules))
    return str(path)


def test_frameworks_and_signatures_are_news_without_their_terms_on_the_projector(make_class, tmp_path):
    class_ = make_class(scenario=staged(tmp_path))
    us, vietnam = class_.pair()
    screen = f"{class_.home}/screen/view"
    vietnam.offer(2, 1, 1)
    us.accept()
    assert class_.board()["groups"][0]["news"] == "The parties announce a framework: tariff 15 %."
    assert class_.teacher.get(screen).json()["news"] == [["The parties announce a framework.", 1]]

    vietnam.offer(2, 2, 2)
    us.accept()
    assert class_.board()["groups"][0]["how"] == "signed"
    assert class_.teacher.get(screen).json()["news"][-1] == ["The parties sign the agreement.", 1]
    assert us.view()["history"][-1]["detail"] == "The parties sign the agreement."
    replay = class_.teacher.get(f"{class_.home}/g/1").text
    assert "Group 1: signed" in replay
    class_.do("advance")
    assert "You agreed in round 2 (signed):" in us.get("/seat/debrief").text


def test_a_given_text_is_the_first_news_of_all(make_class, tmp_path):
    class_ = make_class(scenario=staged(tmp_path, ", given: {tariff: 0.15}"))
    us, vietnam = class_.pair()
    line = "A framework stands: tariff 15 %."
    (first,) = us.view()["history"]
    told = class_.teacher.get(f"{class_.home}/screen/view").json()["news"]

    assert (first["kind"], first["round"], first["detail"]) == ("framework", 0, line)
    assert told == [[line, 1]]
    assert vietnam.offer(3, 2, 2).status_code == 422
    vietnam.send("walk")
    assert us.view()["ended"]["how"] == "walked_away"
