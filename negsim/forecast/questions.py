"""The questions of the backtest: what was asked on which day, when it was settled, and what came."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from negsim.files import packaged_rows

WEEK = 7.0


@dataclass(frozen=True)
class Question:
    """One line of `questions.csv`.

    Attributes
    ----------
    kind : an event that came or did not, a date counted to the resolution, or a rate
    cut : first day of the talks that are played; nothing of that day or later is known
    resolution : day by which it was settled
    answer : 1 or 0; weeks from the cut, at most those to the resolution; or percent
    came : the answer in words
    given : what the question takes for granted: nothing, a framework or an agreement
    scored : False where the answer is a setting of the world: it is shown only
    """

    name: str
    kind: Literal["event", "date", "rate"]
    text: str
    cut: date
    resolution: date
    answer: float
    came: str
    given: str
    scored: bool
    source: str
    note: str

    @property
    def horizon(self) -> float:
        """Weeks from the cut to the resolution."""
        return (self.resolution - self.cut).days / WEEK

    def weeks(self, day: date | None) -> float:
        """Return the weeks from the cut to a day, counted to the resolution; None: it never comes."""
        return self.horizon if day is None else min((day - self.cut).days / WEEK, self.horizon)


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions in the order of the table."""
    return tuple(_question(row) for row in packaged_rows("forecast", "questions"))


def _question(row: dict[str, str]) -> Question:
    cut, resolution = (date.fromisoformat(row[name]) for name in ("cut", "resolution"))
    kind: Any = row["kind"]
    answer = row["answer"]
    if kind == "date":
        day = date.fromisoformat(answer) if answer else resolution
        number, came = (min(day, resolution) - cut).days / WEEK, answer or "not by then"
    elif kind == "rate":
        number = 100.0 * float(answer)
        came = f"{number:g} %"
    else:
        number, came = float(answer), ("no", "yes")[int(answer)]
    return Question(
        row["question"], kind, row["text"], cut, resolution, number, came, row["given"],
        row["scored"] == "yes", row["source"], row["note"],
    )  # fmt: skip
