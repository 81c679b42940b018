"""The opponent model `terms` in the talks themselves: what is public is drawn, what is offered teaches."""

import numpy as np
import pytest

from negsim.bargaining.move import Offer
from negsim.bargaining.strategies.candidates import allowed
from negsim.experiment.experiment import make_experiment
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel

LEARN = tuple(f"parties.{party}.strategy.opponent_model=terms" for party in ("us", "vietnam"))


def ensemble():
    data = {"name": "terms", "scenario": "quiet", "factors": {"weights": "ensemble"}}
    experiment = make_experiment(data, Place("tests"), LEARN)
    return [experiment.scenario(experiment.point(number)) for number in range(experiment.n_points)]


SCENARIOS = ensemble()


def regret(view, target, utility, truth):
    """Return what the other side loses because `utility`, not `truth`, chose: 0 nothing, 1 all it could."""
    outcomes = allowed(view, min(target, view.best))
    worth = truth.values_of(outcomes)
    span = worth.max() - worth.min()
    chosen = worth[utility.values_of(outcomes).argmax()]
    return None if span <= 1e-9 else (worth.max() - chosen) / span


def regrets(scenario, seed):
    """Return the regret of every offer of a run: as learned, and as it was before the first offer."""
    model = NegotiationModel(scenario, seed)
    before = {name: party.learner.estimate for name, party in model.parties.items()}
    found = []
    while model.running:
        model.open_tick()
        while (mover := model.awaited) is not None:
            view = model.view(mover)
            move = model.parties[mover].decide(view)
            truth = next(party.utility for name, party in model.parties.items() if name != mover)
            if isinstance(move, Offer):
                pair = [regret(view, move.target, e.utility, truth) for e in (view.estimate, before[mover])]
                found += [pair] if None not in pair else []
            model.submit(move)
        model.close_tick()
    return found


@pytest.mark.long
def test_offers_teach_the_weights_whichever_of_the_ensemble_is_true():
    # much is known before the first offer, from the terms and the ranges of their weights
    means = [
        np.mean(regrets(scenario, 1) + regrets(scenario, 2) + regrets(scenario, 3), axis=0)
        for scenario in SCENARIOS
    ]
    learned, before = np.transpose(means)

    assert learned.mean() < 0.9 * before.mean()
    assert (learned < before).mean() > 0.5


def test_vectors_are_drawn_without_a_look_at_the_truth():
    drawn = []
    for scenario in SCENARIOS[:3]:
        model = NegotiationModel(scenario, seed=1)
        terms = {name: party.learner.estimate.memory.vectors for name, party in model.parties.items()}
        names = {name: model.parties[name].mandate.tables.names for name in terms}
        drawn.append((names, terms))

    first_names, first = drawn[0]
    for names, vectors in drawn[1:]:
        assert names == first_names
        assert all(np.array_equal(vectors[name], first[name]) for name in vectors)


@pytest.mark.parametrize("party", ["us", "vietnam"])
def test_the_truth_lies_anywhere_in_what_is_drawn(party):
    # were vectors centred on the truth, the true weight would be the median of every draw
    model = NegotiationModel(SCENARIOS[0], seed=1)
    other = next(name for name in model.parties if name != party)
    vectors = model.parties[party].learner.estimate.memory.vectors
    below = (vectors < model.parties[other].mandate.weights).mean(axis=0)

    assert ((below < 0.35) | (below > 0.65)).mean() > 0.3
