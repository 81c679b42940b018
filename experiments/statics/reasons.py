"""Look into the signs that did not come out as expected: the numbers behind the reasons in the README.

``python -m experiments.statics.reasons > experiments/statics/reasons.csv``: the luck of `statics.py` again.
"""

import csv
import sys
from collections.abc import Iterator
from typing import Any

import pandas as pd

from experiments.statics.statics import SCENARIO, measured, played
from negsim.analysis.intervals import interval
from negsim.talks.scenario import load_scenario

RUNS = 300
SMITH = tuple((f"parties.{party}.strategy.opponent_model", "smith") for party in ("us", "vietnam"))
ASEAN, PEERS = "economy.other_tariffs.ASEAN", "parties.us.terms.precedent.peer_rate"
Line = tuple[Any, ...]


def change(what: str, first: pd.DataFrame, second: pd.DataFrame, metric: str) -> Line:
    """Return the mean paired difference of a metric with its interval."""
    difference = (measured(second, metric) - measured(first, metric)).dropna().to_numpy()
    return what, metric, difference.size, difference.mean(), *interval(difference)


def threat(rate: float) -> Iterator[Line]:
    """Yield what carrying out a threat is worth to each side, over no deal at the rate in force."""
    talks = load_scenario(SCENARIO, (f"no_deal.threatened={rate}",))
    for party in talks.parties:
        mandate = talks.mandate(party)
        now, then = mandate.without_deal(mandate.weights)
        yield f"carrying out {rate:.0%}", f"utility of {party}", "", then - now, "", ""


def bluffs() -> Iterator[Line]:
    """Yield what a larger threat does where the US bluffs and where it means it."""
    first, second = (played("no_deal.threatened", value, RUNS) for value in ("0.25", "1.0"))
    for what, means in (("US bluffs", 0.0), ("US means it", 1.0)):
        rows = first["belief_us"].eq(means)
        for metric in ("level_tariff", "u0_vietnam"):
            yield change(f"threat .25 to 1, {what}", first[rows], second[rows], metric)


def peers() -> Iterator[Line]:
    """Yield what ASEAN's rate and the precedent do, each with the other held at .19."""
    rates = ("0.1", "0.19", "0.3")
    held = [played(ASEAN, rate, RUNS, also=((PEERS, 0.19),)) for rate in rates]
    moved = [played(PEERS, rate, RUNS) for rate in rates]
    for metric in ("level_tariff", "vietnam_to_us_usd_bn"):
        yield change("ASEAN .1 to .3, precedent held", held[0], held[2], metric)
    yield change("precedent .1 to .19, ASEAN held", moved[0], moved[1], "level_tariff")
    yield change("precedent .19 to .3, ASEAN held", moved[1], moved[2], "level_tariff")


def shares() -> Iterator[Line]:
    """Yield what a quorum takes from agreements, and how far they are from the frontier."""
    for quorum in ("0.8", "1.0"):
        runs = played("parties.vietnam.ratification.quorum", quorum, RUNS)
        agreed = runs[runs["agreed"]]
        for metric in ("issue_access=all", "issue_reform=binding", "pareto_distance"):
            values = measured(agreed, metric)
            yield f"agreements with quorum {quorum}", metric, values.size, values.mean(), "", ""


def payments() -> Iterator[Line]:
    """Yield in what a more credible threat is paid, and what it moves where both learn by Smith's model."""
    runs = [played("no_deal.credibility", value, RUNS) for value in ("0.02", "0.95")]
    for metric in ("issue_tariff=20 %", "issue_purchases=$15 bn"):
        yield change("credibility .02 to .95", *runs, metric)
    smith = [played("no_deal.credibility", value, RUNS, also=SMITH) for value in ("0.02", "0.95")]
    yield change("credibility .02 to .95, smith", *smith, "level_tariff")


def without_deal() -> Iterator[Line]:
    """Yield who walks away in the long run, and gains among pairs that both agreed."""
    short, long = (played("economy.elasticities", value, RUNS) for value in ("short_run", "long_run"))
    for what, means in (("US bluffs", 0.0), ("US means it", 1.0)):
        walked = long["end_state"].eq("walked_away")[long["belief_us"].eq(means)]
        yield f"long run, {what}", "walked_away", walked.size, walked.mean(), "", ""
    us = [played("parties.us.ratification.threshold", value, RUNS) for value in ("0.1", "0.6")]
    for what, (first, second), metric in (
        ("elasticities, both agreed", (short, long), "gain0_vietnam"),
        ("US threshold, both agreed", us, "gain0_us"),
    ):
        both = first["agreed"] & second["agreed"]
        yield change(what, first[both], second[both], metric)
    for what, runs, metric in (("long run", long, "gain0_vietnam"), ("US threshold .6", us[1], "gain0_us")):
        lost = runs[~runs["agreed"] & runs["belief_us"].eq(1.0)][metric]
        yield f"{what}, US means it, no deal", metric, lost.size, lost.mean(), "", ""


def main() -> None:
    """Print the table."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["what", "metric", "n", "value", "low", "high"])
    for part in (threat(0.46), threat(1.0), bluffs(), peers(), shares(), without_deal(), payments()):
        for line in part:
            table.writerow([f"{cell:.4g}" if isinstance(cell, float) else cell for cell in line])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
