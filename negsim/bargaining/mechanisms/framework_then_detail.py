"""Framework, then detail: first the headline issues are agreed on, then the rest with the headline locked."""

from collections.abc import Iterable, Mapping
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

SIGNED = {False: "signed", True: "struck_then_signed"}
"""What a signature is called, by whether a court had struck the tariffs down by then."""


@register("mechanism", "framework_then_detail")
@dataclass(frozen=True, kw_only=True)
class FrameworkThenDetail(AlternatingOffers):
    """Alternating offers in two stages: whoever accepts first locks the headline, who accepts then agrees.

    Offers are whole outcomes at both stages. The first acceptance is of a framework: the levels of the
    `headline` issues in the accepted offer bind from then on, the others were an indication. It becomes news,
    and its proposer moves next. From then on only outcomes with that headline may be offered. A ratification
    that fails reopens the details, not the headline.

    A framework may also be `given`: a text of the day before the talks, with levels of some or all headline
    issues. Then the first acceptance is of the whole. A text that is `binding` is locked, another stands but
    may be reopened.

    An agreement that passes at home is signed: talks end as `signed`, or as `struck_then_signed` if a court
    had struck the tariffs down by then. Talks that end without one while a text stands end as
    `framework_only`, and each side has what it has without a deal. Who walks away leaves the text too: such
    talks end as `walked_away`.

    References
    ----------
    The joint statement on a framework of 26 October 2025; on settling a general formula before the details
    Zartman & Berman (1982).
    """

    example: ClassVar[dict[str, object]] = {"headline": ["price"]}
    has_framework: ClassVar = True

    headline: tuple[str, ...] = setting(help="issues that are agreed on first; the others are details")
    given: Mapping[str, float | str] = setting(
        {}, help="headline issue -> its level in a text that stands when the talks begin, by value or label"
    )
    binding: bool = setting(True, help="whether the levels of a given text are locked")

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
        return replace(super().start(space, parties, rounds), framework=self._given(space))

    def _given(self, space: OutcomeSpace) -> Outcome | None:
        """Return an outcome with the levels that are given, all others as without a deal; None if none is."""
        levels = [issue.no_deal_level for issue in space.issues]
        for name, level in self.given.items():
            if name not in self.headline:
                raise ConfigError(f"mechanism.given: {unknown('issue of the headline', name, self.headline)}")
            axis = space.axis(name)
            try:
                levels[axis] = space.issues[axis].level(level)
            except ConfigError as error:
                raise ConfigError(f"mechanism.given.{name}: {error}") from error
        if not (self.given or self.binding):
            raise ConfigError("mechanism.binding: must be true where no text is given, got false")
        return space.index(levels) if self.given else None

    def still_open(self, state: NegotiationState) -> Mask | None:
        """Return the outcomes with the headline of the framework, once one binds."""
        if state.framework is None or not self.binding:
            return None
        levels = self._settled(state.space, state.framework)
        mask = np.zeros(state.space.shape, dtype=bool)
        mask[tuple(levels.get(axis, slice(None)) for axis in range(mask.ndim))] = True
        return mask.ravel()

    def _settled(self, space: OutcomeSpace, outcome: Outcome) -> dict[int, Any]:
        """Return position -> level of each issue that a framework settles."""
        levels, settled = space.levels(outcome), self.given or self.headline
        return {n: levels[n] for n, issue in enumerate(space.issues) if issue.name in settled}

    def text(self, state: NegotiationState) -> dict[str, str]:
        """Return the label of each issue that the framework settles; empty while there is none."""
        if state.framework is None:
            return {}
        settled = self._settled(state.space, state.framework)
        return {(issue := state.space.issues[n]).name: issue.labels[level] for n, level in settled.items()}

    def legal(self, state: NegotiationState, party: str, move: Move) -> bool:
        """Return whether `party` may make `move`: an offer must keep to a framework that binds."""
        allowed = super().legal(state, party, move)
        text = state.framework if self.binding else None
        if not allowed or text is None or not isinstance(move, Offer):
            return allowed
        kept, offered = (self._settled(state.space, at) for at in (text, move.outcome))
        return kept == offered

    def apply(self, state: NegotiationState, move: Move | WorldEvent) -> NegotiationState:
        """Return the next state: a first acceptance makes the framework, a signature ends the talks."""
        if isinstance(move, WorldEvent) and move.kind in ("framework", *SIGNED.values()):
            return self._announced(state, move)
        if isinstance(move, Accept) and state.framework is None:
            return self._locked(state, move)
        return _named(super().apply(state, move))

    def _announced(self, state: NegotiationState, news: WorldEvent) -> NegotiationState:
        """Return the state after news of what the parties did; a text given is of before the first round."""
        at = state.history[-1].round if state.history else -1
        state = replace(state, history=state.history.plus(Entry(at, None, news)))
        if news.kind == "framework":
            return state
        if state.end_state != "agreed":
            raise IllegalMove("only an agreement can be signed")
        return replace(state, end_state=news.kind)

    def _locked(self, state: NegotiationState, move: Accept) -> NegotiationState:
        """Return the state after the first acceptance; what was accepted stays on the table."""
        party = self.mover(state)
        if party is None or not self.legal(state, party, move) or state.standing is None:
            raise IllegalMove(f"{party or 'nobody'} cannot make {move} in round {state.round + 1}")
        history = state.history.plus(Entry(state.round, party, move))
        after = self._next_turn(state, history, state.standing)
        return _named(replace(after, framework=state.standing[1]))

    def before_the_talks(self, state: NegotiationState) -> tuple[WorldEvent, ...]:
        """Return the news of a text that is given."""
        return (WorldEvent("framework", f"a framework stands: {self._terms(state)}"),) if self.given else ()

    def consequences(
        self, before: NegotiationState, after: NegotiationState, seed: int
    ) -> tuple[WorldEvent, ...]:
        """Return the news of a framework, or that the talks break down."""
        if before.framework is None and after.framework is not None:
            return (WorldEvent("framework", f"the parties announce a framework: {self._terms(after)}"),)
        return super().consequences(before, after, seed)

    def ratified(self, state: NegotiationState, struck: bool) -> tuple[WorldEvent, ...]:
        """Return the news of the signature."""
        after = ", after the tariffs were struck down" if struck else ""
        return (WorldEvent(SIGNED[struck], f"the parties sign the agreement{after}"),)

    def _terms(self, state: NegotiationState) -> str:
        return ", ".join(f"{name} {label}" for name, label in self.text(state).items())


def _named(state: NegotiationState) -> NegotiationState:
    """Return the state, with talks that ended otherwise than agreed called by what is left of them."""
    if state.framework is None or state.end_state not in ("expired", "broken_down"):
        return state
    return replace(state, end_state="framework_only")
