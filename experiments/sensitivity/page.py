"""Write the tables of the README from the tables beside this file.

``python -m experiments.sensitivity.page``. What stands between two marks is written anew; all else is left.
"""

from pathlib import Path

import pandas as pd

from experiments.directions.page import fill
from experiments.sensitivity.measures import MAIN
from experiments.sensitivity.words import METRICS, called, scale, unit

HERE = Path(__file__).parent
README = HERE / "README.md"
NAMED = 5


def write(path: Path = README) -> None:
    """Write the parts of the page that are made of the tables."""
    fill(path, parts())


def parts() -> dict[str, str]:
    """Return name -> text of every part that is made of the tables."""
    settings, effects, shares = (
        pd.read_csv(HERE / f"{name}.csv") for name in ("settings", "summary", "sobol")
    )
    return {
        "counts": counts(settings, effects),
        "effects": effects_table(effects),
        "shares": shares_table(shares),
        "ends": ends_table(effects),
        "nothing": nothing(effects),
        "left-out": left_out(settings),
    }


def counts(settings: pd.DataFrame, effects: pd.DataFrame) -> str:
    """Return how many settings were moved, and how many show an effect on what."""
    moved, out = settings["left_out"].isna().sum(), settings["left_out"].notna().sum()
    shown = effects[effects["metric"].isin(MAIN) & effects["shown"].eq("yes")]
    by = shown["metric"].value_counts()
    each = ", ".join(f"{by.get(metric, 0)} the {METRICS[metric]}" for metric in MAIN)
    some = shown["factor"].nunique()
    return (
        f"{moved} numbers are moved and {out} entries are left out. {some} of the {moved} move at least one "
        f"of the six metrics by more than luck does: {each}."
    ).replace("the agreement", "whether there is an agreement")


def effects_table(effects: pd.DataFrame) -> str:
    """Return the largest effects on every main metric."""
    lines = [
        f"| metric | its {NAMED} largest effects (mean size over the range; floor of luck) |",
        "|---|---|",
    ]
    for metric in MAIN:
        part = effects[effects["metric"].eq(metric) & effects["shown"].eq("yes")].head(NAMED)
        lines.append(f"| {METRICS[metric]}, {unit(metric)} | {listed(part)} |")
    return "\n".join(lines)


def listed(part: pd.DataFrame) -> str:
    """Return some effects in a line."""
    times = [scale(metric) for metric in part["metric"]]
    return "; ".join(
        f"{called(row.factor)} {k * row.mu_star:.3g} ({k * row.floor:.2g})"
        for k, row in zip(times, part.itertuples(), strict=True)
    )


def ends_table(effects: pd.DataFrame) -> str:
    """Return the largest effects on how the talks end."""
    ends = [name for name in effects["metric"].unique() if name.startswith("end_state=")]
    lines = ["| end | its 3 largest effects, in a hundred runs (floor of luck) |", "|---|---|"]
    for metric in ends:
        part = effects[effects["metric"].eq(metric) & effects["shown"].eq("yes")].head(3)
        lines.append(f"| {METRICS.get(metric, metric)} | {listed(part)} |")
    return "\n".join(lines)


def shares_table(shares: pd.DataFrame) -> str:
    """Return the largest shares of variance, a line a metric."""
    lines = [
        "| metric | shares of variance: total (95 %), alone | sum alone |",
        "|---|---|---|",
    ]
    for metric in MAIN:
        part = shares[shares["metric"].eq(metric)]
        top = part[part["shown"].eq("yes")].head(4)
        text = "; ".join(
            f"{called(row.factor)} {row.total:.2f} ({row.total_low:.2f} to {row.total_high:.2f}), "
            f"{row.first_order:.2f}"
            for row in top.itertuples()
        )
        lines.append(f"| {METRICS[metric]} | {text} | {part['first_order'].sum():.2f} |")
    return "\n".join(lines)


def nothing(effects: pd.DataFrame) -> str:
    """Return the settings of which no effect on any metric is shown."""
    shown = set(effects.loc[effects["shown"].eq("yes"), "factor"])
    silent = sorted(set(effects["factor"]) - shown)
    exact = effects.groupby("factor")["mu_star"].max()
    never = [path for path in silent if exact[path] == 0]
    names = ", ".join(called(path) for path in never) or "none"
    return (
        f"Of {len(silent) - len(never)} numbers no effect is shown on any metric, how talks end included. "
        f"{len(never)} more changed nothing that was measured, in any run: {names}."
    )


def left_out(settings: pd.DataFrame) -> str:
    """Return the reasons for which settings are left out, with how many."""
    out = settings[settings["left_out"].notna()]
    reasons = out["left_out"].str.replace(r"^refused: .*", "the world refuses other values", regex=True)
    lines = ["| why | how many | which |", "|---|---|---|"]
    for why, part in out.groupby(reasons, sort=False):
        names = [f"`{path}`" for path in part["setting"]]
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        lines.append(f"| {why} | {len(part)} | {', '.join(names[:4])}{more} |")
    return "\n".join(lines)


if __name__ == "__main__":
    write()
