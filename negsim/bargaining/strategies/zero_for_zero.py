"""Zero for zero: open with one named outcome, then bargain by another rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.move import Move
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.strategies.logroll import Logroll
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.errors import ConfigError
from negsim.registry import register
from negsim.settings.field import setting

ZERO_FOR_ZERO = {"tariff": "0 %", "access": "all"}
"""What the Vietnamese side held out in April 2025: no tariffs on either side."""


@register("strategy", "zero_for_zero")
@dataclass(frozen=True)
class ZeroForZero(Bidding):
    """Offer a grand opening, such as zero tariffs for zero tariffs, for some rounds; then hand over.

    `opening` names levels by label; issues it does not name stay at their no-deal level, issues the
    scenario does not have are skipped. It is meant to impress, so it need not be what anybody would ratify;
    if it crosses a red line or is worth less than no deal, the rule it hands over to moves at once.

    References
    ----------
    The opening of the Vietnamese side in April 2025; elsewhere called anchoring (Tversky & Kahneman 1974).
    """

    default_opponent_model: ClassVar[str] = "smith"

    opening: Mapping[str, str] = setting(
        ZERO_FOR_ZERO, help="issue -> label of the level offered at first; default: no tariff for full access"
    )
    rounds: int = setting(
        1, ge=0, unit="rounds", status="design", help="for how many rounds the opening is offered"
    )
    then: Bidding = setting(Logroll(), help="bidding rule it hands over to", plugin="strategy")

    def check(self, space: OutcomeSpace) -> None:
        """Refuse an opening with levels that do not exist, or that names nothing that is negotiated."""
        levels = {issue.name: issue.labels for issue in space.issues}
        fits = any(name in levels for name in self.opening)
        if self.opening == ZERO_FOR_ZERO:
            fits = all(label in levels.get(name, ()) for name, label in self.opening.items())
        if not fits:
            named = ", ".join(f"{name} {label}" for name, label in self.opening.items()) or "nothing"
            raise ConfigError(
                f"opening: these talks over {', '.join(levels)} cannot open with {named}; "
                "give an `opening` of issues and their levels"
            )
        named_outcome(space, self.opening)
        self.then.check(space)

    def target(self, view: PartyView) -> float:
        """Return the own utility of the opening while it is offered."""
        opening = self._opening(view)
        return self.then.target(view) if opening is None else view.utility.value(opening)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the opening, or what the next rule proposes."""
        opening = self._opening(view)
        if opening is None:
            return self.then.propose(view)
        return Proposal(opening, view.utility.value(opening), "the opening")

    def dictated(self, view: PartyView) -> Move | None:
        """Return what the next rule dictates once the opening is over."""
        return None if self._opening(view) is not None else self.then.dictated(view)

    def _opening(self, view: PartyView) -> Outcome | None:
        if view.round >= self.rounds:
            return None
        outcome = named_outcome(view.space, self.opening)
        if outcome is None or not view.permits(outcome) or view.utility.value(outcome) < view.reservation:
            return None
        return outcome


def named_outcome(space: OutcomeSpace, labels: Mapping[str, str]) -> Outcome | None:
    """Return the outcome with these labels, other issues at their no-deal level; None if none is known.

    Raises
    ------
    ConfigError : if an issue of the space has no level with that label.
    """
    if not any(issue.name in labels for issue in space.issues):
        return None
    return space.outcome(labels)
