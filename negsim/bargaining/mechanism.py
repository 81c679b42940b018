"""The contract of a mechanism: a pure state machine over moves, so that a transcript replays to one state."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

from negsim.bargaining.move import Entry, Move, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.transcript import Transcript

BEGIN_ROUNDS = ("", "ratification_failed", "suspended")
"""Kinds of events that happen to the talks themselves; a move has none. All others are news."""


@dataclass(frozen=True)
class NegotiationState:
    """Where the talks stand. A mechanism makes the next state from it; nothing changes it.

    Parameters
    ----------
    space : the outcomes
    parties : names in the order in which they act within a round
    rounds : number of rounds until the deadline
    round : rounds completed, so the number of the running round counted from 0
    turn : position in `parties` of who acts next
    standing : (party, outcome) of the offer on the table, or None
    history : the transcript, oldest first
    end_state : None while the talks run; else how they ended
    agreement : the outcome agreed on, or None
    """

    space: OutcomeSpace
    parties: tuple[str, ...]
    rounds: int
    round: int = 0
    turn: int = 0
    standing: tuple[str, Outcome] | None = None
    history: Transcript = field(default_factory=Transcript)
    end_state: str | None = None
    agreement: Outcome | None = None

    @property
    def ended(self) -> bool:
        """Whether the talks are over."""
        return self.end_state is not None

    @property
    def rounds_begun(self) -> int:
        """Number of rounds in which something happened to the talks; news alone begins none."""
        moves = ((entry.round, entry.move) for entry in reversed(self.history))
        return next((at + 1 for at, m in moves if getattr(m, "kind", "") in BEGIN_ROUNDS), 0)


class Mechanism(ABC):
    """The rules: who moves, what is legal, what a move does."""

    @abstractmethod
    def start(self, space: OutcomeSpace, parties: Iterable[str], rounds: int) -> NegotiationState:
        """Return the state before the first move."""

    @abstractmethod
    def mover(self, state: NegotiationState) -> str | None:
        """Return who acts next, or None when the talks are over."""

    @abstractmethod
    def legal(self, state: NegotiationState, party: str, move: Move) -> bool:
        """Return whether `party` may make `move` now."""

    @abstractmethod
    def apply(self, state: NegotiationState, move: Move | WorldEvent) -> NegotiationState:
        """Return the state after the mover's `move` or after an event of the world.

        An event with `reopened_by` undoes an agreement; then it is that party's turn.

        Raises
        ------
        IllegalMove : if the move is not legal or the talks are over.
        """

    def replay(self, start: NegotiationState, transcript: Iterable[Entry]) -> NegotiationState:
        """Return the state that a transcript leads to."""
        state = start
        for entry in transcript:
            state = self.apply(state, entry.move)
        return state
