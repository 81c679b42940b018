"""What a check of the model is: what must come out, how near, by which source, and what to run for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from negsim.analysis.intervals import interval
from negsim.arrays import Array

Kind = Literal["engine", "equation", "not applicable"]
"""Whether talks and solvers show it from end to end, one equation that the model uses shows it, or neither.

A row that is not applicable can be expressed by nothing in the model: nothing runs, and it never passes.
"""


@dataclass(frozen=True)
class Direction:
    """That a number lies on one side of another.

    Parameters
    ----------
    sign : ">" or "<": the whole 95 % interval must lie there; ">=" or "<=": some of it must
    than : what it is compared with
    """

    sign: Literal[">", "<", ">=", "<="]
    than: float = 0.0

    def __str__(self) -> str:
        return f"{self.sign} {self.than:g}"


@dataclass(frozen=True)
class Measured:
    """A mean with its 95 % interval.

    Parameters
    ----------
    mean, low, high : in the unit of what was measured; without chance all three are the same
    n : how many runs, pairs or draws it is the mean of
    """

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.mean:.4g}"
        return f"{self.mean:.3g} ({self.low:.3g} to {self.high:.3g})"


def measured(values: Array, *, rate: bool = False) -> Measured:
    """Return the mean of values, or a rate, with its 95 % interval; values that are nan do not count."""
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    low, high = interval(known, rate=rate)
    return Measured(float(known.mean()) if known.size else float("nan"), low, high, known.size)


def exact(value: float) -> Measured:
    """Return a number without chance."""
    return Measured(float(value), float(value), float(value), 1)


Expected = float | Direction
Got = float | Measured
Run = Callable[[], Mapping[str, Got]]


@dataclass(frozen=True, eq=False)
class Check:
    """One row: what is asked of the model.

    Parameters
    ----------
    id : T of theory, S of stylised facts, I of invariants, E of the economy, P of the process; with a number
    title : the result in a few words
    kind : what shows it
    expected : label -> the number that must come out, or the side on which it must lie
    tolerance : largest absolute difference of every number, or label -> that; None where all are directions
    source : where the result is from
    run : what to run for it; None: not applicable
    note : why the model cannot express it and what stands instead, or what a reader should know
    long : plays whole talks by the hundred
    """

    id: str
    title: str
    kind: Kind
    expected: Mapping[str, Expected]
    tolerance: float | Mapping[str, float] | None
    source: str
    run: Run | None
    note: str = ""
    long: bool = False

    def tolerance_of(self, label: str) -> float | None:
        """Return the largest absolute difference of one number; None for a direction."""
        if isinstance(self.expected[label], Direction) or self.tolerance is None:
            return None
        return self.tolerance[label] if isinstance(self.tolerance, Mapping) else self.tolerance

    def plain(self) -> dict[str, Any]:
        """Return what is asked as plain data."""
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "source": self.source,
            "expected": {k: str(v) if isinstance(v, Direction) else v for k, v in self.expected.items()},
            "tolerance": {label: self.tolerance_of(label) for label in self.expected},
            "note": self.note,
        }


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    Parameters
    ----------
    got : label -> what came out; empty if nothing ran
    """

    check: Check
    got: Mapping[str, Got]

    @property
    def passed(self) -> bool | None:
        """Whether all is as expected; None if not applicable."""
        if self.check.kind == "not applicable":
            return None
        return all(self.holds(label) for label in self.check.expected)

    def holds(self, label: str) -> bool:
        """Return whether one number is as expected; one that is missing or nan is not."""
        expected, got = self.check.expected[label], self.got.get(label, float("nan"))
        if isinstance(expected, Direction):
            return lies(got if isinstance(got, Measured) else exact(got), expected)
        mean, tolerance = got.mean if isinstance(got, Measured) else got, self.check.tolerance_of(label)
        return tolerance is not None and abs(mean - expected) <= tolerance

    def plain(self) -> dict[str, Any]:
        """Return the row as plain data, with id, expected, got, tolerance and passed."""
        return {
            **self.check.plain(),
            "got": {k: _plain(v) for k, v in self.got.items()},
            "passed": self.passed,
        }


def lies(got: Measured, asked: Direction) -> bool:
    """Return whether a measured number lies on the side that is asked."""
    match asked.sign:
        case ">":
            return got.low > asked.than
        case "<":
            return got.high < asked.than
        case ">=":
            return got.high >= asked.than
        case "<=":
            return got.low <= asked.than


def verdict(check: Check) -> Verdict:
    """Run a check and return what came of it."""
    return Verdict(check, {} if check.run is None else check.run())


def _plain(got: Got) -> Any:
    """Return a number for JSON; what is not a number is null."""
    if isinstance(got, Measured):
        numbers = {"mean": got.mean, "low": got.low, "high": got.high}
        return {**{k: _plain(float(v)) for k, v in numbers.items()}, "n": got.n}
    return float(got) if np.isfinite(got) else None
