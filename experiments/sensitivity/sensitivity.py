"""Which of all settings matter: Morris over every number of the default world, Sobol over those that do.

``python -m experiments.sensitivity.sensitivity [--workers 2]`` reads the settings of the live scenario
(`factors.py`), writes both experiments as YAML into `results/`, plays them with the designs of negsim, and
writes `settings.csv`, `summary.csv` (Morris), `sobol.csv`, both figures and the tables of the README.
Stopped, it goes on where it was.

Morris (1991): `mu_star` is the mean absolute change of a metric for the whole range of a setting, others
wherever a trajectory has led; `sigma` how much that differs between places; `floor` what luck alone reaches
once in a hundred times. Sobol: `first_order` and `total` are shares of the variance of the points' means, and
`floor` the part of the total that is luck. `shown` is yes where the index (of the total: the low end of its
interval) is above the floor.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.sensitivity import figure, page
from experiments.sensitivity.factors import WORLD, Factor, chosen
from experiments.sensitivity.measures import MAIN, measures
from experiments.sensitivity.noise import means_of, morris_floor, sobol_floor
from negsim.analysis.results import Results
from negsim.analysis.sensitivity import indices
from negsim.arrays import Array
from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Local, Serial
from negsim.engine.finished import load
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan, chunk_size
from negsim.errors import NegsimError
from negsim.experiment.experiment import Experiment, load_experiment
from negsim.experiment.manifest import config_hash
from negsim.files import make_folder, write
from negsim.settings.yaml_file import dump

HERE = Path(__file__).parent
RESULTS = Path("results/sensitivity")
SEED = 20251126
MORRIS = {"type": "morris", "trajectories": 12, "levels": 4}
SOBOL = {"type": "saltelli", "base_points": 128}
REPLICATIONS = 10
MOST = 12
"""Settings over which Sobol's indices are estimated."""


def written(name: str, factors: Sequence[Factor], design: Mapping[str, Any]) -> Path:
    """Write an experiment over some settings as YAML and return where it stands."""
    data = {
        "name": name,
        "description": "Which settings of the default world matter?",
        "scenario": WORLD,
        "factors": {one.path: one.plain() for one in factors},
        "design": dict(design),
        "replications": REPLICATIONS,
        "seed": SEED,
        "metrics": ["agreement_rate", "gain0_us", "gain0_vietnam", "us_deficit_usd_bn", "level_tariff"],
    }
    make_folder(RESULTS)
    path = RESULTS / f"{name}.yaml"
    write(path, dump(data))
    return path


def played(path: Path, workers: int) -> tuple[Results, Experiment]:
    """Return the results of an experiment, which go on where they were stopped."""
    experiment = load_experiment(str(path), ("log.offers=none", "log.agents=none"))
    digest = config_hash(experiment, ())
    folder = folder_for(RESULTS, experiment, digest)
    if not folder.complete:
        plan = Plan(digest, chunk_size(0.02, experiment.size, workers))
        executor = Local(workers) if workers > 1 else Serial()
        run_experiment(folder, plan, executor, datetime.now(UTC))
    results = load(folder.path)
    if (failed := results.runs["status"].ne("ok")).any():
        raise NegsimError(f"{failed.sum()} runs failed: {results.runs['error'][failed].iloc[0]}")
    return results, experiment


def morris(results: Results, values: Mapping[str, Array], factors: Sequence[str]) -> pd.DataFrame:
    """Return the effects of every setting on every metric, with their floors, the largest first."""

    def floor(runs: Array) -> Array:
        return morris_floor(results.design, runs, factors)

    return _all_indices("morris", results, values, factors, floor, size="mu_star", sure="mu_star")


def sobol(results: Results, values: Mapping[str, Array], factors: Sequence[str]) -> pd.DataFrame:
    """Return the indices of every setting for every metric, with their floors, the largest total first."""

    def floor(runs: Array) -> Array:
        return sobol_floor(runs, factors)

    return _all_indices("saltelli", results, values, factors, floor, size="total", sure="total_low")


def _all_indices(
    design: str,
    results: Results,
    values: Mapping[str, Array],
    factors: Sequence[str],
    floor: Callable[[Array], Array],
    *,
    size: str,
    sure: str,
) -> pd.DataFrame:
    """Return the indices of every metric, sorted by `size`; shown is where `sure` is above the floor."""
    tables = []
    for metric, runs in values.items():
        table, _ = indices(design, results.design, means_of(runs), factors, {})
        table = table.assign(metric=metric, floor=floor(runs))
        table["shown"] = (table[sure] > table["floor"]).map({True: "yes", False: "no"})
        tables.append(table.sort_values(size, ascending=False))
    return pd.concat(tables, ignore_index=True)


def that_matter(effects: pd.DataFrame) -> list[str]:
    """Return the settings that matter most: shown, by the largest share of a main metric's largest effect."""
    main = effects[effects["metric"].isin(MAIN) & effects["shown"].eq("yes")]
    share = main["mu_star"] / main.groupby("metric")["mu_star"].transform("max")
    return list(share.groupby(main["factor"]).max().sort_values(ascending=False).index[:MOST])


def settings_table(factors: Sequence[Factor], left: Mapping[str, str]) -> pd.DataFrame:
    """Return what was moved over which range, and what was not and why."""
    moved = [
        {"setting": one.path, "value": str(one.value), "low": one.low, "high": one.high, "range": one.origin}
        for one in factors
    ]
    return pd.DataFrame(moved + [{"setting": path, "left_out": why} for path, why in left.items()])


def main() -> None:
    """Play both experiments, and write tables, figures and page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    factors, left = chosen()
    save(settings_table(factors, left), "settings")
    results, experiment = played(written("morris", factors, MORRIS), asked.workers)
    names = list(experiment.factors)
    save(effects := morris(results, measures(results, experiment), names), "summary")
    top = set(that_matter(effects))
    narrowed = [one for one in factors if one.path in top]
    results, experiment = played(written("sobol", narrowed, SOBOL), asked.workers)
    save(sobol(results, measures(results, experiment), list(experiment.factors)), "sobol")
    figure.write()
    page.write()


def save(table: pd.DataFrame, name: str) -> None:
    """Write a table beside this file."""
    table.to_csv(HERE / f"{name}.csv", index=False, float_format="%.4g", lineterminator="\n")


if __name__ == "__main__":
    main()
