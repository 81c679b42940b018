"""Move each number of the table of weights to the ends of its range and say what becomes of the bargain.

``python experiments/weights/sweep.py > experiments/weights/summary.csv``

One number at a time; everything else is the default world at a belief of 0 in the threat, where the weights
were set. Columns: whose number it is, its kind and name, its value, the zone of agreement, who would ratify
it, and the Nash point.
"""

import csv
import sys

from negsim.politics.blocs import Key, weight_table
from negsim.talks.scenario import load_scenario
from negsim.talks.solution import Solution, solve

SIDES = ("us", "vietnam")
GROUPS = {"us": "us_groups", "vietnam": "vietnam_factions"}


def place(key: Key) -> str:
    """Return where a scenario says what the table says of a number."""
    party, kind, name = key
    if kind == "term":
        return f"parties.{party}.terms.{name}.weight"
    if kind == "faction":
        return f"agents.{GROUPS[party]}.members.{name}.threshold"
    return f"parties.{party}.ratification.{name}"


def row(key: Key, value: float, solution: Solution) -> list[object]:
    """Return the row of one number at one value."""
    bargain = solution.bargain
    nash = bargain.nash
    levels = "" if nash is None else " · ".join(solution.space.describe(nash).values())
    worth = ["" if nash is None else f"{bargain.utilities[side][nash]:.3f}" for side in SIDES]
    masks = (*(solution.ratified[side] for side in SIDES), solution.ratified_by_all)
    shares = [f"{solution.share(mask):.3f}" for mask in masks]
    return [*key, value, f"{bargain.zone.mean():.3f}", len(bargain.frontier), *shares, *worth, levels]


def main() -> None:
    """Print the table of all numbers."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    ratified = ["ratified_us", "ratified_vietnam", "ratified_both"]
    head = ["party", "kind", "name", "value", "zone", "frontier", *ratified]
    table.writerow([*head, "nash_u_us", "nash_u_vietnam", "nash"])
    calm = "no_deal={in_force: 0.20, threatened: 0.46, credibility: 0}"
    table.writerow(row(("", "default", ""), 0, solve(load_scenario("quiet", (calm,)))))
    for key, number in weight_table().items():
        for value in (number.low, number.high):
            moved = f"{place(key)}={value}"
            table.writerow(row(key, value, solve(load_scenario("quiet", (calm, moved)))))


if __name__ == "__main__":
    main()
