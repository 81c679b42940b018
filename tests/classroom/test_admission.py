"""Who comes in: as many as were announced, the others when the instructor lets them; the lock of a class."""

import pytest

from tests.classroom.classes import Browser


def knock(class_, name="Eve", address="10.0.0.66"):
    """Join from a browser that nobody knows, and return it with the answer."""
    stranger = Browser(class_.app, address)
    return stranger, stranger.form("/join", code=class_.code, name=name)


def lobby(class_):
    return [one["name"] for one in class_.board()["lobby"]]


def waiting(class_):
    return {one["name"]: one["seat"] for one in class_.board()["waiting"]}


def test_one_client_takes_a_tenth_more_seats_than_were_announced(make_class):
    class_ = make_class(size=30)
    statuses = [knock(class_, f"Bot {n}")[1].status_code for n in range(385)]

    assert len(lobby(class_)) == 33
    assert len(waiting(class_)) == 100
    assert statuses == [303] * 133 + [403] * 252


def test_two_hundred_announced_students_join_from_one_address(make_class):
    class_ = make_class(size=200)
    statuses = {knock(class_, f"Student {n}", "10.0.0.1")[1].status_code for n in range(200)}

    assert statuses == {303}
    assert len(lobby(class_)) == 200


def test_who_joins_again_in_a_private_window_after_the_start_sees_nothing(make_class):
    class_ = make_class()
    class_.start("Ann")
    spy, _ = knock(class_, "Ann again")
    private = [spy.get(url).status_code for url in ("/seat/table", "/seat/brief", "/seat/debrief")]

    assert spy.view()["talks"] is None
    assert spy.view()["waits"]
    assert private == [409] * 3
    assert len(class_.state.groups) == 1


def test_the_instructor_gives_a_late_student_a_seat(make_class):
    class_ = make_class()
    class_.start("Ann", "Bao", "Chi")
    late, _ = knock(class_, "Dan")
    answer = class_.seat("admit", seat=waiting(class_)["Dan"], group=2, side="vietnam")

    assert answer.status_code == 200
    assert (late.view()["group"], late.view()["side"], late.view()["waits"]) == (2, "vietnam", False)
    assert waiting(class_) == {}


def test_without_a_choice_late_students_sit_where_there_is_room(make_class):
    class_ = make_class()
    class_.start("Ann")
    bao, chi = knock(class_, "Bao")[0], knock(class_, "Chi")[0]
    class_.do("admit")

    assert [(one.view()["group"], one.view()["partner"]["kind"]) for one in (bao, chi)] == [
        (1, "person"),
        (2, "computer"),
    ]


def test_a_student_with_a_new_phone_gets_the_seat_of_the_old_one(make_class):
    class_ = make_class()
    ann, _bao = class_.start("Ann", "Bao")
    again, _ = knock(class_, "Ann")
    seat, owner = waiting(class_)["Ann"], class_.state.groups[1].players["us"].seat
    class_.state.seats[owner].present = 1
    refused = class_.seat("admit", seat=seat, group=1, side="us")
    class_.state.seats[owner].present = 0
    class_.seat("admit", seat=seat, group=1, side="us")

    assert refused.status_code == 409
    assert (again.view()["side"], again.view()["mine"]) == ("us", True)
    assert ann.get("/seat").status_code == 403


def test_a_locked_class_takes_nobody_until_it_is_unlocked(make_class):
    class_ = make_class()
    class_.do("lock")
    before = knock(class_)[1]
    class_.reopen()
    after = knock(class_)[1]
    class_.do("unlock")

    assert (before.status_code, after.status_code) == (403, 403)
    assert before.json()["error"].startswith("Your instructor has locked this class")
    assert knock(class_)[1].status_code == 303
    assert class_.board()["locked"] is False


def test_names_in_the_lobby_are_removed_and_may_be_replaced(make_class):
    class_ = make_class(size=2)
    ann, bot = class_.join("Ann"), class_.join("Bot 1")
    class_.join("Bot 2")
    bao, _ = knock(class_, "Bao")
    seats = {one["name"]: one["seat"] for one in class_.board()["lobby"]}
    class_.seat("dismiss", seat=seats["Bot 1"])
    class_.seat("dismiss", seat=seats["Bot 2"])
    gone = bot.get("/seat").status_code
    class_.do("admit")
    left = lobby(class_)
    class_.do("clear")

    assert gone == 403
    assert left == ["Ann", "Bao"]
    assert lobby(class_) == []
    assert (ann.get("/seat").status_code, bao.get("/seat").status_code) == (403, 403)


def test_who_waits_is_not_paired_and_may_be_turned_away_in_bulk(make_class):
    class_ = make_class(size=1)
    class_.join("Ann"), class_.join("Bao")
    stranger, _ = knock(class_)
    class_.do("advance")
    paired = len(class_.board()["groups"])
    class_.do("dismiss")

    assert paired == 1
    assert waiting(class_) == {}
    assert stranger.get("/seat").status_code == 403


@pytest.mark.parametrize(("command", "sentence"), [("admit", "in already"), ("dismiss", "has a group")])
def test_commands_for_those_who_wait_do_nothing_to_others(make_class, command, sentence):
    class_ = make_class()
    class_.start("Ann")
    answer = class_.seat(command, seat=class_.state.groups[1].players["us"].seat)

    assert answer.status_code == 409
    assert sentence in answer.json()["error"]


def test_a_browser_that_joins_twice_before_it_has_a_seat_gets_one(make_class):
    """A double click, or the link open in two tabs: both requests come without the seat's cookie."""
    class_ = make_class()
    first = Browser(class_.app)
    first.get(f"/j/{class_.code}")
    second = Browser(class_.app)
    second.cookies.update(first.cookies)
    first.form("/join", code=class_.code, name="Ann")
    second.form("/join", code=class_.code, name="Ann")
    class_.seat("dismiss", seat=next(iter(class_.state.seats)))
    second.cookies.pop("seat")

    assert first.cookies["seat"]
    assert lobby(class_) == []
    assert second.form("/join", code=class_.code, name="Ann").status_code == 303
    assert lobby(class_) == ["Ann"]


def test_a_kicked_student_s_place_can_be_filled_again(make_class):
    class_ = make_class()
    class_.start("Ann", "Bao", "Chi")
    class_.seat("kick", seat=class_.state.groups[1].players["vietnam"].seat)
    late, _ = knock(class_, "Dan")
    class_.do("admit")
    chi = class_.state.groups[2].players["us"].seat
    class_.seat("kick", seat=class_.state.groups[1].players["us"].seat)
    moved = class_.seat("move", seat=chi, group=1, side="us")

    assert (late.view()["group"], late.view()["side"]) == (1, "vietnam")
    assert moved.status_code == 200
    assert late.view()["partner"]["kind"] == "person"


def test_a_flood_of_wrong_tokens_does_not_keep_the_instructor_out(make_class, monkeypatch):
    """No token is hashed slowly, nobody queues: the right one passes at once among hundreds of wrong ones."""
    import hashlib

    def slow(*args, **more):
        raise AssertionError("a wrong token costs the server a slow hash")

    class_ = make_class()
    monkeypatch.setattr(hashlib, "scrypt", slow)
    flood = Browser(class_.app, "10.0.0.66")
    statuses = {flood.form("/teach/login", token=f"wrong {n}").status_code for n in range(50)}

    assert statuses == {403, 429}
    assert Browser(class_.app, "10.0.0.66").form("/teach/login", token=class_.token).status_code == 303
