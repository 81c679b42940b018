"""Tit for tat: concede the share of the way to a fair deal that the other side has come."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.strategies.candidates import best_for_other, received_values
from negsim.bargaining.strategies.nash_seeking import nash_outcome
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register


@register("strategy", "tit_for_tat")
@dataclass(frozen=True)
class TitForTat(Bidding):
    """Answer concession with concession, measured in own utility, and nothing with nothing.

    With f and b the own utilities of the first and the best offer received and N that of a fair deal, the
    other has come phi = (b - f) / (N - f) of the way, all of it (1) once b >= N, be it with the first offer,
    and the target is max - phi (max - N). Offers that jitter without progress earn nothing. Two of these
    never move: somebody else must begin. Also called nice tit for tat, without its bonus and end-game terms.

    References
    ----------
    Baarslag, Hindriks & Jonker (2013), A Tit for Tat Negotiation Strategy for Real-Time Bilateral
    Negotiations; the rule in the prisoner's dilemma is Rapoport's (Axelrod 1984).
    """

    default_opponent_model: ClassVar[str] = "smith"

    def target(self, view: PartyView) -> float:
        """Return the utility that reciprocates what the other side has conceded; `best` before any offer."""
        if not view.received or view.best <= view.floor:
            return max(view.best, view.floor)
        fair = fair_utility(view)
        received = received_values(view)
        first, best = received[0], max(received)
        share = 1.0 if best >= fair else (best - first) / (fair - first)
        return view.best - share * (view.best - fair)

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the outcome estimated best for the other side among those that meet the target."""
        target = self.target(view)
        outcome = best_for_other(view, target)
        return None if outcome is None else Proposal(outcome, target, "answers what the other side conceded")


def fair_utility(view: PartyView) -> float:
    """Return the own utility at the estimated Nash point over the outcomes this party may agree to.

    Without an estimate, or where it knows of no outcome by which both gain: midway between reservation value
    and best outcome.
    """
    midway = (view.floor + view.best) / 2
    if view.estimate is None:
        return midway
    other = view.estimate.utility
    nash = nash_outcome(view, other, view.floor)
    if nash is None:
        return view.best
    own = view.utility.value(nash)
    return own if own > view.floor and other.value(nash) > other.floor else midway
