"""A finished group once more in the Mesa model, without the classroom: it must come to the same state."""

from dataclasses import dataclass, replace

from negsim.classroom.group import Group
from negsim.classroom.person import PERSON
from negsim.core.outcome import Accept, Entry, Move, Offer, Reject, Wait, WalkAway
from negsim.core.strategy import PartyView, Strategy
from negsim.model import NegotiationModel
from negsim.scenario import Scenario


@dataclass(frozen=True)
class FromTranscript(Strategy):
    """Makes the moves that were written down, then waits."""

    moves: tuple[Move, ...] = ()

    def act(self, view: PartyView) -> Move | Wait:
        """Return the next move of the transcript."""
        made = sum(entry.party == view.party for entry in view.history)
        return self.moves[made] if made < len(self.moves) else Wait()


def moves_of(history: tuple[Entry, ...], party: str) -> tuple[Move, ...]:
    """Return the moves of one party in a transcript."""
    kinds = (Offer, Accept, Reject, WalkAway)
    return tuple(e.move for e in history if e.party == party and isinstance(e.move, kinds))


def replay(scenario: Scenario, group: Group) -> NegotiationModel:
    """Return a model that stepped through the group's moves; it stops where the group stopped.

    A computer's bidding rule takes part (it may pledge in public), but its moves come from the transcript.
    """
    history = group.model.state.history
    parties = {}
    for name, spec in scenario.parties.items():
        rules = group.strategy(name) or PERSON
        script = FromTranscript(
            rules.bidding, rules.acceptance, rules.opponent_model, moves=moves_of(history, name)
        )
        parties[name] = replace(spec, settings=replace(spec.settings, strategy=script))
    model = NegotiationModel(replace(scenario, parties=parties), group.seed, log=True)
    while model.running and len(model.state.history) < len(history):
        model.step()
    return model
