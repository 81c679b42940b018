"""Which mechanism costs how many agreements: each alone on `quiet`, all together, and all but one.

``python -m experiments.mechanisms.mechanisms [--runs 20] > experiments/mechanisms/summary.csv``

A configuration is `quiet` with some parts of `us_vietnam_2025` in it; with all of them it is that world. Each
is played under the 24 vectors of the ensemble with common luck: run k has the same seed everywhere. One line
a configuration, one more for `historical`; intervals (95 %, Student) are over the vectors' means, differences
are paired by vector and run.

agreed : share of runs
change : agreed less that of `quiet` (a mechanism alone, all) or that of all (all but one)
week : median week of agreement, from 1; of `historical` the fortnight
signed, struck_then_signed, framework_only : shares of runs; empty where the rules do not tell them
walked_away, ratification_failed, expired : shares of runs
"""

import argparse
import csv
import sys
from typing import Any

import numpy as np
import pandas as pd

from negsim.analysis.intervals import interval
from negsim.errors import NegsimError
from negsim.experiment.experiment import make_experiment
from negsim.experiment.run import run_all
from negsim.settings import yaml_file
from negsim.settings.paths import find, set_path, value_at
from negsim.settings.reader import Place

SIDES = ("us", "vietnam")
MECHANISMS = {
    "ruling": ["events.ruling"],
    "waiting": [f"parties.{side}.patience.waiting" for side in SIDES],
    "deadline": ["events.year_end"],
    "working groups": ["events.working_groups"],
    "override": ["events.president"],
    "patience": [
        f"parties.{side}.{key}" for side in SIDES for key in ("patience.discount", "strategy.acceptance")
    ],
    "statement": ["mechanism"],
    "acting firms": ["agents.firms.conduct"],
    "members": [
        *(f"parties.{side}.politics" for side in SIDES),
        *(f"agents.{side}_industry" for side in SIDES),
    ],
}
"""Mechanism -> the parts of the default world that it is."""
TOGETHER = {"ruling and waiting": ("ruling", "waiting")}
"""Waiting is for a ruling: without one it is nothing."""
ENDS = ("signed", "struck_then_signed", "framework_only", "walked_away", "ratification_failed", "expired")
WITH_A_TEXT = ENDS[:3]
"""End states of rules that know a framework."""
SEED = 20251028
PLACE = Place("experiments/mechanisms")


def world(name: str) -> dict[str, Any]:
    """Return a packaged world as plain data."""
    found: dict[str, Any] = yaml_file.read(find(name))
    return found


def with_parts(names: list[str]) -> dict[str, Any]:
    """Return `quiet` with some mechanisms of the default world."""
    full, found = world("us_vietnam_2025"), world("quiet")
    for name in names:
        for path in MECHANISMS[name]:
            found = set_path(found, path, value_at(full, path), path)
    return found


def configurations() -> dict[str, tuple[dict[str, Any], str]]:
    """Return name -> scenario and the name of what it is compared with."""
    every = list(MECHANISMS)
    sets: dict[str, list[str]] = {name: [name] for name in every} | {k: list(v) for k, v in TOGETHER.items()}
    found = {"quiet": (world("quiet"), "quiet")}
    found |= {f"{name} alone": (with_parts(parts), "quiet") for name, parts in sets.items()}
    found["all"] = (with_parts(every), "quiet")
    for name, parts in sets.items():
        found[f"all but {name}"] = (with_parts([other for other in every if other not in parts]), "all")
    return found | {"historical": (world("historical"), "historical")}


def played(scenario: dict[str, Any], runs: int) -> pd.DataFrame:
    """Return the rows of runs of a scenario under every vector."""
    data = {"name": "mechanisms", "scenario": scenario, "factors": {"weights": "ensemble"}}
    experiment = make_experiment(data | {"replications": runs, "seed": SEED}, PLACE)
    found = pd.DataFrame([rows.run for rows in run_all(list(experiment.runs()))])
    if (failed := found["status"].ne("ok")).any():
        raise NegsimError(f"{failed.sum()} of {len(found)} runs failed: {found['error'][failed].iloc[0]}")
    return found.set_index(["weights", "replication"]).sort_index()


def cells(runs: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Return the figures of a configuration beside those of what it is compared with."""
    agreed, change = (
        x.groupby("weights").mean() for x in (runs["agreed"] * 1.0, runs["agreed"] * 1.0 - other["agreed"])
    )
    found = [agreed.mean(), *interval(agreed.to_numpy()), change.mean(), *interval(change.to_numpy())]
    found.append(runs.loc[runs["agreed"], "rounds"].median())
    for name in ENDS:
        told = "framework" in runs or name not in WITH_A_TEXT
        found.append(runs["end_state"].eq(name).mean() if told else np.nan)
    return ["" if np.isnan(x) else f"{x:.4g}" for x in found]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    table = csv.writer(sys.stdout, lineterminator="\n")
    numbers = [f"{name}{end}" for name in ("agreed", "change") for end in ("", "_low", "_high")]
    table.writerow(["configuration", "compared_with", *numbers, "week", *ENDS])
    seen: dict[str, pd.DataFrame] = {}
    for number, (name, (scenario, base)) in enumerate((found := configurations()).items()):
        print(f"{number + 1} of {len(found)}: {name}", file=sys.stderr, flush=True)
        seen[name] = played(scenario, asked.runs)
        table.writerow([name, base, *cells(seen[name], seen[base])])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
