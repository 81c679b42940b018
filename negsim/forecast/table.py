"""The table of the backtest: what each forecaster said to each question, and its scores."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date
from typing import Any

import numpy as np

from negsim.forecast.baselines import Cut
from negsim.forecast.ending import ANSWERS, Ending
from negsim.forecast.questions import Question, questions
from negsim.forecast.scores import brier, crps, log_score, probability

MODEL, CONSTANT, NASH, COMPROMISE, STATUS_QUO = "model", "constant", "nash", "compromise", "status_quo"
FORECASTERS = (MODEL, CONSTANT, NASH, COMPROMISE, STATUS_QUO)
DIGITS = 6
"""Digits after the point of numbers in tables."""

Endings = Mapping[tuple[date, str], Sequence[Ending]]
"""Cut and forecaster -> its ending in each draw."""
Row = dict[str, Any]


def baseline_endings(
    cut: Cut, vectors: Sequence[Mapping[Any, float]]
) -> dict[tuple[date, str], list[Ending]]:
    """Return the endings of the forecasters that hold no talks, one a vector of weights."""
    return {
        (cut.day, NASH): [cut.nash(vector) for vector in vectors],
        (cut.day, COMPROMISE): [cut.compromise(vector) for vector in vectors],
        (cut.day, STATUS_QUO): [cut.status_quo] * len(vectors),
    }


def rows(ends: Endings) -> list[Row]:
    """Return one row a question, as plain data: what was asked, what came, what was said, and the scores.

    Events have a probability, a Brier and a log score for each forecaster; days and rates a mean, the 5th and
    95th percentile and a CRPS, in weeks from the cut and in percentage points.
    """
    return [_row(asked, ends) for asked in questions()]


def _row(asked: Question, ends: Endings) -> Row:
    said = {name: _said(asked, name, ends) for name in FORECASTERS} if asked.name in ANSWERS else {}
    return {
        "question": asked.name,
        "kind": asked.kind,
        "text": asked.text,
        "cut": asked.cut.isoformat(),
        "resolution": asked.resolution.isoformat(),
        "given": asked.given,
        "answer": round(asked.answer, DIGITS),
        "came": asked.came,
        "scored": asked.scored,
        "forecasts": {name: _scored(asked, values) for name, values in said.items()},
        "source": asked.source,
        "note": asked.note,
    }


def _said(asked: Question, name: str, ends: Endings) -> list[float]:
    if name == CONSTANT:
        return Cut(asked.cut).constant(asked, len(ends[asked.cut, MODEL]))
    answers = (ANSWERS[asked.name](end, asked) for end in ends[asked.cut, name])
    return [answer for answer in answers if answer is not None]


def _scored(asked: Question, values: Sequence[float]) -> Row:
    """Return what a forecaster said and its scores; nothing where none of its draws speaks of it."""
    if asked.kind == "event":
        p = probability(values)
        scores = {"probability": p, "brier": brier(p, asked.answer), "log": log_score(p, asked.answer)}
    elif not values:
        scores = {}
    else:
        low, high = np.quantile(values, (0.05, 0.95))
        scores = {
            "mean": float(np.mean(values)),
            "low": low,
            "high": high,
            "crps": crps(values, asked.answer),
        }
    return {"draws": len(values), **{name: round(float(x), DIGITS) + 0.0 for name, x in scores.items()}}


def means(table: Iterable[Row], score: str) -> dict[str, float]:
    """Return forecaster -> mean of a score over the scored events."""
    events = [row for row in table if row["scored"] and row["kind"] == "event"]
    return {n: float(np.mean([row["forecasts"][n][score] for row in events])) for n in FORECASTERS}


def beaten_by(table: Sequence[Row], score: str) -> list[str]:
    """Return the baselines whose mean score is better than the model's, best first."""
    mean = means(table, score)
    return sorted((n for n in FORECASTERS if mean[n] < mean[MODEL]), key=lambda name: mean[name])


SCORES = ("draws", "probability", "brier", "log", "mean", "low", "high", "crps")


def scores_text(table: Iterable[Row]) -> str:
    """Return forecasts and scores as CSV: one row a question and forecaster."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["question", "kind", "cut", "resolution", "answer", "forecaster", *SCORES])
    for row in table:
        head = [row[name] for name in ("question", "kind", "cut", "resolution", "answer")]
        for name, said in row["forecasts"].items():
            sheet.writerow([*head, name, *(said.get(score, "") for score in SCORES)])
    return out.getvalue()


COLUMNS = ("cut", "forecaster", "draw", *(field.name for field in fields(Ending)))


def endings_text(ends: Endings) -> str:
    """Return all endings as CSV: one row a cut, forecaster and draw."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for (cut, name), every in ends.items():
        for draw, end in enumerate(every):
            table.writerow([cut, name, draw, *("" if x is None else _written(x) for x in astuple(end))])
    return out.getvalue()


def _written(value: Any) -> Any:
    return f"{value:.{DIGITS}f}" if isinstance(value, float) else value


def read_endings(text: str) -> dict[tuple[date, str], list[Ending]]:
    """Return the endings that were written as CSV."""
    found: dict[tuple[date, str], list[Ending]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        key = date.fromisoformat(row["cut"]), row["forecaster"]
        days = {
            name: date.fromisoformat(row[name]) if row[name] else None for name in ("framework", "signed")
        }
        numbers = {name: float(row[name]) if row[name] else None for name in ("rate", "deficit_change")}
        words = {name: row[name] or None for name in ("access", "exemptions")}
        said: dict[str, Any] = {**days, **numbers, **words}
        found.setdefault(key, []).append(Ending(**said))
    return found
