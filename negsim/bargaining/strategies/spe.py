"""Backward induction: the subgame-perfect equilibrium of alternating offers until the deadline."""

from dataclasses import dataclass
from itertools import takewhile
from typing import ClassVar, Literal

import numpy as np

from negsim.arrays import Array, Rows
from negsim.bargaining.frontier import TOLERANCE, pareto_frontier
from negsim.bargaining.move import Accept, Move, Offer, Reject, WalkAway
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.strategies.candidates import negated
from negsim.bargaining.strategy import Bidding, Proposal
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.view import PartyView
from negsim.registry import register
from negsim.settings.field import Status, setting

Ties = Literal["accept", "reject"]


@register("strategy", "spe")
@dataclass(frozen=True)
class BackwardInduction(Bidding):
    """Reason back from the deadline: offer what the other side will just not refuse, accept no less.

    Every refusal costs time: between one offer and the next what a side gains over `impasse`, the worth of
    talking without end, shrinks by its discount factor (a round has two offers), and talks may break down if
    the mechanism says so. A side gets its reservation value if talks expire, break down, or as soon as one
    walks away. With `impasse` at the reservation value, as by default, walking away tempts nobody; with a
    lower one the reservation value is an outside option, which one may take instead of waiting.

    This is the theory of complete information. The other side's utility and reservation value are read from
    the estimate in the view: the default opponent model `perfect` makes it the truth, any other a belief,
    mostly with no reservation value, which then is the worst outcome; with none the other side is taken to
    want the opposite. Its discount factor and impasse are settings, as is how both break ties. That it may
    agree to what this side may propose, reasons alike and acts in turn are assumptions: where they fail,
    talks may end without agreement. The acceptance condition has no say.

    Outcomes are what they are: no lotteries. Where one step of the frontier is worth more than a refusal
    costs, nobody gives way by a step to save the time, and whoever gains by rounding takes nearly all, by as
    many steps as there are rounds. In the default world that begins above .95, with 54 outcomes above .8.

    References
    ----------
    Stahl (1972) and Rubinstein (1982); Binmore, Rubinstein & Wolinsky (1986) for breakdown; Binmore, Shaked &
    Sutton (1989) for outside options; van Damme, Selten & Winter (1990) for discrete outcomes.
    """

    setting_status: ClassVar[Status] = "assumption"

    default_opponent_model: ClassVar[str] = "perfect"

    discount: float = setting(
        0.95,
        gt=0,
        le=1,
        unit="",
        plausible=(0.8, 0.999),
        help="what a gain is worth one offer later, to this side",
    )
    other_discount: float = setting(
        0.95, gt=0, le=1, unit="", plausible=(0.8, 0.999), help="the same for the other side"
    )
    impasse: float | None = setting(
        None,
        ge=-1000000.0,
        le=1000000.0,
        unit="utility",
        status="design",
        help="own utility of talking without end; default: the reservation value",
    )
    other_impasse: float | None = setting(
        None,
        ge=-1000000.0,
        le=1000000.0,
        unit="utility",
        status="design",
        help="the same for the other side, on the scale of the estimate",
    )
    ties: Ties = setting("accept", help="what both do with an offer that is worth just what refusing it is")

    def target(self, view: PartyView) -> float:
        """Return the own utility of the offer, or the lowest utility worth aiming at."""
        proposal = self.propose(view)
        return view.floor if proposal is None else proposal.target

    def propose(self, view: PartyView) -> Proposal | None:
        """Return the best that will not be refused; the own best if everything will be."""
        plan = self.plan(view)
        return None if plan is None else plan.proposal(view)

    def dictated(self, view: PartyView) -> Move | None:
        """Return the move of the equilibrium; None if nothing admissible is worth offering."""
        plan = self.plan(view)
        if plan is None:
            return None
        proposal = plan.proposal(view)
        at = view.standing
        if at is not None and view.may_accept(at) and plan.satisfied(view.utility.value(at)):
            return Accept(proposal.target, "waiting would bring no more")
        if plan.leaves(answering=at is not None):
            return WalkAway(proposal.target, "no deal now is worth more than what talks would bring")
        return Offer(proposal.outcome, proposal.target, proposal.why)

    def plan(self, view: PartyView) -> "Plan | None":
        """Return what backward induction says now; None if nothing admissible is worth offering."""
        other = negated(view.utility) if view.estimate is None else view.estimate.utility
        outcomes, own, theirs = candidates(view, other)
        if not outcomes.size:
            return None
        me = Player.of(own[::-1], view.utility, self.impasse, self.discount)
        you = Player.of(theirs, other, self.other_impasse, self.other_discount)
        return solve(outcomes, (me, you), turns_left(view), view.breakdown, self.ties)


