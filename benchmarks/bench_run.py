"""Time of one default replication, model reused, and how often tables and win-sets were recomputed.

python benchmarks/bench_run.py [SCENARIO] [RUNS]
"""

import statistics
import sys
import time

from negsim.politics.mandate import make_mandate
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario


def main(name: str = "us_vietnam_2025", runs: int = 60) -> None:
    scenario = load_scenario(name)
    started = time.perf_counter()
    for party, spec in scenario.parties.items():
        mandate = make_mandate(spec.settings.terms, scenario.blocs(party), scenario.world)
        if scenario.world.space.enumerable:
            mandate.utility(mandate.weights, 0.0).values()
    valued = time.perf_counter() - started
    print(f"{name}: {scenario.world.space.n:,} outcomes, all valued for both sides in {valued * 1e3:.1f} ms")

    started = time.perf_counter()
    model = NegotiationModel(scenario, 0)
    print(f"  new model with {len(model.agents)} agents {1e3 * (time.perf_counter() - started):.1f} ms")
    model.run()
    wall, cpu, tables, win_sets, rounds = [], [], [], [], []
    for seed in range(runs):
        at_wall, at_cpu = time.perf_counter(), time.process_time()
        model.reset(seed)
        record = model.run()
        wall.append(time.perf_counter() - at_wall)
        cpu.append(time.process_time() - at_cpu)
        tables.append(sum(result.refreshes for result in record.parties.values()))
        win_sets.append(model.win_sets.refreshes)
        rounds.append(record.rounds)
    for words, values in (("wall", wall), ("processor", cpu)):
        low, median = min(values) * 1e3, statistics.median(values) * 1e3
        print(f"  one run, model reused, {words}: median {median:.1f} ms, best {low:.1f} ms")
    print(
        f"  per run: {statistics.mean(rounds):.1f} rounds, {statistics.mean(tables):.1f} utility tables and "
        f"{statistics.mean(win_sets):.1f} win-sets recomputed"
    )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else "us_vietnam_2025", int(given[1]) if len(given) > 1 else 60)
