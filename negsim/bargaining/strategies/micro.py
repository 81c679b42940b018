"""MiCRO: go down the own ranking one outcome at a time, as long as the other side does so too."""

from dataclasses import dataclass
from typing import ClassVar

from negsim.bargaining.strategies.candidates import Outcomes
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.view import PartyView
from negsim.registry import register


def ranking(view: PartyView) -> Outcomes:
    """Return the admissible rational outcomes, best first, ties by lowest index; enumerable spaces only."""
    order = view.utility.descending
    order = order if view.admissible is None else order[view.admissible[order]]
    rational = view.utility.values()[order] >= view.reservation
    return order[: int(rational.sum())]


def repeated(view: PartyView, ranked: Outcomes) -> int:
    """Return a random own earlier offer that is still worth making, or the best outcome if none is."""
    still = [outcome for outcome in dict.fromkeys(view.sent) if _worth_offering(view, outcome)]
    if not still:
        return int(ranked[0])
    return still[int(view.draw("repeat").integers(len(still)))]


def _worth_offering(view: PartyView, outcome: int) -> bool:
    return view.may(outcome) and view.utility.value(outcome) >= view.reservation


@register("strategy", "micro")
@dataclass(frozen=True)
class Micro(Bidding):
    """Propose the next-best outcome if the other side has made as many distinct offers, else repeat one.

    Needs no model of the other side and no deadline, but about as many rounds as outcomes it ranks above the
    deal: in large spaces use `fast_micro`. Its acceptance condition is `ac_asp`: the target is the utility of
    the next outcome it would propose, or of its lowest proposal while it waits. Enumerable spaces only.
    Short for Minimal Concession in Reply to New Offers.

    References
    ----------
    de Jonge (2022), An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark Strategy.
    """

    default_acceptance: ClassVar[str] = "ac_asp"

    def target(self, view: PartyView) -> float:
        """Return the utility of the next new offer, or of the lowest one made so far."""
        ranked = ranking(view)
        if ranked.size == 0:
            return view.floor
        made = len(set(view.sent))
        position = made if _concedes(view, made) and made < ranked.size else min(made, ranked.size) - 1
        return float(view.utility.values()[ranked[position]])

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the next outcome of the ranking, or a random earlier offer."""
        ranked = ranking(view)
        if ranked.size == 0:
            return None
        made = len(set(view.sent))
        target = self.target(view)
        if _concedes(view, made) and made < ranked.size:
            return Proposal(
                int(ranked[made]), target, f"answers new offer {len(set(view.received))} with one"
            )
        return Proposal(repeated(view, ranked), target, "repeats: the other side offered nothing new")


def _concedes(view: PartyView, made: int) -> bool:
    return made <= len(set(view.received))
