"""Scripted: make the moves that were written down, then bargain by another rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from negsim.bargaining.move import Accept, Move, Offer, WalkAway
from negsim.bargaining.outcome import OutcomeSpace
from negsim.bargaining.strategies.logroll import Logroll
from negsim.bargaining.strategies.zero_for_zero import named_outcome
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError
from negsim.registry import register, show
from negsim.settings.field import setting

ScriptedMove = Mapping[str, str] | int | str
"""An offer as issue -> label or as outcome index, or `accept` or `walk_away`."""


@register("strategy", "scripted")
@dataclass(frozen=True)
class Scripted(Bidding):
    """Follow a script, move by move, whatever the other side does: for histories, lessons and tests.

    An offer is a mapping of issues to labels (others at their no-deal level) or an outcome index. Offers may
    be worth less than no deal, and need not be what anybody would ratify; only red lines stop them. An offer
    they stop, an `accept` of what is worth less than no deal or would not be ratified at home, and one with
    nothing to accept are skipped in favour of the rule that takes over when the script is done.
    """

    default_opponent_model: ClassVar[str] = "smith"

    moves: tuple[ScriptedMove, ...] = setting(
        (), help="moves in order: an offer as issue: label pairs or outcome index, accept, walk_away"
    )
    then: Bidding = setting(Logroll(), help="bidding rule it hands over to", plugin="strategy")

    def check(self, space: OutcomeSpace) -> None:
        """Refuse moves that are none, and offers that do not exist."""
        for number in range(len(self.moves)):
            self._move(space, number)
        self.then.check(space)

    def target(self, view: PartyView) -> float:
        """Return the own utility of the scripted offer, or the target of the next rule."""
        move = self._scripted(view)
        return view.utility.value(move.outcome) if isinstance(move, Offer) else self.then.target(view)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the scripted offer, or what the next rule proposes."""
        move = self._scripted(view)
        if isinstance(move, Offer) and view.permits(move.outcome):
            return Proposal(move.outcome, view.utility.value(move.outcome), move.why)
        return self.then.propose(view)

    def dictated(self, view: PartyView) -> Move | None:
        """Return the scripted move."""
        return self._scripted(view) or self.then.dictated(view)

    def _scripted(self, view: PartyView) -> Move | None:
        mine = (entry for entry in view.history if entry.party == view.party)
        made = sum(1 for _ in islice(mine, len(self.moves)))  # counts no further: talks may be long
        return self._move(view.space, made) if made < len(self.moves) else None

    def _move(self, space: OutcomeSpace, number: int) -> Move | None:
        match self.moves[number]:
            case "accept":
                return Accept(why="scripted")
            case "walk_away":
                return WalkAway(why="scripted")
            case int(index) if 0 <= index < space.n:
                return Offer(index, why="scripted")
            case Mapping() as labels:
                outcome = named_outcome(space, labels)
                return None if outcome is None else Offer(outcome, why="scripted")
        allowed = f"labels by issue, an outcome from 0 to {space.n - 1}, accept or walk_away"
        raise ConfigError(f"moves[{number}]: must be {allowed}, got {show(self.moves[number])}")
