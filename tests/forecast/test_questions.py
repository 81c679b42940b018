"""The ten questions, their worlds, and what could be asked of weights on the day of each cut."""

from datetime import date, timedelta

import pytest

from negsim.forecast.constraints import CONSTRAINTS, known_by
from negsim.forecast.ending import ANSWERS, Ending
from negsim.forecast.questions import questions
from negsim.forecast.worlds import changes, world

EVENTS = [asked for asked in questions() if asked.kind == "event"]
BY_NAME = {asked.name: asked for asked in questions()}


def test_there_are_ten_questions_and_three_of_them_as_numbers():
    assert len(EVENTS) == 10
    assert len(questions()) == 13
    assert sum(asked.answer for asked in EVENTS) == 7


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_question_is_cut_before_it_is_settled_and_has_a_world_and_a_source(asked):
    assert asked.cut < asked.resolution
    assert asked.cut in changes()
    assert world(asked.cut).time.start == asked.cut
    assert asked.source


def test_what_is_scored_has_an_answer_of_the_model_and_what_is_not_has_a_reason():
    assert {asked.name for asked in questions() if asked.scored} == set(ANSWERS)
    assert all(asked.note for asked in questions() if not asked.scored)
    assert {asked.name for asked in questions() if not asked.scored} == {"court_strikes", "leaders_meet"}


def test_days_are_weeks_from_the_cut_counted_to_the_resolution():
    asked, never = BY_NAME["framework_date"], BY_NAME["signature_date"]

    assert asked.answer == pytest.approx((date(2025, 10, 26) - date(2025, 4, 14)).days / 7)
    assert asked.weeks(None) == asked.weeks(asked.resolution + timedelta(90)) == asked.horizon
    assert never.answer == never.horizon
    assert never.came == "not by then"
    assert BY_NAME["framework_rate"].answer == pytest.approx(20.0)


def test_what_an_ending_says_to_each_question():
    day = date(2025, 10, 31)
    end = Ending(day, day + timedelta(60), 0.11, "all", "broad", -1.0)
    said = {name: answer(end, BY_NAME[name]) for name, answer in ANSWERS.items()}
    weeks = BY_NAME["framework_date"].horizon

    assert said.pop("framework_date") == pytest.approx(weeks)
    assert said.pop("framework_rate") == pytest.approx(11.0)
    assert said.pop("signature_date") == pytest.approx(64 / 7)
    assert said == {
        "framework_by_october": 1,
        "rate_at_most_20": 1,
        "rate_at_most_11": 1,
        "signed_by_december": 1,
        "deficit_rises": 0,
        "signed_by_march": 1,
        "exemptions_some": 1,
        "access_all": 1,
    }


def test_an_ending_without_a_deal_says_nothing_of_its_terms():
    end = Ending(deficit_change=0.0)
    said = {name: answer(end, BY_NAME[name]) for name, answer in ANSWERS.items()}

    assert {name for name, answer in said.items() if answer is None} == {
        *("rate_at_most_20", "rate_at_most_11", "exemptions_some", "access_all", "framework_rate")
    }
    assert said["deficit_rises"] == 0.5
    assert said["framework_by_october"] == said["signed_by_march"] == 0


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2025, 4, 14), {"a2", "a3", "d", "f1", "f2", "f3"}),
        (date(2025, 7, 1), {"a2", "a3", "d", "f1", "f2", "f3"}),
        (date(2025, 7, 2), {"a1", "a2", "a3", "d", "f1", "f2", "f3"}),
        (date(2025, 10, 25), {"a1", "a2", "a3", "d", "f1", "f2", "f3"}),
        (date(2025, 10, 27), {c.name for c in CONSTRAINTS if c.required}),
    ],
)
def test_what_could_be_asked_on_a_day(day, names):
    assert {c.name for c in known_by(day)} == names
