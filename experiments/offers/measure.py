"""Measure how believable the offers of a scenario are, over the weights of the ensemble with common luck.

``python experiments/offers/measure.py [--scenario NAME] [--runs 100] [--default] [--set key.path=value …]``
``python experiments/offers/measure.py --table > experiments/offers/summary.csv``

Runs are paired: run k of every vector has the same seed. Offers are valued with the tables of the day on
which they were made, deals with the tables at the end; both with each side's true utility. With `--default`
only the default weights are played. Prints one line a vector and their mean; with `--table` one line an
opponent model and price of moving an issue, over the ensemble and under the default weights.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import product

import numpy as np

from negsim.bargaining.move import Offer, WorldEvent
from negsim.experiment.experiment import make_experiment
from negsim.rng import derive_seed
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario

SEED = 20251026
MODELS = ("smith", "terms", "perfect")
PRICES = ((0.0, 0.0), (0.006, 0.01), (0.012, 0.02))
"""Inertia and closure of both sides."""
TOLERANCE = 1e-9
"""A difference of utility below this is rounding."""


@dataclass
class Tally:
    """What the runs of one vector add up to."""

    runs: int = 0
    deals: int = 0
    changed: int = 0
    worse: int = 0
    worse_for_both: int = 0
    reversals: int = 0
    risen: int = 0
    left: float = 0.0
    dominated: int = 0

    def add(self, other: "Tally") -> None:
        """Add the counts of another vector."""
        for f in fields(self):
            setattr(self, f.name, getattr(self, f.name) + getattr(other, f.name))

    def figures(self) -> dict[str, float]:
        """Return the figures as shares and means.

        ``agreement``: share of runs. ``left``: joint gain that a mutually ratifiable outcome, worse for none,
        adds to a deal, raw utility; ``dominated``: share of deals for which there is one. ``worse``: share
        of changed offers that lower the other side's utility; ``worse_for_both``: both sides'. ``reversals``
        of the direction in which the tariff moves, a run. ``changed``: offers with another outcome, a party
        and run. ``risen``: own targets that rise without news, a run.
        """
        offers, deals = max(1, self.changed), max(1, self.deals)
        return {
            "agreement": self.deals / self.runs,
            "left": self.left / deals,
            "dominated": self.dominated / deals,
            "worse": self.worse / offers,
            "worse_for_both": self.worse_for_both / offers,
            "reversals": self.reversals / self.runs,
            "changed": self.changed / self.runs / 2,
            "risen": self.risen / self.runs,
        }


def measure(scenario: Scenario, runs: int) -> Tally:
    """Return the tally of some runs of one scenario of two parties."""
    model, found = NegotiationModel(scenario), Tally()
    for number in range(runs):
        model.reset(derive_seed(SEED, "replication", number), log=True)
        model.run()
        found.runs += 1
        _offers(model, found)
        if model.state.agreement is not None:
            _deal(model, found)
    return found


def _offers(model: NegotiationModel, found: Tally) -> None:
    """Count what each side's offers do to both sides, compared with its own offer before."""
    names = list(model.parties)
    axis = [issue.name for issue in model.space.issues].index("tariff")
    before: dict[str, Offer] = {}
    heading: dict[str, float] = {}
    news = dict.fromkeys(names, 0)
    events = 0
    for kept in model.offers.kept:
        move, party = kept.entry.move, kept.entry.party
        if isinstance(move, WorldEvent):
            events += 1
        if not isinstance(move, Offer):
            continue
        last = before.get(party)
        if last is not None:
            quiet = events == news[party]
            found.risen += quiet and move.target is not None and move.target > last.target + TOLERANCE
        if last is not None and last.outcome != move.outcome:
            tables = [judge[0] for judge in kept.judged_by]
            own = names.index(party)
            change = [table.value(move.outcome) - table.value(last.outcome) for table in tables]
            found.changed += 1
            found.worse += change[1 - own] < -TOLERANCE
            found.worse_for_both += max(change) < -TOLERANCE
            step = np.sign(model.space.levels(move.outcome)[axis] - model.space.levels(last.outcome)[axis])
            if step:
                found.reversals += heading.get(party, step) != step
                heading[party] = step
        before[party], news[party] = move, events


