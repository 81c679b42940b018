"""What a forecaster says will come of the talks in one draw, and what that says to a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from negsim.forecast.questions import Question

EVERYTHING, NOTHING = "all", "none"
"""Labels of the level of access that opens the market, and of the empty list of exemptions."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class Ending:
    """How the talks end in one draw of one forecaster; None: it does not come, or is not spoken of.

    Attributes
    ----------
    framework, signed : day of the framework and of the signature
    rate : of the framework, fraction
    access : level of access in the framework, as its label
    exemptions : list of exemptions of the agreement, as its label
    deficit_change : of the calendar year of the cut against the year before, $bn
    """

    framework: date | None = None
    signed: date | None = None
    rate: float | None = None
    access: str | None = None
    exemptions: str | None = None
    deficit_change: float | None = None


def _at_most(limit: float) -> Callable[[Ending, Question], float | None]:
    return lambda end, asked: None if end.rate is None else float(end.rate <= limit + ROUNDING)


def _rises(end: Ending, asked: Question) -> float | None:
    """Return whether the deficit rises; one that stays as it was is as good as a coin."""
    change = end.deficit_change
    return None if change is None else 0.5 if change == 0 else float(change > 0)


ANSWERS: Mapping[str, Callable[[Ending, Question], float | None]] = {
    "framework_by_october": lambda end, asked: _by(end.framework, asked),
    "rate_at_most_20": _at_most(0.20),
    "rate_at_most_11": _at_most(0.11),
    "signed_by_december": lambda end, asked: _by(end.signed, asked),
    "deficit_rises": _rises,
    "signed_by_march": lambda end, asked: _by(end.signed, asked),
    "exemptions_some": lambda end, asked: (
        None if end.exemptions is None else float(end.exemptions != NOTHING)
    ),
    "access_all": lambda end, asked: None if end.access is None else float(end.access == EVERYTHING),
    "framework_date": lambda end, asked: asked.weeks(end.framework),
    "framework_rate": lambda end, asked: None if end.rate is None else 100.0 * end.rate,
    "signature_date": lambda end, asked: asked.weeks(end.signed),
}
"""Question -> what an ending says to it: 0 or 1, weeks, percent; None where it does not speak of it."""


def _by(day: date | None, asked: Question) -> float:
    return float(day is not None and day <= asked.resolution)
