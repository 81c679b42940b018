"""Move settings of the default world and see which way the talks go, under all vectors of weights.

``python -m experiments.directions.directions [--runs 20] [--workers 2]`` plays what `moves.py` moves, writes
`summary.csv`, `figure.svg` and the tables of `docs/explanation/what-the-model-does.md`. Stopped, it goes on
where it was: results lie in `results/`.

Which way each metric should go was written into `expected.csv` before anything ran. Runs are paired: run k of
a vector has the same luck at every value of every move, and none in common with another vector. A difference
is the change from the first value to the last, a `bend` the change from the second to the third less that
from the first to the second; both are averaged within a vector, over runs that have the metric at every
value, and the 95 % interval is Student's over the vectors. So it holds luck and weights. A sign `holds` or
`fails` if the interval lies on one side of zero, else it is `not shown`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import negsim
from experiments.directions import figure, page
from experiments.directions.moves import MOVES, Value
from negsim.analysis.intervals import interval
from negsim.errors import NegsimError
from negsim.politics.blocs import ensemble

HERE = Path(__file__).parent
WORLD, SEED, RUNS = "us_vietnam_2025", 20251028, 20
QUIET = {"log.offers": "none", "log.agents": "none"}
SHAPES = {"change": {2: (-1, 1), 3: (-1, 0, 1)}, "bend": {3: (1, -2, 1)}}
"""Shape -> number of values -> how many times each value counts."""
DIGITS = 12
"""What is smaller is the dust of sums."""


def expected() -> pd.DataFrame:
    """Return what was said before anything ran."""
    return pd.read_csv(HERE / "expected.csv")


def experiment(value: Value, runs: int) -> dict[str, Any]:
    """Return the experiment of one value: a point a vector, each with luck of its own."""
    points = [
        {"weights": vector, **(value(vector) if callable(value) else value)}
        for vector in range(len(ensemble()))
    ]
    return {
        "name": "directions",
        "scenario": WORLD,
        "design": {"type": "list", "points": points},
        "common_random_numbers": False,
        "replications": runs,
        "seed": SEED,
    }


def played(value: Value, runs: int, workers: int = 1, out: str | None = None) -> pd.DataFrame:
    """Return the runs under one value, one row a vector and replication."""
    found = negsim.run(experiment(value, runs), settings=QUIET, workers=workers, out=out).runs
    if (failed := found["status"].ne("ok")).any():
        raise NegsimError(f"{failed.sum()} of {len(found)} runs failed: {found['error'][failed].iloc[0]}")
    return found.set_index(["weights", "replication"]).sort_index()


def measured(runs: pd.DataFrame, metric: str) -> pd.Series:
    """Return a metric of every run, nan where it has none; `column=value` is 1 where the column has it.

    Levels of issues and rounds to agreement are numbers of agreements alone.
    """
    column, equals, value = metric.partition("=")
    if column.startswith("end_state"):
        return runs[column].eq(value).astype(float)
    if equals:
        return runs[column].eq(value).astype(float).where(runs["agreed"])
    if metric == "rounds_to_agreement":
        return runs["rounds"].astype(float).where(runs["agreed"])
    return runs[metric].astype(float)


def compared(tables: Sequence[pd.DataFrame], metric: str, shape: str, sign: str) -> dict[str, Any]:
    """Return means, the difference with its interval, the vectors that go either way, and the verdict."""
    values = pd.concat([measured(table, metric) for table in tables], axis=1).dropna()
    counts = np.array(SHAPES[shape][len(tables)])
    vectors = (values * counts).sum(axis=1).groupby("weights").mean().round(DIGITS)
    low, high = interval(vectors.to_numpy())
    along = vectors * float(f"{sign}1")
    return {
        **{
            f"mean_{k}": mean for k, mean in zip(("low", "high"), values.iloc[:, [0, -1]].mean(), strict=True)
        },
        "pairs": len(values),
        "difference": vectors.mean(),
        "ci_low": low,
        "ci_high": high,
        "vectors": len(vectors),
        "vectors_for": int((along > 0).sum()),
        "vectors_against": int((along < 0).sum()),
        "verdict": verdict(low, high, sign),
    }


def verdict(low: float, high: float, sign: str) -> str:
    """Return what an interval says of an expected sign."""
    ends = sorted(float(f"{sign}1") * end for end in (low, high))
    return "holds" if ends[0] > 0 else "fails" if ends[1] < 0 else "not shown"


def summary(runs: int, workers: int, out: str | None = "results") -> pd.DataFrame:
    """Play every move and return a row for each thing that was expected."""
    claims, rows = expected(), []
    for move, values in MOVES.items():
        tables = [played(value, runs, workers, out) for value in values]
        for claim in claims[claims["move"].eq(move)].itertuples():
            found = compared(tables, claim.metric, claim.shape, claim.sign)
            asked = {name: getattr(claim, name) for name in ("move", "metric", "shape", "sign")}
            rows.append(asked | found)
            print(
                *(rows[-1][name] for name in ("move", "metric", "sign", "difference", "verdict")), flush=True
            )
    return pd.DataFrame(rows)


def main() -> None:
    """Play everything, and write summary, picture and page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=RUNS, help="runs a vector and value")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    found = summary(asked.runs, asked.workers)
    found.to_csv(HERE / "summary.csv", index=False, float_format="%.5g", lineterminator="\n")
    written = pd.read_csv(HERE / "summary.csv")
    figure.draw(written, HERE / "figure.svg")
    page.write(written)


if __name__ == "__main__":
    main()
