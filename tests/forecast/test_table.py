"""The table, the sentences about it, and what is written: from endings made by hand."""

from datetime import date

import pytest

from negsim.forecast.baselines import Cut
from negsim.forecast.ending import Ending
from negsim.forecast.questions import questions
from negsim.forecast.table import (
    COMPROMISE,
    FORECASTERS,
    MODEL,
    NASH,
    STATUS_QUO,
    beaten_by,
    endings_text,
    means,
    read_endings,
    rows,
)
from negsim.forecast.words import sheets, verdict

CUTS = sorted({asked.cut for asked in questions()})
WENT = Ending(date(2025, 10, 26), None, 0.20, "all", "annex", 54.7)
"""What came."""
WRONG = Ending(date(2025, 12, 1), date(2025, 12, 1), 0.0, "none", "none", -3.25)


def told(model, nash=None):
    ends = {}
    for day in CUTS:
        others = {NASH: [nash or Ending()] * len(model), COMPROMISE: [WRONG] * len(model)}
        ends |= {(day, name): every for name, every in {MODEL: model, **others}.items()}
        ends[day, STATUS_QUO] = [Cut(day).status_quo] * len(model)
    return ends


def by_name(table):
    return {row["question"]: row for row in table}


def test_half_right_is_scored_by_hand():
    row = by_name(rows(told([WENT, WENT, WRONG])))["access_all"]["forecasts"][MODEL]

    assert row["draws"] == 3
    assert row["probability"] == pytest.approx(2.5 / 4)
    assert row["brier"] == pytest.approx((1.5 / 4) ** 2, abs=1e-6)
    assert row["log"] == pytest.approx(0.470004, abs=1e-6)


def test_days_are_censored_and_what_is_not_spoken_of_does_not_count():
    table = by_name(rows(told([WENT, WRONG, Ending()])))
    days, rates = (table[name]["forecasts"][MODEL] for name in ("framework_date", "framework_rate"))
    horizon, came = 200 / 7, 195 / 7

    assert days["draws"] == 3
    assert days["mean"] == pytest.approx((came + 2 * horizon) / 3, abs=1e-6)
    assert rates["draws"] == 2
    assert rates["crps"] == pytest.approx(5.0)
    assert table["access_all"]["forecasts"][NASH] == {
        "draws": 0,
        "probability": 0.5,
        "brier": 0.25,
        "log": 0.693147,
    }
    assert table["framework_rate"]["forecasts"][NASH] == {"draws": 0}


def test_what_is_shown_has_no_forecast_and_counts_nowhere():
    table = rows(told([WENT] * 4))

    assert by_name(table)["court_strikes"]["forecasts"] == {}
    assert set(means(table, "brier")) == set(FORECASTERS)
    assert means(table, "brier")[MODEL] == pytest.approx((0.5 / 5) ** 2)


def test_the_sentences_name_who_was_better_first():
    good, bad = rows(told([WENT] * 4, nash=WRONG)), rows(told([WRONG] * 4, nash=WENT))

    assert beaten_by(good, "brier") == []
    assert beaten_by(bad, "brier")[0] == NASH
    assert not [line for line in verdict(good) if "loses" in line or "coin" in line]
    assert "loses to Nash point" in verdict(bad)[0]
    assert [("loses" in line or "coin" in line) for line in verdict(bad)] == sorted(
        (("loses" in line or "coin" in line) for line in verdict(bad)), reverse=True
    )
    assert "access_all" in next(line for line in verdict(bad) if "coin" in line)


def test_a_model_that_says_nothing_of_a_rate_is_told_so():
    assert "On framework_rate the model says nothing." in verdict(rows(told([Ending()] * 3)))


def test_every_question_stands_in_one_sheet():
    shown = sheets(rows(told([WENT] * 2)))

    assert [len(sheet.rows) for sheet in shown] == [10, 3, 2]
    assert all(len(row) == len(sheet.head) for sheet in shown for row in sheet.rows)


def test_endings_that_are_written_and_read_are_the_same():
    ends = told([WENT, WRONG, Ending()])

    assert read_endings(endings_text(ends)) == ends
