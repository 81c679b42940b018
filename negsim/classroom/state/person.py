"""A person at the table: a strategy that waits for its moves to come from outside."""

from dataclasses import dataclass

from negsim.bargaining.acceptance.ac_rational import AcceptRational
from negsim.bargaining.move import Move, Wait
from negsim.bargaining.opponent_models.none import NoModel
from negsim.bargaining.strategy import Bidding, Proposal, Strategy
from negsim.bargaining.view import PartyView


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