def _deal(model: NegotiationModel, found: Tally) -> None:
    """Count what a deal leaves on the table among outcomes that both sides would ratify."""
    joint, dominated = left(model)
    found.deals += 1
    found.left += joint
    found.dominated += dominated


def left(model: NegotiationModel) -> tuple[float, bool]:
    """Return the joint gain that a deal leaves among what both sides would ratify, and whether any is better.

    Counted are outcomes that are worse for none; better is one that is worth more to somebody.
    """
    deal = model.state.agreement
    gains = [party.utility.values() - party.utility.value(deal) for party in model.parties.values()]
    passed = np.logical_and.reduce([party.home.win_set() for party in model.parties.values()])
    better = passed & np.logical_and.reduce([gain >= -TOLERANCE for gain in gains])
    joint = max(0.0, float(sum(gains)[better].max(initial=0.0)))
    return joint, bool((better & np.logical_or.reduce([gain > TOLERANCE for gain in gains])).any())


def scenarios(name: str, settings: tuple[str, ...], ensemble: bool) -> Iterator[tuple[str, Scenario]]:
    """Yield the scenario under every vector of the ensemble, or under the default weights alone."""
    factors = {"factors": {"weights": "ensemble"}} if ensemble else {}
    data = {"name": "offers", "scenario": name, **factors}
    experiment = make_experiment(data, Place("experiments/offers"), settings)
    for number in range(experiment.n_points):
        point = experiment.point(number)
        yield str(dict(point.factors).get("weights", "default")), experiment.scenario(point)


def total(name: str, settings: tuple[str, ...], runs: int, ensemble: bool) -> Tally:
    """Return what the runs of all vectors add up to."""
    found = Tally()
    for _, scenario in scenarios(name, settings, ensemble):
        found.add(measure(scenario, runs))
    return found


def print_table(name: str, settings: tuple[str, ...], runs: int) -> None:
    """Print a line for every opponent model and price of moving an issue."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    for number, (learner, (inertia, closure), weights) in enumerate(
        product(MODELS, PRICES, ("ensemble", "default"))
    ):
        own = {"opponent_model": learner, "bidding.inertia": inertia, "bidding.closure": closure}
        rules = (f"parties.{p}.strategy.{k}={v}" for p in ("us", "vietnam") for k, v in own.items())
        found = total(name, (*settings, *rules), runs, weights == "ensemble").figures()
        if number == 0:
            table.writerow(["opponent_model", "inertia", "closure", "weights", "runs", *found])
        figures = (f"{value:.3f}" for value in found.values())
        table.writerow([learner, inertia, closure, weights, runs, *figures])
        sys.stdout.flush()


def print_vectors(name: str, settings: tuple[str, ...], runs: int, ensemble: bool) -> None:
    """Print a line for every vector and one for all."""
    table, found = csv.writer(sys.stdout, lineterminator="\n"), Tally()
    table.writerow(["weights", *Tally(runs=1).figures()])
    for vector, scenario in scenarios(name, settings, ensemble):
        one = measure(scenario, runs)
        found.add(one)
        table.writerow([vector, *(f"{value:.3f}" for value in one.figures().values())])
        sys.stdout.flush()
    table.writerow(["all", *(f"{value:.3f}" for value in found.figures().values())])


def main() -> None:
    """Print the figures as CSV."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default="quiet")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--default", action="store_true", help="the default weights only")
    parser.add_argument("--table", action="store_true", help="a line an opponent model and price")
    parser.add_argument("--set", action="append", default=[], dest="settings", metavar="key.path=value")
    asked = parser.parse_args()
    if asked.table:
        print_table(asked.scenario, tuple(asked.settings), asked.runs)
    else:
        print_vectors(asked.scenario, tuple(asked.settings), asked.runs, not asked.default)


if __name__ == "__main__":
    main()
