"""What a party is shown when it is to move: all it may know, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from negsim.bargaining.view import Estimate, PartyView

if TYPE_CHECKING:
    from negsim.talks.model import NegotiationModel


def view_of(model: NegotiationModel, name: str, estimate: Estimate | None) -> PartyView:
    """Return what a party may know now, with an estimate of the other side."""
    party = model.parties[name]
    strategy = party.settings.strategy
    if strategy.opponent_model.reads_truth:
        estimate = Estimate(model.rivals[name].utility)
    view = PartyView(
        party=name,
        utility=party.utility,
        round=model.state.round,
        rounds=model.state.rounds,
        history=model.state.history,
        standing=model.state.offered_to(name),
        estimate=estimate,
        today=model.today,
        seed=model.seed,
        news=model.news,
        prior_weights=model.priors[name],
        admissible=model.win_sets.admissible(name),
        acceptable=model.win_sets.acceptable(name),
        permitted=model.win_sets.permitted(name),
        anchor=model.anchors[name],
        public_terms=model.rivals[name].public_terms,
        breakdown=model.rules.breakdown_risk(model.state),
        last_word=model.course.last_word,
        unsettled=party.outlook.elsewhere is None and model.course.conditions.unsettled(model.tick),
        abroad=model.win_sets.abroad(name) if strategy.bidding.weighs_ratification else None,
        discount=party.settings.patience.after(1.0 / model.scenario.time.rounds_per_tick),
    )
    return model.rules.inform(model.state, view)
