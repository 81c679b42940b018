"""Run the backtest and write its tables into the page `docs/explanation/backtest.md`.

``python -m experiments.backtest.page`` from the project's folder: some minutes on one core. ``--from FOLDER``
takes what `negsim backtest` has written into a folder instead. Written are

- `endings.csv`: what every forecaster said in every draw, from which a test computes all scores again;
- `summary.csv`: one row a question and forecaster, with its scores;
- the part of the page, and of `README.md`, between the marks.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.folder import ResultFolder
from negsim.engine.plan import Plan, chunk_size
from negsim.files import write
from negsim.forecast.backtest import Asked, backtest
from negsim.forecast.constraints import known_by
from negsim.forecast.questions import questions
from negsim.forecast.table import MODEL, Endings, Row, endings_text, read_endings, rows, scores_text
from negsim.forecast.words import Sheet, sheets, verdict

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/explanation/backtest.md"
BEGIN, END = "<!-- made by experiments/backtest/page.py -->", "<!-- end of what is made -->"
RUN_SECONDS = 0.1
"""Time assumed for one run when chunks are cut."""
CAME = 54.7
"""What the deficit of 2025 was above that of 2024, $bn (US Census Bureau)."""


def made(table: Sequence[Row], ends: Endings) -> Iterator[tuple[str, str]]:
    """Yield the name of each part of the page that is made, and its text."""
    yield "verdict", "\n".join(f"- {line}" for line in verdict(table))
    yield "questions", _markdown(_asked(table))
    for name, sheet in zip(("events", "numbers", "shown"), sheets(table), strict=True):
        yield name, _markdown(sheet)
    first = [e.deficit_change for e in ends[min(ends)[0], MODEL] if e.deficit_change is not None]
    yield (
        "deficit",
        f"The mean change of the deficit that it expects is {mean(first):+.1f} billion US dollars; it was "
        f"{CAME:+.1f}.",
    )
    yield "constraints", _markdown(_constraints(table))


def _asked(table: Sequence[Row]) -> Sheet:
    head = ("question", "asked", "cut", "settled", "answer", "source")
    names = ("question", "text", "cut", "resolution", "came", "source")
    lines = (tuple(row[name] for name in names) for row in table)
    return Sheet("", head, tuple(lines))


def _constraints(table: Sequence[Row]) -> Sheet:
    cuts = sorted({asked.cut for asked in questions()})
    lines = ((day.isoformat(), ", ".join(sorted(c.name for c in known_by(day)))) for day in cuts)
    return Sheet("", ("cut", "constraints that could be asked"), tuple(lines))


def _markdown(sheet: Sheet) -> str:
    lines = [sheet.head, ("---",) * len(sheet.head), *sheet.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def filled(text: str, parts: dict[str, str]) -> str:
    """Return a page with the parts that it marks replaced by what was made."""
    for name, part in parts.items():
        mark = BEGIN.replace(" -->", f" {name} -->\n")
        if mark not in text:
            continue
        before, _, rest = text.partition(mark)
        text = f"{before}{mark}{part}\n{END}{rest.partition(END)[2]}"
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the backtest, or read one, and write page and tables."""
    parser = argparse.ArgumentParser(prog="python -m experiments.backtest.page", description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20250402)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("results"))
    parser.add_argument("--from", type=Path, dest="folder", help="a folder OUT/backtest/HASH")
    asked = parser.parse_args(arguments)

    def play(folder: ResultFolder) -> None:
        size = chunk_size(RUN_SECONDS, asked.draws, asked.workers)
        executor = Local(asked.workers) if asked.workers > 1 else Serial()
        run_experiment(folder, Plan(folder.digest, size), executor, datetime.now(UTC))

    if asked.folder:
        ends: Endings = read_endings((asked.folder / "endings.csv").read_text(encoding="utf-8"))
    else:
        found = backtest(
            Asked(asked.draws, asked.seed, asked.out), play, lambda line: print(line, file=sys.stderr)
        )
        ends = read_endings(endings_text(found.ends))
    write(HERE / "endings.csv", endings_text(ends))
    refresh(ends)
    return 0


def refresh(ends: Endings) -> None:
    """Write page, README and summary of what the endings say."""
    table = rows(ends)
    parts = dict(made(table, ends))
    write(HERE / "summary.csv", scores_text(table))
    for path in (PAGE, HERE / "README.md"):
        write(path, filled(path.read_text(encoding="utf-8"), parts))


if __name__ == "__main__":
    sys.exit(main())
