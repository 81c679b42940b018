"""The contract of a mechanism: a pure state machine over moves, so that a transcript replays to one state."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from negsim.arrays import Mask, both
from negsim.bargaining.move import Entry, Move, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.transcript import Transcript
from negsim.bargaining.view import PartyView
from negsim.rng import stream

BROKEN_DOWN = WorldEvent("broken_down", "the talks break down over a refused offer")
"""What chance may make of a refusal."""

AGREED = ("agreed", "signed", "struck_then_signed")
"""How talks end that end in an agreement; the last two where a framework comes first."""
BEGIN_ROUNDS = ("", "ratification_failed", "suspended", "broken_down", "framework")
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
    framework : the outcome whose headline is agreed on, where the rules have such a stage, or None
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
    framework: Outcome | None = None

    @property
    def ended(self) -> bool:
        """Whether the talks are over."""
        return self.end_state is not None

    def offered_to(self, party: str) -> Outcome | None:
        """Return the outcome on the table if somebody else put it there, so that `party` may answer it."""
        return self.standing[1] if self.standing is not None and self.standing[0] != party else None

    @property
    def rounds_begun(self) -> int:
        """Number of rounds in which something happened to the talks; news alone begins none."""
        moves = ((entry.round, entry.move) for entry in reversed(self.history))
        return next((at + 1 for at, m in moves if getattr(m, "kind", "") in BEGIN_ROUNDS), 0)


class Mechanism(ABC):
    """The rules: who moves, what is legal, what a move does."""

    has_framework: ClassVar[bool] = False
    """Whether the rules know a text that settles a part before the whole is agreed on."""

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

    def breakdown_risk(self, state: NegotiationState) -> float:
        """Return the chance that talks break down when an offer is refused now; 0, as here, for never.

        With a risk, `apply` must take `BROKEN_DOWN` as the end of the talks.
        """
        return 0.0

    def still_open(self, state: NegotiationState) -> Mask | None:
        """Return the outcomes that can still be agreed on, shape (n,); None, as here, for all."""
        return None

    def text(self, state: NegotiationState) -> Mapping[str, str]:
        """Return the label of each issue that a framework settles; empty, as here, where there is none."""
        return {}

    def before_the_talks(self, state: NegotiationState) -> tuple[WorldEvent, ...]:
        """Return the news of the day before the talks; none, as here, by default."""
        return ()

    def ratified(self, state: NegotiationState, struck: bool) -> tuple[WorldEvent, ...]:
        """Return what follows when an agreement has passed at home on both sides; nothing, as here.

        Parameters
        ----------
        struck : whether a court has struck the tariffs down by then
        """
        return ()

    def inform(self, state: NegotiationState, view: PartyView) -> PartyView:
        """Return a view of only what is still open."""
        still_open = self.still_open(state)
        if still_open is None:
            return view
        acceptable = view.admissible if view.acceptable is None else view.acceptable
        return replace(
            view,
            admissible=both(view.admissible, still_open),
            acceptable=both(acceptable, still_open),
            permitted=both(view.permitted, still_open),
        )

    def consequences(
        self, before: NegotiationState, after: NegotiationState, seed: int
    ) -> tuple[WorldEvent, ...]:
        """Return what follows from the move between two states: here, whether chance ends the talks.

        The rules stay pure: who drives the talks asks, and applies the events, which then are part of the
        transcript. Every turn has a stream of its own.

        Parameters
        ----------
        seed : root of the run's chance
        """
        risk, mover = self.breakdown_risk(before), self.mover(before)
        if risk <= 0.0 or after.ended or mover is None or before.offered_to(mover) is None:
            return ()
        broken = stream(seed, "breakdown", before.round, before.turn).random() < risk
        return (BROKEN_DOWN,) if broken else ()

    def replay(self, start: NegotiationState, transcript: Iterable[Entry]) -> NegotiationState:
        """Return the state that a transcript leads to."""
        state = start
        for entry in transcript:
            state = self.apply(state, entry.move)
        return state
