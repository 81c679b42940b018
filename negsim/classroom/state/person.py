"""People at the table: a strategy that waits for moves from outside, and talks of such parties."""

from dataclasses import dataclass, replace

from negsim.bargaining.acceptance.ac_rational import AcceptRational
from negsim.bargaining.move import Move, Wait
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.strategy import Bidding, Proposal, Strategy
from negsim.bargaining.view import PartyView
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario


@dataclass(frozen=True)
class Silent(Bidding):
    """Offers nothing and aims at nothing, so that nobody pledges anything on a person's behalf."""

    def target(self, view: PartyView) -> float:
        """Return the lowest target there is."""
        return float("-inf")

    def propose(self, view: PartyView) -> Proposal | None:
        """Return nothing."""
        return None


@dataclass(frozen=True)
class Person(Strategy):
    """Waits; the moves of a person are submitted to the model."""

    def act(self, view: PartyView) -> Move | Wait:
        """Return that nothing happens yet."""
        return Wait()


PERSON = Person(Silent(), AcceptRational(), NoModel())


def talks_of_people(scenario: Scenario, seed: int) -> NegotiationModel:
    """Return the model of talks in which a person sits on every side."""
    waiting = {
        name: replace(spec, settings=replace(spec.settings, strategy=PERSON))
        for name, spec in scenario.parties.items()
    }
    return NegotiationModel(replace(scenario, parties=waiting), seed, log=True)


def run_calendar(model: NegotiationModel) -> None:
    """Let the calendar run until a move is due or the talks are over."""
    while model.running and model.awaited is None:
        model.close_tick()
        if model.running:
            model.open_tick()
