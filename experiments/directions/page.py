"""Write the counts and tables of `docs/explanation/what-the-model-does.md` from `summary.csv`.

``python -m experiments.directions.page``. What stands between two marks of the page is written anew; all else
is left alone.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.directions.words import MOVED, metric_in_words, scale
from negsim.errors import NegsimError
from negsim.files import write as write_file

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/explanation/what-the-model-does.md"
HEAD = "| moved | what | expected | measured | vectors that agree | verdict |\n|---|---|---|---|---|---|"


def write(table: pd.DataFrame, path: Path = PAGE) -> None:
    """Write the parts of the page that are made of the summary."""
    fill(path, parts(table))


def fill(path: Path, parts: Mapping[str, str]) -> None:
    """Write the parts of a page that stand between marks.

    Raises
    ------
    NegsimError : if a mark is missing.
    """
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        head, start, rest = text.partition(f"<!-- {name} -->\n")
        _, end, tail = rest.partition("\n<!-- end -->")
        if not start or not end:
            raise NegsimError(f"{path}: has no part between <!-- {name} --> and <!-- end -->")
        text = f"{head}{start}{part}{end}{tail}"
    write_file(path, text)


def parts(table: pd.DataFrame) -> dict[str, str]:
    """Return name -> text of every part that is made of the summary."""
    of = {verdict: table[table["verdict"].eq(verdict)] for verdict in ("fails", "not shown", "holds")}
    counts = " ".join(
        [
            f"Of {len(table)} signs {len(of['holds'])} hold, {len(of['fails'])} fail and",
            f"{len(of['not shown'])} are not shown.",
        ]
    )
    return {"counts": counts} | {name.replace(" ", "-"): rows(part) for name, part in of.items()}


def rows(table: pd.DataFrame) -> str:
    """Return a Markdown table of some rows of the summary."""
    lines, last = [HEAD], None
    for row in table.itertuples():
        moved = "" if row.move == last else MOVED[row.move]
        last = row.move
        metric = metric_in_words(row.metric, row.shape)
        sign = row.sign.replace("-", "−")
        votes = f"{row.vectors_for} of {row.vectors}"
        lines.append(f"| {moved} | {metric} | {sign} | {change(row)} | {votes} | {row.verdict} |")
    return "\n".join(lines)


def change(row: object) -> str:
    """Return a difference with its interval, as it is printed."""
    times = scale(str(row.metric))
    middle, low, high = (times * getattr(row, name) for name in ("difference", "ci_low", "ci_high"))
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


if __name__ == "__main__":
    write(pd.read_csv(HERE / "summary.csv"))
