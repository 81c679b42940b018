"""Who sits opposite whom."""

import pytest

from negsim.classroom.state.pairing import against_computers, by_list, read_list


@pytest.mark.parametrize(
    ("students", "groups", "computers"),
    [
        (2, 1, 0),
        (3, 2, 1),
        pytest.param(199, 100, 1, marks=pytest.mark.long),
        pytest.param(200, 100, 0, marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("pairing", ["arrival", "random"])
def test_everybody_has_somebody_opposite(make_class, students, groups, computers, pairing):
    class_ = make_class(pairing=pairing, size=200)
    for number in range(students):
        class_.join(f"Student {number}")
    class_.do("advance")
    board = class_.board()
    sides = [side for group in board["groups"] for side in group["sides"].values()]
    seats = [side["seat"] for side in sides if side["seat"]]

    assert len(board["groups"]) == groups
    assert sum(side["kind"] == "computer" for side in sides) == computers
    assert len(seats) == len(set(seats)) == students


def test_a_student_left_over_is_told_that_a_computer_sits_opposite(make_class):
    class_ = make_class()
    ann = class_.start("Ann")[0]

    assert ann.view()["partner"] == {"kind": "computer", "name": "a computer delegation"}


def test_pairs_come_from_a_list_and_the_rest_by_arrival(make_class):
    class_ = make_class(pairing="list", listed="dan, ANN\nEve; Nobody")
    for name in ("Ann", "Bao", "Chi", "Dan", "Eve"):
        class_.join(name)
    class_.do("advance")
    named = [(g["sides"]["us"]["name"], g["sides"]["vietnam"]["name"]) for g in class_.board()["groups"]]

    assert named == [("Dan", "Ann"), ("Eve", ""), ("Bao", "Chi")]


def test_everybody_may_meet_a_computer_and_sides_alternate():
    assert against_computers(["a", "b"]) == [("a", None), (None, "b")]


def test_lists_are_read_with_any_separator():
    assert read_list("a,b\nc;d\n\ne\tf\ng") == [("a", "b"), ("c", "d"), ("e", "f"), ("g", "")]
    assert by_list({"1": "x"}, []) == [("1", None)]


def test_nobody_and_no_computers_is_no_class(make_class):
    class_ = make_class()
    answer = class_.do("advance")

    assert answer.status_code == 409
    assert class_.state.phase == "lobby"


def test_a_late_student_takes_a_computer_s_place_or_gets_a_group_of_its_own(make_class):
    class_ = make_class()
    class_.start("Ann", "Bao", "Chi")
    dan, eve = class_.join("Dan"), class_.join("Eve")
    class_.do("admit")

    assert (dan.view()["group"], dan.view()["partner"]["kind"]) == (2, "person")
    assert (eve.view()["group"], eve.view()["partner"]["kind"]) == (3, "computer")
    assert eve.view()["phase"] == "talks"


def test_where_everybody_meets_a_computer_a_late_student_does_too(make_class):
    class_ = make_class(pairing="computer")
    ann = class_.start("Ann")[0]
    bao = class_.join("Bao")
    class_.do("admit")

    assert (bao.view()["group"], bao.view()["partner"]["kind"]) == (2, "computer")
    assert ann.view()["partner"]["kind"] == "computer"
