"""What the engine promises: firms, logging, memory, reading, start. Run it on a quiet machine.

    python benchmarks/bench_engine.py [PART ...]      parts: firms logging memory reading start

What is compared is played in turns within one process, on the same seeds. `memory` plays 20,000 runs and
takes about five minutes; `reading` makes a million rows from 200 real ones.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from negsim import run as play
from negsim.engine.finished import load
from negsim.engine.folder import ResultFolder
from negsim.experiment.experiment import load_experiment
from negsim.experiment.run import run_one
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario

THOUSAND = (480, 280, 160, 80)
"""Firms of each kind, in the shares of the default 50."""


def seconds(what: object, *arguments: object) -> float:
    started = time.process_time()
    what(*arguments)
    return time.process_time() - started


def played(model: NegotiationModel, seed: int) -> float:
    started = time.process_time()
    model.reset(seed)
    model.run()
    return time.process_time() - started


def firms() -> None:
    kinds = ("smes", "fdi_exporters", "importers", "multinationals")
    many = tuple(f"agents.firms.{kind}={count}" for kind, count in zip(kinds, THOUSAND, strict=True))
    models = [NegotiationModel(load_scenario("us_vietnam_2025", more)) for more in ((), many)]
    times = [[played(model, seed) for model in models] for seed in range(60)]
    few, lots = (1e3 * statistics.median(column) for column in zip(*times, strict=True))
    print(f"50 firms {few:.1f} ms, 1,000 firms {lots:.1f} ms a run: {lots / few:.2f} x")


def logging() -> None:
    asked = load_experiment("us_vietnam_2025", (), 100, 5)
    runs = [replace(run, log=False, log_agents=False) for run in asked.runs()]
    wanted = {"nothing": {}, "offers": {"log": True}, "offers and agents": {"log": True, "log_agents": True}}
    times: dict[str, list[float]] = {name: [] for name in wanted}
    rows: dict[str, list[object]] = {name: [] for name in wanted}
    run_one(runs[0])
    for run in runs:
        for name, flags in wanted.items():
            started = time.process_time()
            rows[name].append(run_one(replace(run, **flags)))
            times[name].append(time.process_time() - started)
    with tempfile.TemporaryDirectory() as home:
        base: list[float] = []
        for name, found in rows.items():
            folder = ResultFolder(Path(home) / name, asked, "")
            folder.path.mkdir()
            writing = seconds(folder.write_chunk, 0, found, "bench") / len(runs)
            total = [taken + writing for taken in times[name]]
            base = base or total
            more = statistics.median(a / b for a, b in zip(total, base, strict=True)) - 1
            print(f"log {name}: {1e3 * statistics.median(total):.2f} ms a run, {more:+.1%}")


def memory() -> None:
    model, sizes = NegotiationModel(load_scenario("us_vietnam_2025")), []
    for seed in range(20_000):
        played(model, seed)
        if seed % 2000 == 1999:
            sizes.append(resident())
    told = " ".join(f"{size:.0f}" for size in sizes)
    print(f"MiB after every 2,000 runs: {told}; peak {peak():.0f}")


def resident() -> float:
    words = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(words[1]) * resource.getpagesize() / 2**20


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def reading() -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = play("us_vietnam_2025", replications=200, out=home).path
        few = pq.read_table(folder / "runs.parquet")
        pq.write_table(pa.concat_tables([few] * 5000), folder / "runs.parquet", compression="zstd")
        for columns in (None, ["agreed", "rounds", "gain0_us", "gain0_vietnam"]):
            started = time.perf_counter()
            runs = load(folder).runs if columns is None else load(folder).scan().to_table(columns).to_pandas()
            taken = time.perf_counter() - started
            print(f"{len(runs):,} rows x {len(runs.columns)} columns into pandas: {taken:.2f} s")


def start() -> None:
    def best(*words: str) -> float:
        taken = []
        for _ in range(7):
            started = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - started)
        return statistics.median(taken)

    numpy, negsim = best("-c", "import numpy"), best("-c", "import negsim")
    print(f"import negsim: {negsim - numpy:+.2f} s beyond numpy ({numpy:.2f} s)")
    print(f"negsim --help: {best('-m', 'negsim', '--help'):.2f} s")


PARTS = {part.__name__: part for part in (firms, logging, reading, start, memory)}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
