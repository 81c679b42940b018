"""Who matters: how many runs end otherwise without a class of agents, or without a rule of the firms.

``python -m experiments.who_matters.who_matters [--runs 200] > experiments/who_matters/summary.csv``

Run k has the same seed with and without a part. A run ends otherwise if its agreement, its date or its end
state differ. One line a part and world.

world, part : what is left out of which world
otherwise, otherwise_low, otherwise_high : share of runs that end otherwise, 95 % (Wilson)
agreed : share of runs that agree without the part
agreement, agreement_low, agreement_high : change of the share that agrees by leaving it out, paired, 95 %
    (Student)
rate, rate_low, rate_high : the same of the rate agreed, fraction, over runs that agree with and without
us, us_low, us_high, vietnam, ... : the same of the utility of a government over no deal at the rate of the
    start, in its own unit and by the table of the start, over all runs
"""

import argparse
import csv
import sys
from collections.abc import Iterator

import numpy as np

from negsim.agents.industry import ORDER
from negsim.analysis.intervals import interval
from negsim.arrays import Array
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario

WORLDS = ("us_vietnam_2025", "historical")
CLASSES = {
    "groups and factions": ("us_groups", "vietnam_factions"),
    "firms": ("firms",),
    "import-competing industries": ("us_industry", "vietnam_industry"),
    "exporters": ("us_exporters", "vietnam_exporters"),
    "exporters of the US": ("us_exporters",),
    "exporters of Vietnam": ("vietnam_exporters",),
    "industries of the US": ("us_industry",),
    "industries of Vietnam": ("vietnam_industry",),
}
"""Class of agents -> the populations that it is, on both sides and on each."""
COLUMNS = ("agreement", "rate", "us", "vietnam")
PARTIES = ("us", "vietnam")


def parts() -> dict[str, tuple[str, ...]]:
    """Return part -> the settings that leave it out."""
    found = {name: tuple(f"agents.{one}=null" for one in members) for name, members in CLASSES.items()}
    found["all rules of the firms"] = ("agents.firms.conduct={}",)
    return found | {f"rule: {rule}": (f"agents.firms.conduct.{rule}=null",) for rule in ORDER}


def play(world: str, settings: tuple[str, ...], runs: int) -> tuple[list[tuple[object, ...]], Array]:
    """Return how each run ended, and (runs, 4): agreed or not, at which rate, what each side gained."""
    model = NegotiationModel(load_scenario(world, settings), 0)
    axis = model.space.axis("tariff")
    tariff = model.space.issues[axis]
    ends, numbers = [], []
    for seed in range(runs):
        model.reset(seed)
        record = model.run()
        ends.append((record.agreement, record.date, record.end_state))
        agreed = record.agreement is not None
        rate = tariff.numbers[record.space.levels(record.agreement)[axis]] if agreed else np.nan
        gains = [record.parties[party].initial_utility for party in PARTIES]
        numbers.append((float(agreed), rate, *gains))
    return ends, np.array(numbers)


def lines(runs: int) -> Iterator[list[object]]:
    """Yield one line a world and part."""
    for world in WORLDS:
        ends, numbers = play(world, (), runs)
        for part, settings in parts().items():
            others, moved = play(world, settings, runs)
            differ = np.array([one != two for one, two in zip(ends, others, strict=True)], dtype=float)
            row: list[object] = [world, part, *_three(differ, rate=True), f"{moved[:, 0].mean():.4f}"]
            for change in (moved - numbers).T:
                row += _three(change[np.isfinite(change)])
            yield row


def _three(values: Array, *, rate: bool = False) -> list[str]:
    return [f"{one:.4f}" for one in (float(values.mean()), *interval(values, rate=rate))]


def header() -> list[str]:
    """Return the names of the columns."""
    three = [f"{name}{end}" for name in COLUMNS for end in ("", "_low", "_high")]
    return ["world", "part", "otherwise", "otherwise_low", "otherwise_high", "agreed", *three]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200, help="runs of each part and world (200)")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(header())
    for line in lines(parser.parse_args().runs):
        out.writerow(line)
        sys.stdout.flush()
