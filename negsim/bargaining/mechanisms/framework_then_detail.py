"""Framework, then detail: first the headline issues are agreed on, then the rest with the headline locked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from negsim.arrays import Mask
from negsim.bargaining.mechanism import NegotiationState
from negsim.bargaining.mechanisms.alternating_offers import AlternatingOffers
from negsim.bargaining.move import Accept, Entry, Move, Offer, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.errors import ConfigError, IllegalMove
from negsim.registry import register, show, unknown
from negsim.settings.field import setting


@register("mechanism", "framework_then_detail")
@dataclass(frozen=True, kw_only=True)
class FrameworkThenDetail(AlternatingOffers):
    """Alternating offers in two stages: whoever accepts first locks the headline, who accepts then agrees.

    Offers are whole outcomes at both stages. The first acceptance is of a framework: the levels of the
    `headline` issues in the accepted offer bind from then on, the others were an indication. It becomes news,
    and its proposer moves next. From then on only outcomes with that headline may be offered. Talks that end
    with a framework but no agreement end as `framework_only`: a text stands, and each side has what it has
    without a deal. A ratification that fails reopens the details, not the headline.

    References
    ----------
    The joint statement on a framework of 26 October 2025; on settling a general formula before the details
    Zartman & Berman (1982).
    """

    example: ClassVar[dict[str, object]] = {"headline": ["price"]}

    headline: tuple[str, ...] = setting(help="issues that are agreed on first; the others are details")

    def start(self, space: OutcomeSpace, parties: Iterable[str], rounds: int) -> NegotiationState:
        """Return the opening state; refuse a headline that leaves nothing, or nothing to agree on first."""
        issues = [issue.name for issue in space.issues]
        for number, name in enumerate(self.headline):
            if name not in issues:
                raise ConfigError(f"mechanism.headline[{number}]: {unknown('issue', name, issues)}")
        if not 0 < len(set(self.headline)) == len(self.headline) < len(issues):
            raise ConfigError(
                "mechanism.headline: must be at least one issue, each once, and leave at least one of "
                f"{', '.join(issues)} for the details, got {show(list(self.headline))}"
            )
        if not space.enumerable:
            raise ConfigError("mechanism: framework_then_detail needs outcomes that can be listed one by one")
        return super().start(space, parties, rounds)

    def still_open(self, state: NegotiationState) -> Mask | None:
        """Return the outcomes with the headline of the framework, once there is one."""
        if state.framework is None:
            return None
        levels = self._headline(state.space, state.framework)
        mask = np.zeros(state.space.shape, dtype=bool)
        mask[tuple(levels.get(axis, slice(None)) for axis in range(mask.ndim))] = True
        return mask.ravel()

    def _headline(self, space: OutcomeSpace, outcome: Outcome) -> dict[int, Any]:
        """Return position -> level of each headline issue."""
        levels = space.levels(outcome)
        return {n: levels[n] for n, issue in enumerate(space.issues) if issue.name in self.headline}

    def legal(self, state: NegotiationState, party: str, move: Move) -> bool:
        """Return whether `party` may make `move`: an offer must keep to the framework."""
        allowed = super().legal(state, party, move)
        if not allowed or state.framework is None or not isinstance(move, Offer):
            return allowed
        kept, offered = (self._headline(state.space, at) for at in (state.framework, move.outcome))
        return kept == offered

    def apply(self, state: NegotiationState, move: Move | WorldEvent) -> NegotiationState:
        """Return the next state: a first acceptance makes the framework."""
        if isinstance(move, WorldEvent) and move.kind == "framework":
            entry = Entry(state.history[-1].round, None, move)
            return replace(state, history=state.history.plus(entry))
        if isinstance(move, Accept) and state.framework is None:
            return self._locked(state, move)
        return _named(replace(super().apply(state, move), framework=state.framework))

    def _locked(self, state: NegotiationState, move: Accept) -> NegotiationState:
        """Return the state after the first acceptance; what was accepted stays on the table."""
        party = self.mover(state)
        if party is None or not self.legal(state, party, move) or state.standing is None:
            raise IllegalMove(f"{party or 'nobody'} cannot make {move} in round {state.round + 1}")
        history = state.history.plus(Entry(state.round, party, move))
        after = self._next_turn(state, history, state.standing)
        return _named(replace(after, framework=state.standing[1]))

    def consequences(
        self, before: NegotiationState, after: NegotiationState, seed: int
    ) -> tuple[WorldEvent, ...]:
        """Return the news of a framework, or that the talks break down."""
        if before.framework is None and after.framework is not None:
            told = after.space.describe(after.framework)
            terms = ", ".join(f"{name} {label}" for name, label in told.items() if name in self.headline)
            return (WorldEvent("framework", f"the parties announce a framework: {terms}"),)
        return super().consequences(before, after, seed)


def _named(state: NegotiationState) -> NegotiationState:
    """Return the state, with talks that ended otherwise than agreed called by what is left of them."""
    if state.framework is None or state.end_state in (None, "agreed"):
        return state
    return replace(state, end_state="framework_only")
