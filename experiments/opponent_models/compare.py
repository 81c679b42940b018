"""Compare opponent models by what they are for: which offers they choose, and what deals come of it.

``python -m experiments.opponent_models.compare [--runs 20] > experiments/opponent_models/summary.csv``

Both sides learn with the same model, over the 24 vectors of the ensemble, with common luck: run k of every
vector and model has the same seed. One line a model; intervals (95 %, Student) are over the vectors' means.

regret : at an offer, what the other side loses because the model and not the truth chose among the outcomes
    that meet the target: 0 if the choice is the best for it, 1 if it is the worst
agreement : share of runs
left : joint gain that a mutually ratifiable outcome, worse for none, adds to a deal, raw utility
seconds : processor time of a run; the only column that another machine changes
"""

import argparse
import csv
import sys
import time

import numpy as np

from experiments.offers.measure import left
from negsim.analysis.intervals import interval
from negsim.bargaining.move import Offer, Wait
from negsim.bargaining.strategies.candidates import allowed, best_for_other
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import PartyView
from negsim.experiment.experiment import make_experiment
from negsim.rng import derive_seed
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel

MODELS = {
    "none": "none",
    "opposite": "opposite",
    "smith": "smith",
    "terms, never learning": "{type: terms, doubt: 1}",
    "terms": "terms",
    "perfect": "perfect",
}
SEED = 20251027
TOLERANCE = 1e-9


def regret(view: PartyView, target: float, truth: UtilityFunction) -> float | None:
    """Return the regret of the choice that the estimate makes; None where there is nothing to choose."""
    chosen = best_for_other(view, target)
    if chosen is None:
        return None
    worth = truth.values_of(allowed(view, min(target, view.best)))
    span = worth.max() - worth.min()
    return float((worth.max() - truth.value(chosen)) / span) if span > TOLERANCE else None


def play(model: NegotiationModel) -> list[float]:
    """Play a run to the end and return the regret of every offer."""
    found = []
    while model.running:
        model.open_tick()
        while (mover := model.awaited) is not None:
            view = model.view(mover)
            move = model.parties[mover].decide(view)
            if isinstance(move, Wait):
                break
            if isinstance(move, Offer) and move.target is not None:
                found.append(regret(view, move.target, model.rivals[mover].utility))
            model.submit(move)
        model.close_tick()
    return [value for value in found if value is not None]


def figures(model: NegotiationModel, runs: int) -> list[float]:
    """Return the mean regret, agreement and gain left of one vector, and the seconds of a run."""
    regrets, deals, spent = [], [], 0.0
    for number in range(runs):
        seed = derive_seed(SEED, "replication", number)
        begun = time.process_time()
        model.reset(seed)
        model.run()
        spent += time.process_time() - begun
        if model.state.agreement is not None:
            deals.append(left(model)[0])
        model.reset(seed)
        regrets += play(model)
    return [float(np.mean(regrets)), len(deals) / runs, float(np.mean(deals)), spent / runs]


def rows(learner: str, runs: int) -> list[list[float]]:
    """Return the figures of every vector of the ensemble when both sides learn with one model."""
    settings = tuple(f"parties.{party}.strategy.opponent_model={learner}" for party in ("us", "vietnam"))
    data = {"name": "models", "scenario": "quiet", "factors": {"weights": "ensemble"}}
    experiment = make_experiment(data, Place("experiments/opponent_models"), settings)
    points = map(experiment.point, range(experiment.n_points))
    return [figures(NegotiationModel(experiment.scenario(point)), runs) for point in points]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    table = csv.writer(sys.stdout, lineterminator="\n")
    names = ("regret", "agreement", "left")
    columns = [f"{name}{end}" for name in names for end in ("", "_low", "_high")]
    table.writerow(["opponent_model", *columns, "seconds"])
    for learner, asked_for in MODELS.items():
        *kinds, seconds = np.array(rows(asked_for, asked.runs)).T
        cells = [f"{x:.3f}" for values in kinds for x in (values.mean(), *interval(values))]
        table.writerow([learner, *cells, f"{seconds.mean():.4f}"])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
