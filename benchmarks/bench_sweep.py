"""What a sweep costs beside its runs: points, chunks, workers. Prints medians; run it on a quiet machine.

python benchmarks/bench_sweep.py [RUNS]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from negsim.engine.campaign import run_experiment
from negsim.engine.executors import Executor, Local, Serial
from negsim.engine.folder import folder_for
from negsim.engine.plan import Plan, chunk_size
from negsim.experiment.experiment import Experiment, make_experiment
from negsim.experiment.manifest import config_hash
from negsim.experiment.run import run_one
from negsim.settings.reader import Place

FACTORS = {
    "a belief": {"no_deal.credibility": {"low": 0.1, "high": 0.6}},
    "a strategy": {"parties.us.strategy.bidding.e": {"low": 0.25, "high": 4}},
    "the threat": {"no_deal.threatened": {"low": 0.3, "high": 0.6}},
    "the economy": {"economy.supply_elasticity": {"low": 4, "high": 25}},
}


def sampled(factors: dict[str, object], points: int, scenario: str = "us_vietnam_2025") -> Experiment:
    data = {"name": "bench", "scenario": scenario, "factors": factors, "replications": 1}
    return make_experiment({**data, "design": {"type": "random", "points": points}}, Place("bench"))


def median_ms(what: object, times: list[object]) -> float:
    taken = []
    for argument in times:
        started = time.process_time()
        what(argument)
        taken.append(time.process_time() - started)
    return 1e3 * statistics.median(taken)


def points() -> None:
    print("CPU time of the scenario of a new point, and of a run of it (default world):")
    for name, factors in FACTORS.items():
        asked = sampled(factors, 40)
        order = asked.layout.execution_order().tolist()
        made = median_ms(lambda p, e=asked: e.scenario(e.point(p)), order)
        again = sampled(factors, 40)
        played = median_ms(lambda p, e=again: run_one(e.run(p)), order)
        print(f"  {name:12} {made:6.2f} ms {played:8.2f} ms")


def sweep(executor: Executor, runs: int) -> None:
    asked = sampled(FACTORS["a belief"], runs, "mini")
    with tempfile.TemporaryDirectory() as home:
        folder = folder_for(Path(home), asked, config_hash(asked))
        plan = Plan(folder.digest, chunk_size(0.01, runs, executor.workers))
        started = time.perf_counter()
        run_experiment(folder, plan, executor, datetime.now(UTC))
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in folder.path.rglob("*.parquet")) / runs
    print(
        f"  {type(executor).__name__:8} {executor.workers} workers"
        f" {runs / seconds:7.0f} runs/s {size:6.0f} bytes a run"
    )


def worker_start() -> None:
    code = "import negsim.engine.worker, negsim.experiment.experiment as e; e.load_experiment('mini')"
    taken = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        taken.append(time.perf_counter() - started)
    print(f"a worker needs {statistics.median(taken):.1f} s before its first run")


if __name__ == "__main__":
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    worker_start()
    points()
    print("mini, one run a point, each with its moves kept:")
    for executor in (Serial(), Local(1), Local(2)):
        sweep(executor, runs)
