"""Write the tables of `docs/explanation/agents.md` from `summary.csv`.

``python -m experiments.who_matters.page``
"""

from pathlib import Path

import pandas as pd

from experiments.directions.page import fill
from experiments.who_matters.figure import WORLDS
from experiments.who_matters.who_matters import CLASSES
from negsim.agents.industry import ORDER

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/explanation/agents.md"
ASKED = {"class": 0.05, "rule": 0.03}
"""Share of runs of one world at least that a class or a rule must decide, to be said to matter."""
HEAD = (
    "| without | world | end otherwise | agreement | rate agreed | the US | Vietnam |\n"
    "|---|---|---|---|---|---|---|"
)


def parts(table: pd.DataFrame) -> dict[str, str]:
    """Return name -> text of every part of the page that is made of the summary."""
    rule = table["part"].str.contains("rule")
    return {"classes": rows(table[~rule]), "rules": rows(table[rule]), "short": short(table)}


def rows(table: pd.DataFrame) -> str:
    """Return a Markdown table of some rows: those that decide most first."""
    most = table.groupby("part")["otherwise"].max().sort_values(ascending=False, kind="stable")
    lines = [HEAD]
    for part in most.index:
        for row in table[table["part"].eq(part)].itertuples():
            first = row.world == next(iter(WORLDS))
            cells = (
                part if first else "",
                WORLDS[row.world][0],
                _share(row.otherwise, row.otherwise_low, row.otherwise_high),
                *(_change(row, name, 100) for name in ("agreement", "rate")),
                *(_change(row, name, 1) for name in ("us", "vietnam")),
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(mid: float, low: float, high: float) -> str:
    return f"{100 * mid:.1f} ({100 * low:.1f} to {100 * high:.1f})"


def _change(row: object, name: str, factor: int) -> str:
    low, mid, high = (factor * getattr(row, name + end) for end in ("_low", "", "_high"))
    digits = 1 if factor == 100 else 2
    text = f"{mid:+.{digits}f} ({low:+.{digits}f} to {high:+.{digits}f})"
    return f"**{text}**" if low > 0 or high < 0 else text


def short(table: pd.DataFrame) -> str:
    """Return the list of what decides less than it is asked to, or that there is none."""
    most = table.groupby("part")["otherwise"].max()
    lines = [
        f"- {name}: {100 * most[name]:.1f} in a hundred"
        for kind, names in (("class", list(CLASSES)), ("rule", [f"rule: {rule}" for rule in ORDER]))
        for name in names
        if most[name] < ASKED[kind]
    ]
    return "\n".join(lines) or "None."


if __name__ == "__main__":
    fill(PAGE, parts(pd.read_csv(HERE / "summary.csv")))
