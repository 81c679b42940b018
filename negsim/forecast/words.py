"""The backtest for people: tables of texts, and sentences that say first where the model loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from negsim.forecast.table import FORECASTERS, MODEL, Row, beaten_by, means

CALLED = {
    "model": "model",
    "constant": "constant",
    "nash": "Nash point",
    "compromise": "compromise",
    "status_quo": "status quo",
}
"""Forecaster -> how a table calls it."""
WORDS = 3
"""Leading columns that are words and days."""


@dataclass(frozen=True)
class Sheet:
    """A table of texts."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(table: Sequence[Row]) -> tuple[Sheet, ...]:
    """Return the probabilities of events, what was said of days and rates, and what is shown only."""
    names = tuple(CALLED[name] for name in FORECASTERS)
    events = [row for row in table if row["scored"] and row["kind"] == "event"]
    numbers = [row for row in table if row["scored"] and row["kind"] != "event"]
    scores = [
        (f"mean {called}", "", "", "", *(f"{means(table, score)[name]:.3f}" for name in FORECASTERS))
        for score, called in (("brier", "Brier score"), ("log", "log score"))
    ]
    return (
        Sheet(
            "Probability given to each event",
            ("event", "cut", "settled", "came", *names),
            (*(_event(row) for row in events), *scores),
        ),
        Sheet(
            "Days (weeks from the cut) and rates (percent): mean, and CRPS in the same unit",
            ("number", "cut", "settled", "came", *names),
            tuple(_number(row) for row in numbers),
        ),
        Sheet(
            "Shown, not scored: the answer is a setting of the world",
            ("event", "cut", "settled", "came", "why"),
            tuple((*_asked(r), r["came"], r["note"]) for r in table if not r["scored"]),
        ),
    )


def _asked(row: Row) -> tuple[str, str, str]:
    return row["question"], row["cut"], row["resolution"]


def _event(row: Row) -> tuple[str, ...]:
    said = (f"{row['forecasts'][name]['probability']:.2f}" for name in FORECASTERS)
    return (*_asked(row), row["came"], *said)


def _number(row: Row) -> tuple[str, ...]:
    return (*_asked(row), row["came"], *(_said(row["forecasts"][name]) for name in FORECASTERS))


def _said(forecast: Mapping[str, Any]) -> str:
    return f"{forecast['mean']:.1f} ({forecast['crps']:.3f})" if forecast["draws"] else "nothing"


def verdict(table: Sequence[Row]) -> tuple[str, ...]:
    """Return who was better than the model, on the whole and number by number, losses first."""
    events = [row for row in table if row["scored"] and row["kind"] == "event"]
    terms = [row for row in events if row["given"]]
    said = [
        _of_events(f"the {len(events)} events", events, "brier", "Brier"),
        _of_events(f"the {len(events)} events", events, "log", "log"),
        _of_events(f"the {len(terms)} events about the terms of a deal", terms, "brier", "Brier"),
        *(_of_number(row) for row in table if row["scored"] and row["kind"] != "event"),
    ]
    lost, won = ([line for loses, line in said if loses == wanted] for wanted in (True, False))
    worse = [row["question"] for row in events if row["forecasts"][MODEL]["brier"] > COIN]
    if worse:
        lost.append(f"Worse than a coin on {len(worse)} events: {', '.join(worse)}.")
    return (*lost, *won)


COIN = 0.25
"""Brier score of a coin."""


def _of_events(what: str, events: Sequence[Row], score: str, called: str) -> tuple[bool, str]:
    """Return whether a baseline is better than the model on some events, and the sentence that says so."""
    mean, better = means(events, score), beaten_by(events, score)
    others = " and ".join(f"{CALLED[name]} ({mean[name]:.3f})" for name in better)
    ends = f"loses to {others}" if better else "is beaten by no baseline"
    return bool(better), f"On {what} the model (mean {called} score {mean[MODEL]:.3f}) {ends}."


def _of_number(row: Row) -> tuple[bool, str]:
    """Return whether somebody said a day or a rate better than the model, and the sentence that says so."""
    crps = {name: said["crps"] for name, said in row["forecasts"].items() if said["draws"]}
    if MODEL not in crps:
        return True, f"On {row['question']} the model says nothing."
    better = sorted((name for name in crps if crps[name] < crps[MODEL]), key=lambda name: crps[name])
    others = " and ".join(f"{CALLED[name]} ({crps[name]:.3f})" for name in better)
    ends = f"loses to {others}" if better else "is beaten by no baseline"
    return bool(better), f"On {row['question']} the model (CRPS {crps[MODEL]:.3f}) {ends}."
