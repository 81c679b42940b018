"""The verdict on a check as lines to read."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from negsim.validation.check import Direction, Got, Measured, Verdict

WIDTH = 100
WORD = {True: "pass", False: "FAIL", None: "n/a"}


def lines(verdict: Verdict) -> Iterator[str]:
    """Yield the lines of one check: what it is, then every number, then where it is from."""
    check = verdict.check
    head = f"{check.id:<4} {check.title}"
    yield f"{head:<{WIDTH - 22}} {check.kind:<15} {WORD[verdict.passed]:>5}"
    wide = max(30, *map(len, [*check.expected, *verdict.got]))
    for label in check.expected:
        mark = "" if verdict.passed is None or verdict.holds(label) else "  <- FAIL"
        wanted, came = asked(verdict, label), number(verdict.got.get(label))
        yield f"     {label:<{wide}} expected {wanted:<24} got {came}{mark}"
    for label, got in verdict.got.items():
        if label not in check.expected:
            yield f"     {label:<{wide}} {'reported':<33} got {number(got)}"
    for text in (check.source, check.note):
        yield from wrap(text, WIDTH, initial_indent="     ", subsequent_indent="     ")


def asked(verdict: Verdict, label: str) -> str:
    """Return what is expected of one number, with the tolerance."""
    expected, tolerance = verdict.check.expected[label], verdict.check.tolerance_of(label)
    if isinstance(expected, Direction):
        return str(expected)
    within = "" if not tolerance else f" +- {tolerance:.2g}"
    return f"{expected:.7g}{within}"


def number(got: Got | None) -> str:
    """Return what came out, with the interval if there is chance in it."""
    if got is None:
        return "nothing"
    if isinstance(got, Measured):
        return f"{got}" + (f", n = {got.n}" if got.low != got.high else "")
    return f"{0.0 if abs(got) < 1e-12 else got:.7g}"


def summary(verdicts: Sequence[Verdict], seconds: float) -> str:
    """Return one line: how many pass, fail and do not apply, and how long it took."""
    return f"{len(verdicts)} checks in {seconds:.0f} s: {tally(verdicts)}"


def tally(verdicts: Sequence[Verdict]) -> str:
    """Return how many pass, fail and do not apply, those that fail by name."""
    passed, failed, neither = (
        [v.check.id for v in verdicts if v.passed is came] for came in (True, False, None)
    )
    names = f" ({', '.join(failed)})" if failed else ""
    return f"{len(passed)} pass, {len(failed)} fail{names}, {len(neither)} not applicable"
