"""Move each political weight to the ends of its range and say what becomes of the bargain.

``python experiments/weights/sweep.py > experiments/weights/summary.csv``

One weight at a time; everything else is the default world at a belief of 0 in the threat, where the weights
were set. Columns: the weight, its value, the zone of agreement, who would ratify it, and the Nash point.
"""

import csv
import sys

from negsim.politics.blocs import default_weights
from negsim.talks.scenario import load_scenario
from negsim.talks.solution import SIDES, Solution, solve


def row(party: str, term: str, value: float, solution: Solution) -> list[object]:
    """Return the row of one weight at one value."""
    nash = solution.points.nash
    levels = "" if nash is None else " · ".join(solution.space.describe(nash).values())
    worth = ["" if nash is None else f"{solution.utilities[side][nash]:.3f}" for side in SIDES]
    both = solution.ratified["us"] & solution.ratified["vietnam"]
    shares = [f"{solution.share(mask):.3f}" for mask in (*solution.ratified.values(), both)]
    facts = [f"{solution.zone.mean():.3f}", len(solution.frontier), *shares, *worth, levels]
    return [party, term, value, *facts]


def main() -> None:
    """Print the table of all weights."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    ratified = ["ratified_us", "ratified_vietnam", "ratified_both"]
    head = ["party", "term", "weight", "zone", "frontier", *ratified, "nash_u_us", "nash_u_vietnam", "nash"]
    table.writerow(head)
    calm = "no_deal={in_force: 0.20, threatened: 0.46, credibility: 0}"
    table.writerow(row("", "default", 0, solve(load_scenario("us_vietnam_2025", (calm,)))))
    for party in SIDES:
        for term, weight in default_weights(party).items():
            for value in (weight.low, weight.high):
                moved = f"parties.{party}.terms.{term}.weight={value}"
                solution = solve(load_scenario("us_vietnam_2025", (calm, moved)))
                table.writerow(row(party, term, value, solution))


if __name__ == "__main__":
    main()
