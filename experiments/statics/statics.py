"""Move one setting of a scenario at a time and see whether the talks answer as `expected.csv` says.

The scenario is `quiet`, that of `in_time.yaml`, in which time costs something, or that of `of_a_type.yaml`,
in which Vietnam does not know what the US really wants.

``python experiments/statics/statics.py [--runs 300] [--workers 2] [--base in_time]`` writes `summary.csv`,
``python experiments/statics/figure.py`` draws `figure.svg` from it.

Runs are paired: run k has the same luck at every value of every setting. A difference is that of the means
over pairs in which the metric has a value at both ends, as a rate needs an agreement; its 95 % interval is
Student's of the paired differences. A sign `holds` or `fails` if the interval lies on one side of zero, else
it is `not shown`. It is `monotone` unless a step to or from the middle value goes the other way with its
whole interval.
"""

import argparse
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import negsim
from negsim.analysis.intervals import interval
from negsim.errors import NegsimError

HERE = Path(__file__).parent
SCENARIO, SEED = "quiet", 20251127
VALUES = ["low", "middle", "high"]
STEPS = {"": ("low", "high"), "first_": ("low", "middle"), "second_": ("middle", "high")}
"""Prefix of columns -> from which value to which."""


def expected() -> pd.DataFrame:
    """Return what was said before anything ran; values as they are written there."""
    return pd.read_csv(HERE / "expected.csv", dtype=str)


def number(text: str) -> Any:
    """Return the number that a text is, or else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


@cache
def played(
    key: str,
    value: str,
    runs: int,
    workers: int = 1,
    also: tuple[tuple[str, Any], ...] = (),
    base: str = SCENARIO,
) -> pd.DataFrame:
    """Return the runs of a base with one setting moved, and `also` what is to be held, one row a seed."""
    settings = {**dict(also), key: number(value)}
    own = HERE / f"{base}.yaml"
    results = negsim.run(
        str(own) if own.is_file() else base, seed=SEED, replications=runs, settings=settings, workers=workers
    )
    failed = results.runs["status"].ne("ok")
    if failed.any():
        raise NegsimError(f"{key}={value}: {failed.sum()} of {runs} runs failed")
    return results.runs.set_index("seed_key").sort_index()


def measured(runs: pd.DataFrame, metric: str) -> pd.Series:
    """Return a metric of every run, nan where it has none; `issue=level` is 1 where that level was agreed."""
    column, _, level = metric.partition("=")
    agreed = runs["agreed"]
    if level:
        return runs[column].eq(level).astype(float).where(agreed)
    if metric == "rounds_to_agreement":
        return runs["rounds"].astype(float).where(agreed)
    return runs[column].astype(float)


def compared(values: pd.DataFrame, sign: str) -> dict[str, Any]:
    """Return means, differences with intervals, and the verdict; a column of values each."""
    row: dict[str, Any] = {f"mean_{name}": values[name].mean() for name in VALUES}
    for prefix, (start, end) in STEPS.items():
        change = (values[end] - values[start]).dropna().to_numpy()
        low, high = interval(change)
        row |= {f"{prefix}pairs": change.size, f"{prefix}difference": change.mean()}
        row |= {f"{prefix}ci_low": low, f"{prefix}ci_high": high}
    return row | judged(row, sign)


def judged(row: Any, sign: str) -> dict[str, str]:
    """Return what the intervals of a row say of an expected sign."""
    ends = {p: np.array([row[f"{p}ci_low"], row[f"{p}ci_high"]]) * float(f"{sign}1") for p in STEPS}
    against = [bool((ends[prefix] < 0).all()) for prefix in ("first_", "second_")]
    verdict = "holds" if (ends[""] > 0).all() else "fails" if (ends[""] < 0).all() else "not shown"
    return {"monotone": "no" if any(against) else "yes", "verdict": verdict}


def row_of(claim: Any, runs: int, workers: int = 1) -> dict[str, Any]:
    """Return the row of the summary for one row of what was expected."""
    tables = {name: played(claim.key, getattr(claim, name), runs, workers, (), claim.base) for name in VALUES}
    values = pd.DataFrame({name: measured(table, claim.metric) for name, table in tables.items()})
    asked = {name: getattr(claim, name) for name in ("key", *VALUES, "metric", "sign")}
    return asked | {"runs": runs} | compared(values, claim.sign)


def main() -> None:
    """Play everything and write the summary."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--base", help="play the rows of one base alone, and keep what was found of others")
    asked = parser.parse_args()
    claims, rows = expected(), []
    for claim in claims[claims["base"].eq(asked.base or claims["base"])].itertuples():
        rows.append(row_of(claim, asked.runs, asked.workers))
        print(*(rows[-1][name] for name in ("key", "metric", "sign", "difference", "verdict")), flush=True)
    write(pd.DataFrame(rows), claims)


def write(rows: pd.DataFrame, claims: pd.DataFrame) -> None:
    """Write the summary in the order of what was expected; rows that were not played stay as they were."""
    path, asked = HERE / "summary.csv", ["key", "metric"]
    text = pd.read_csv(StringIO(rows.to_csv(index=False, float_format="%.5g")), dtype=str).set_index(asked)
    kept = pd.read_csv(path, dtype=str).set_index(asked)
    found = pd.concat([text, kept[~kept.index.isin(text.index)]]).reindex(claims.set_index(asked).index)
    found.reset_index()[list(rows)].to_csv(path, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