@dataclass(frozen=True, eq=False)
class Player:
    """A side in the game, on a scale where impasse is 0 and its utilities span 1.

    Parameters
    ----------
    gains : of the outcomes on the frontier, ascending; -inf where no deal is better
    no_deal : what it gets when talks end without agreement
    discount : what a gain is worth one offer later
    impasse, span : own utility is impasse + span * gain
    """

    gains: Array
    no_deal: float
    discount: float
    impasse: float = 0.0
    span: float = 1.0

    @classmethod
    def of(cls, values: Array, utility: UtilityFunction, impasse: float | None, discount: float) -> "Player":
        """Return a player from the utilities of what is on the frontier, ascending."""
        no_deal = utility.reservation if utility.reservation > -np.inf else utility.minimum
        zero = no_deal if impasse is None else impasse
        span = (utility.maximum - utility.minimum) or 1.0
        gains = np.where(values >= utility.reservation, (values - zero) / span, -np.inf)
        return cls(gains, (no_deal - zero) / span, discount, zero, span)

    def least(self, need: float, ties: Ties) -> int:
        """Return the position of the smallest gain with which this side will not refuse."""
        if ties == "accept":
            return int(np.searchsorted(self.gains, need - TOLERANCE))
        return int(np.searchsorted(self.gains, need + TOLERANCE, side="right"))

    def after_refusal(self, gain: float, breakdown: float) -> float:
        """Return what the next offer is worth now, before it is known whether talks break down."""
        return breakdown * self.no_deal + (1.0 - breakdown) * self.discount * gain


@dataclass(frozen=True)
class Plan:
    """What backward induction says at one moment, on the scale of the side that moves.

    Parameters
    ----------
    me : the side that moves
    offer : the best outcome that will not be refused, or None if refusal is better or sure
    best : its own best outcome
    value : what making an offer now is worth
    refusing : what refusing the standing offer is worth
    ties : whether an offer worth just as much is accepted
    """

    me: Player
    offer: Outcome | None
    best: Outcome
    value: float
    refusing: float
    ties: Ties

    def proposal(self, view: PartyView) -> Proposal:
        """Return the offer; one that will be refused is the own best."""
        outcome = self.best if self.offer is None else self.offer
        why = "the best that will not be refused" if outcome == self.offer else "its best: all is refused now"
        return Proposal(outcome, view.utility.value(outcome), why)

    def satisfied(self, utility: float) -> bool:
        """Return whether an offer of this own utility is accepted."""
        margin = (utility - self.me.impasse) / self.me.span - max(self.me.no_deal, self.refusing)
        return margin >= -TOLERANCE if self.ties == "accept" else margin > TOLERANCE

    def leaves(self, answering: bool) -> bool:
        """Return whether no deal now is worth more than going on."""
        return self.me.no_deal > (self.refusing if answering else self.value) + TOLERANCE


def solve(outcomes: Rows, players: tuple[Player, Player], turns: int, breakdown: float, ties: Ties) -> Plan:
    """Return the plan of the first player, who is to move, by induction from the last turn to this one.

    Parameters
    ----------
    outcomes : the frontier, best for the first player first
    players : the side to move and the other one
    turns : moves until the deadline, this one included
    breakdown : chance that talks break down when an offer is refused
    ties : what a side does that is indifferent
    """
    count = outcomes.size
    # what refusing is worth to each when the turn that is looked at comes; at the last one it ends the talks
    refusing = [player.no_deal for player in players]
    value, offer = players[0].no_deal, None
    for left in range(2, turns + 1):
        first = (turns - left) % 2
        proposer, responder = players[first], players[1 - first]
        walks = responder.no_deal > refusing[1 - first] + TOLERANCE
        need = max(responder.no_deal, refusing[1 - first])
        at = responder.least(need, ties)
        value, other, offer = proposer.no_deal if walks else refusing[first], need, None
        if at < count and (agreed := float(proposer.gains[count - 1 - at])) >= value - TOLERANCE:
            value, other = agreed, float(responder.gains[at])
            offer = int(outcomes[at if first == 0 else count - 1 - at])
        refusing[first] = proposer.after_refusal(value, breakdown)
        refusing[1 - first] = responder.after_refusal(other, breakdown)
    return Plan(players[0], offer, int(outcomes[0]), value, refusing[0], ties)


def candidates(view: PartyView, other: UtilityFunction) -> tuple[Rows, Array, Array]:
    """Return what may come to be agreed: outcomes, own utility descending, that of the other side ascending.

    They are the frontier of the outcomes that this side may propose and that are worth its reservation value.
    """
    if view.space.enumerable:
        own, theirs = view.utility.values(), other.values()
        rows = np.flatnonzero(own >= view.reservation)
        if view.admissible is not None:
            rows = rows[view.admissible[rows]]
        own, theirs = own[rows], theirs[rows]
    else:
        rows = np.array([o for o in view.utility.frontier(other) if view.may(o)], dtype=np.intp)
        own, theirs = _values(view.utility, rows), _values(other, rows)
        rational = own >= view.reservation
        rows, own, theirs = rows[rational], own[rational], theirs[rational]
    best = pareto_frontier(own, theirs)
    rows, own, theirs = rows[best], own[best], theirs[best]
    distinct = np.diff(theirs, prepend=-np.inf) > TOLERANCE
    return rows[distinct], own[distinct], theirs[distinct]


def _values(utility: UtilityFunction, outcomes: Rows) -> Array:
    return np.array([utility.value(int(outcome)) for outcome in outcomes])


def turns_left(view: PartyView) -> int:
    """Return how many moves remain until the deadline, the own one included; each side has one a round."""
    this_round = takewhile(lambda entry: entry.round == view.round, reversed(view.history))
    second = any(e.party not in (None, view.party) and isinstance(e.move, Offer | Reject) for e in this_round)
    return 2 * (view.rounds - view.round) - second
