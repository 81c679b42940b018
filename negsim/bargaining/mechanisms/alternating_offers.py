"""Alternating offers with a deadline: answer the standing offer or replace it by your own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from negsim.bargaining.mechanism import BROKEN_DOWN, Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Entry, Move, Offer, Reject, WalkAway, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.transcript import Transcript
from negsim.errors import ConfigError, IllegalMove
from negsim.registry import register, unknown
from negsim.settings.field import setting


@register("mechanism", "alternating_offers")
@dataclass(frozen=True)
class AlternatingOffers(Mechanism):
    """Parties act in turn, each once a round; no agreement after the last round is no deal.

    References
    ----------
    Rubinstein (1982), with Stahl's (1972) finite horizon; Binmore, Rubinstein & Wolinsky (1986) for the risk
    of breakdown.
    """

    first: str = setting("", help="who opens the talks; empty: the first party of the scenario")
    breakdown: float = setting(
        0.0,
        ge=0,
        le=1,
        unit="probability",
        status="assumption",
        source="Binmore, Rubinstein and Wolinsky 1986",
        plausible=(0, 0.1),
        help="chance that talks break down when an offer is refused",
    )

    def start(self, space: OutcomeSpace, parties: Iterable[str], rounds: int) -> NegotiationState:
        """Return the opening state, with `first` moved to the front."""
        names = tuple(parties)
        if self.first and self.first not in names:
            raise ConfigError(f"mechanism.first: {unknown('party', self.first, names)}")
        if self.first:
            names = (self.first, *(name for name in names if name != self.first))
        return NegotiationState(space, names, rounds)

    def mover(self, state: NegotiationState) -> str | None:
        """Return the party whose turn it is."""
        return None if state.ended else state.parties[state.turn]

    def legal(self, state: NegotiationState, party: str, move: Move) -> bool:
        """Return whether `party` may make `move`: only an offer of somebody else can be answered."""
        if state.ended or party != self.mover(state):
            return False
        match move:
            case Offer(outcome=outcome):
                return 0 <= outcome < state.space.n
            case Accept() | Reject():
                return state.standing is not None and state.standing[0] != party
            case WalkAway():
                return True
        return False

    def breakdown_risk(self, state: NegotiationState) -> float:
        """Return the chance that a refusal ends the talks."""
        return self.breakdown

    def apply(self, state: NegotiationState, move: Move | WorldEvent) -> NegotiationState:
        """Return the next state."""
        if isinstance(move, WorldEvent):
            return self._world(state, move)
        party = self.mover(state)
        if party is None or not self.legal(state, party, move):
            raise IllegalMove(f"{party or 'nobody'} cannot make {move} in round {state.round + 1}")
        history = state.history.plus(Entry(state.round, party, move))
        match move:
            case Accept():
                assert state.standing is not None
                agreement = state.standing[1]
                return replace(state, history=history, end_state="agreed", agreement=agreement)
            case WalkAway():
                return replace(state, history=history, end_state="walked_away")
            case Offer(outcome=outcome):
                return self._next_turn(state, history, (party, outcome))
            case Reject():
                return self._next_turn(state, history, None)
        raise IllegalMove(f"alternating offers know no {type(move).__name__}")

    def _next_turn(
        self, state: NegotiationState, history: Transcript, standing: tuple[str, Outcome] | None
    ) -> NegotiationState:
        turn = (state.turn + 1) % len(state.parties)
        finished = state.round + (turn == 0)
        return NegotiationState(
            state.space,
            state.parties,
            state.rounds,
            round=finished,
            turn=turn,
            standing=standing,
            history=history,
            end_state="expired" if finished >= state.rounds else None,
            framework=state.framework,
        )

    def _world(self, state: NegotiationState, event: WorldEvent) -> NegotiationState:
        """Return the state after an event: news, an offer withdrawn, a failed vote, a pause, a breakdown."""
        if event == BROKEN_DOWN:
            return self._broken_down(state)
        state = replace(state, history=state.history.plus(Entry(state.round, None, event)))
        if event.reopened_by:
            if state.end_state != "agreed":
                raise IllegalMove("only an agreement can be undone")
            turn = state.parties.index(event.reopened_by)
            return replace(state, end_state=None, agreement=None, standing=None, turn=turn)
        if event.kind == "ratification_failed":
            if state.end_state != "agreed":
                raise IllegalMove("only an agreement can fail to be ratified")
            return replace(state, end_state=None, agreement=None, standing=None)
        if event.kind == "withdrawn":
            return replace(state, standing=None)
        if event.kind == "suspended":
            if state.ended:
                raise IllegalMove("talks that are over cannot be suspended")
            ended = "expired" if state.round + 1 >= state.rounds else None
            return replace(state, round=state.round + 1, turn=0, standing=None, end_state=ended)
        return state

    def _broken_down(self, state: NegotiationState) -> NegotiationState:
        """Return the state after a breakdown, which is part of the round in which the offer was refused."""
        if state.ended or not state.history:
            raise IllegalMove("only talks that go on can break down")
        entry = Entry(state.history[-1].round, None, BROKEN_DOWN)
        return replace(state, history=state.history.plus(entry), end_state="broken_down", standing=None)
