"""Moves of students: turns, repeats, stale offers, bad input, messages."""

import json

import pytest

from negsim.settings.paths import find
from tests.classroom.classes import key, terms


def test_a_pair_offers_counters_accepts_and_sees_the_end(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    first, second = vietnam.offer(1, 1, 1), us.offer(3, 2, 2)
    end = vietnam.accept()

    assert [a.status_code for a in (first, second, end)] == [200, 200, 200]
    assert [line["kind"] for line in us.view()["history"]] == ["offered", "offered", "accepted"]
    assert us.view()["ended"]["how"] == vietnam.view()["ended"]["how"] == "agreed"
    assert us.view()["ended"]["levels"] == [3, 2, 2]
    assert class_.board()["phase"] == "closed"


def test_an_agreement_is_voted_on_at_home_with_reasons(make_class):
    class_ = make_class(scenario="quiet", rounds=20)
    us, vietnam = class_.pair()
    issues = [issue["name"] for issue in us.get("/seat/table").json()["issues"]]
    vietnam.send("offer", terms=dict.fromkeys(issues, 0) | {"tariff": 5})
    us.accept()
    view = vietnam.view()

    assert view["phase"] == "talks"
    assert view["history"][-1]["kind"] == "suspended"
    assert "Ratification fails in" in view["failed"]["detail"]
    assert all(group["reason"] for group in view["failed"]["home"]["groups"])


def test_walking_away_ends_the_talks_for_both(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()

    assert vietnam.send("walk").status_code == 200
    assert us.view()["ended"]["how"] == "walked_away"


def test_moves_out_of_turn_before_the_start_while_paused_and_after_the_end_are_refused(make_class):
    class_ = make_class()
    us, vietnam = class_.join("Ann"), class_.join("Bao")
    before = vietnam.offer()
    class_.do("advance")
    early = vietnam.offer()
    class_.do("advance")
    turn = us.offer()
    class_.do("pause")
    paused = vietnam.offer()
    class_.do("resume")
    fine = vietnam.offer()
    us.accept()
    late = us.offer()
    moves = [event for event in class_.events() if event.kind == "offered"]

    assert [a.status_code for a in (before, early, turn, paused, fine, late)] == [
        409,
        409,
        409,
        409,
        200,
        409,
    ]
    assert len(moves) == 1


def test_a_move_after_the_deadline_by_the_server_s_clock_is_refused(make_class, monkeypatch):
    class_ = make_class(talks_minutes=0.05)
    _us, vietnam = class_.pair()
    now = class_.server.now
    monkeypatch.setattr(class_.server, "now", lambda: now() + 3.1)
    answer = vietnam.offer()

    assert answer.status_code == 409
    assert answer.json()["error"] == "The time is up."


def test_the_same_request_twice_is_one_move_with_one_answer(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    request = {"terms": terms(1), "key": key()}
    first, second = vietnam.post("/seat/offer", request), vietnam.post("/seat/offer", request)
    other = us.post("/seat/offer", {"terms": terms(2), "key": request["key"]})

    assert first.json() == second.json()
    assert other.status_code == 200
    assert other.json() != first.json()
    assert len(us.view()["history"]) == 2


def test_only_the_offer_on_the_table_of_the_other_side_can_be_accepted_and_once(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    nothing = vietnam.send("accept", offer=1)
    vietnam.offer(1)
    own = vietnam.send("accept", offer=1)
    us.offer(2)
    stale = vietnam.send("accept", offer=1)
    untold = vietnam.send("accept")
    good = vietnam.send("accept", offer=2)
    again = vietnam.send("accept", offer=2)
    agreed = [event for event in class_.events() if event.kind == "accepted"]

    assert [a.status_code for a in (nothing, own, stale, untold, good, again)] == [
        409,
        409,
        409,
        422,
        200,
        409,
    ]
    assert len(agreed) == 1


BAD = {
    "missing issue": {"tariff": 1, "access": 1},
    "unknown issue": {**terms(), "gold": 1},
    "text": {**terms(), "tariff": "1"},
    "null": {**terms(), "tariff": None},
    "list": {**terms(), "tariff": [1]},
    "truth": {**terms(), "tariff": True},
    "out of range": {**terms(), "tariff": 6},
    "negative": {**terms(), "tariff": -1},
    "off the step": {**terms(), "tariff": 1.5},
    "huge": {**terms(), "tariff": 10**400},
    "no mapping": [1, 1, 1],
    "nothing": None,
}


@pytest.mark.parametrize("what", BAD)
def test_an_offer_that_is_none_is_refused_with_a_sentence_and_stores_nothing(make_class, what):
    class_ = make_class()
    _us, vietnam = class_.pair()
    before = class_.events()
    answer = vietnam.send("offer", terms=BAD[what])
    preview = vietnam.post("/seat/preview", {"terms": BAD[what]})

    assert (answer.status_code, preview.status_code) == (422, 422)
    assert answer.json()["error"].endswith(".")
    assert class_.events() == before


@pytest.mark.parametrize(
    "body",
    [
        '{"key": "aaaaaaaa", "terms": {"tariff": NaN, "access": 0, "origin": 0}}',
        '{"key": "aaaaaaaa", "terms": {"tariff": Infinity, "access": 0, "origin": 0}}',
        '{"key": "aaaaaaaa", ',
        "[1, 2]",
        '"text"',
        "[" * 30_000,
        b"\xff\xfe",
        '{"key": "../../x", "terms": {"tariff": 1, "access": 0, "origin": 0}}',
        '{"terms": {"tariff": 1, "access": 0, "origin": 0}}',
    ],
)
def test_a_body_that_cannot_be_read_is_refused(make_class, body):
    class_ = make_class()
    _us, vietnam = class_.pair()
    before = class_.events()
    answer = vietnam.ask("POST", "/seat/offer", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert class_.events() == before


def test_a_body_of_a_megabyte_is_refused(make_class):
    class_ = make_class()
    _us, vietnam = class_.pair()
    answer = vietnam.post("/seat/offer", {"key": key(), "terms": terms(), "more": "x" * 1_000_000})

    assert answer.status_code == 413
    assert (
        vietnam.ask("POST", "/seat/offer", content=b"{}", headers={"content-type": "text/xml"}).status_code
        == 415
    )
    assert [event.kind for event in class_.events()][-1] == "phase_started"


def test_unknown_commands_and_pages_are_told_so(make_class):
    class_ = make_class()
    us, _vietnam = class_.pair()

    assert us.send("bribe").status_code == 404
    assert us.get("/nothing").status_code == 404
    assert us.get("/seat/offer").status_code in (404, 405)
    assert class_.do("explode").status_code == 404
    assert class_.do("pause", group=99).status_code == 404


def test_messages_are_text_of_limited_length_and_pace(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    said = us.send("say", text="<b>Xin chào</b> 🤝")
    refused = [us.send("say", text=text).status_code for text in ("", "x" * 501, "a\x00b", 5)]
    codes = [us.send("say", text=f"again {n}").status_code for n in range(8)]

    assert said.status_code == 200
    assert vietnam.view()["chat"][0] == {
        "n": said.json()["event"],
        "who": "them",
        "text": "<b>Xin chào</b> 🤝",
    }
    assert refused == [422] * 4
    assert 429 in codes
    assert "\\u003cb" not in json.dumps(vietnam.view()["chat"])


def test_messages_can_be_switched_off(make_class):
    class_ = make_class(chat=False)
    us, _vietnam = class_.pair()

    assert us.send("say", text="Hello").status_code == 409


def test_red_lines_bind_a_student_too(make_class, monkeypatch):
    from dataclasses import replace

    class_ = make_class()
    _us, vietnam = class_.pair()
    spec = class_.state.scenario.parties["vietnam"]
    tight = replace(spec, settings=replace(spec.settings, red_lines={"tariff": (0.46,)}))
    parties = {**class_.state.scenario.parties, "vietnam": tight}
    class_.state.scenario = replace(class_.state.scenario, parties=parties)

    assert vietnam.offer(5).status_code == 422
    assert vietnam.offer(4).status_code == 200


def test_a_framework_binds_students_until_the_details_are_agreed(make_class, tmp_path):
    mini = find("mini").read_text(encoding="utf-8")
    path = tmp_path / "staged.yaml"
    path.write_text(
        mini.replace("type: alternating_offers", "type: framework_then_detail, headline: [tariff]")
    )
    us, vietnam = make_class(scenario=str(path)).pair()
    vietnam.offer(2, 1, 1)
    us.accept()
    assert [line["kind"] for line in us.view()["history"]] == ["offered", "accepted", "framework"]
    assert us.view()["history"][-1]["detail"] == "The parties announce a framework: tariff 15 %."

    other, same = vietnam.offer(3, 2, 2), vietnam.offer(2, 2, 2)
    assert (other.status_code, same.status_code) == (422, 200)
    assert "What both sides have agreed on already rules this offer out." in other.text
    us.accept()
    assert us.view()["ended"]["how"] == "signed"
    assert us.view()["ended"]["levels"] == [2, 2, 2]


def test_feedback_names_the_tariff_path_the_deficit_and_who_wins(make_class):
    class_ = make_class()
    _us, vietnam = class_.pair()
    said = vietnam.post("/seat/preview", {"terms": terms(1, 1, 0)}).json()
    world = class_.state.scenario.world
    totals = world.trade_totals(world.space.index([1, 1, 0]))

    assert said["path"] == [["today", 0.2], ["under this offer", 0.1]]
    assert said["deficit"][1] == round(totals["deficit"], 1)
    assert said["partner_sells"]["win"][0][1] > 0
    assert said["home"]["votes"] is False


def test_that_a_brief_was_read_is_stored_once_and_not_after_the_end(make_class):
    class_ = make_class()
    us, vietnam = class_.pair()
    answers = [us.send("ready").status_code for _ in range(20)]
    vietnam.offer(1, 1, 1)
    us.accept()
    late = vietnam.send("ready")

    assert answers == [200] * 20
    assert us.view()["ready"]
    assert late.status_code == 409
    assert [event.kind for event in class_.events()].count("brief_read") == 1


def test_a_page_is_told_when_an_offer_is_the_last_one(make_class):
    class_ = make_class(rounds=2)
    us, vietnam = class_.pair()
    told = [(vietnam.view()["last"], us.view()["last"])]
    for mover in (vietnam, us, vietnam):
        mover.offer(1, 1, 1)
        told.append((vietnam.view()["last"], us.view()["last"]))
    us.offer(1, 1, 1)

    assert told == [("", ""), ("", ""), ("offer", ""), ("", "answer")]
    assert us.view()["ended"]["how"] == "expired"


def test_a_page_is_told_its_own_side_s_odds_of_what_is_on_the_table(make_class):
    class_ = make_class(scenario="us_vietnam_2025", rounds=20)
    us, vietnam = class_.pair()
    issues = [issue["name"] for issue in us.get("/seat/table").json()["issues"]]
    offered = dict.fromkeys(issues, 0) | {"tariff": 5}
    vietnam.send("offer", terms=offered)
    asked = us.post("/seat/preview", {"terms": offered}).json()

    assert us.view()["odds"] == asked["home"]["odds"]
    assert vietnam.view()["odds"] is None


def test_a_failed_deal_says_which_rounds_pass_without_moves(make_class):
    class_ = make_class(scenario="us_vietnam_2025", rounds=20)
    us, vietnam = class_.pair()
    issues = [issue["name"] for issue in us.get("/seat/table").json()["issues"]]
    vietnam.send("offer", terms=dict.fromkeys(issues, 0) | {"tariff": 5})
    us.accept()
    failed, history = us.view()["failed"], us.view()["history"]
    rests = [line["round"] for line in history if line["kind"] == "suspended"]

    assert failed["rests"] == [rests[0], rests[-1]]
    assert us.view()["round"] == rests[-1] + 1
    assert history[failed["n"] - 1]["kind"] == "ratification_failed"
