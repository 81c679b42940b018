"""Milliseconds of the trade core: best and median of several repetitions on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter

import numpy as np

from negsim.economy.load import load_trade_data
from negsim.economy.market import market_of
from negsim.economy.trade import TradeCore, fold_others, other_added_rates

DAY = date(2025, 10, 26)


def timed(label: str, work: Callable[[], object], repeats: int) -> None:
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(1e3 * (perf_counter() - start))
    print(f"{label:<34} best {min(times):8.3f} ms   median {median(times):8.3f} ms")


def main() -> None:
    data = load_trade_data()
    generator = np.random.default_rng(1)
    others = other_added_rates(data, data.other_tariffs(DAY), DAY)

    def build() -> TradeCore:
        fresh = market_of(data)
        return TradeCore(fresh, fold_others(fresh, others), data.headline_scale)

    core = build()
    small, large = generator.uniform(0.0, 0.46, (108, 17)), generator.uniform(0.0, 0.46, (100_000, 17))
    timed("load the tables, kept", load_trade_data, 5)
    timed("core, cold", build, 200)
    timed("respond, 108 outcomes x 17", lambda: core.respond(small), 100)
    timed("respond, 100 000 outcomes x 17", lambda: core.respond(large), 5)


if __name__ == "__main__":
    main()
