"""The contract of a strategy: bidding rule, acceptance condition and opponent model see a PartyView only."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from negsim.bargaining.issue import Outcome, OutcomeSpace
from negsim.bargaining.move import Accept, Entry, Move, Offer, Reject, Wait, WalkAway
from negsim.bargaining.utility.function import UtilityFunction
from negsim.rng import stream

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Estimate:
    """What a party believes of the other side's utility: issue weights and a value per level, both in [0, 1].

    Parameters
    ----------
    utility : the estimate as a utility function over the same space
    memory : whatever the opponent model needs for its next update
    """

    utility: UtilityFunction
    memory: object = None


@dataclass(frozen=True, eq=False)
class PartyView:
    """All that a party may know when it is its turn. Frozen; holds no model and no opponent.

    Parameters
    ----------
    party : own name
    utility : own utility function of today, with own reservation value
    round : rounds begun before this one, from 0
    rounds : number of rounds until the deadline
    history : the transcript so far, oldest first
    standing : outcome on the table, offered by the other side, or None
    estimate : own estimate of the other side's utility, or None
    admissible : outcomes this party may propose, shape (n,): red lines, believed ratifiable on both sides;
        None for all
    acceptable : outcomes it may accept, shape (n,): red lines, ratifiable at home; None: as admissible
    today : calendar date, or None where the talks have no calendar
    seed : root of this party's private randomness
    news : public events so far, oldest first, as "kind: what happened": pledges, failed votes, pauses
    prior_weights : what is publicly known, with error, of how much each issue matters to the other side;
        one non-negative number an issue, or None
    permitted : outcomes that cross none of its own red lines, shape (n,); None for all. What is dictated or
        offered as an opening needs no more than this
    """

    party: str
    utility: UtilityFunction
    round: int
    rounds: int
    history: tuple[Entry, ...] = ()
    standing: Outcome | None = None
    estimate: Estimate | None = None
    admissible: NDArray[np.bool_] | None = None
    today: date | None = None
    seed: int = 0
    news: tuple[str, ...] = ()
    prior_weights: tuple[float, ...] | None = None
    acceptable: NDArray[np.bool_] | None = None
    permitted: NDArray[np.bool_] | None = None

    @property
    def space(self) -> OutcomeSpace:
        """The outcomes on which the parties bargain."""
        return self.utility.space

    @property
    def reservation(self) -> float:
        """Own utility without a deal."""
        return self.utility.reservation

    @property
    def t(self) -> float:
        """Normalised time (s + 1) / (n + 1): the same for both sides within a round, never 0 or 1."""
        return (self.round + 1) / (self.rounds + 1)

    @cached_property
    def received(self) -> tuple[Outcome, ...]:
        """Outcomes offered by the other side, oldest first."""
        return tuple(
            e.move.outcome for e in self.history if isinstance(e.move, Offer) and e.party != self.party
        )

    @cached_property
    def sent(self) -> tuple[Outcome, ...]:
        """Outcomes this party offered, oldest first."""
        return tuple(
            e.move.outcome for e in self.history if isinstance(e.move, Offer) and e.party == self.party
        )

    @cached_property
    def best(self) -> float:
        """Highest own utility among admissible outcomes; -inf if nothing is admissible."""
        return self.utility.best_within(self.admissible)

    @property
    def floor(self) -> float:
        """Lowest utility worth aiming at: the reservation value, but never below the worst outcome."""
        return max(self.reservation, self.utility.minimum)

    def may(self, outcome: Outcome) -> bool:
        """Whether this party may propose `outcome`."""
        return self.admissible is None or bool(self.admissible[outcome])

    def permits(self, outcome: Outcome) -> bool:
        """Whether `outcome` crosses none of this party's red lines."""
        return self.permitted is None or bool(self.permitted[outcome])

    def may_accept(self, outcome: Outcome) -> bool:
        """Whether this party may accept `outcome`."""
        return self.may(outcome) if self.acceptable is None else bool(self.acceptable[outcome])

    def draw(self, purpose: str) -> np.random.Generator:
        """Return chance for one purpose in this round: the same however often it is asked."""
        return stream(self.seed, "strategy", self.party, self.round, purpose)


@dataclass(frozen=True)
class Proposal:
    """What a bidding rule wants to offer: the outcome, the own utility it aimed at, and why."""

    outcome: Outcome
    target: float
    why: str = ""


class Bidding(ABC):
    """Which outcome to offer next."""

    default_opponent_model: ClassVar[str] = "none"
    """Registered opponent model that goes with this rule when a scenario names none."""
    default_acceptance: ClassVar[str] = "ac_next"
    """Registered acceptance condition that goes with this rule when a scenario names none."""

    def check(self, space: OutcomeSpace) -> None:
        """Refuse settings that name what these outcomes do not have; ordinary rules fit any space."""
        return None

    @abstractmethod
    def target(self, view: PartyView) -> float:
        """Return the own utility aimed at in this round."""

    @abstractmethod
    def propose(self, view: PartyView) -> Proposal | None:
        """Return the next offer, or None if nothing is worth offering."""

    def dictated(self, view: PartyView) -> Move | None:
        """Return a move that leaves the acceptance condition no say; None, as here, for ordinary rules."""
        return None


class AcceptanceCondition(ABC):
    """When to say yes."""

    @abstractmethod
    def accepts(self, view: PartyView, offer: Outcome, bidding: Bidding, planned: Proposal | None) -> bool:
        """Return whether `offer` is accepted.

        Parameters
        ----------
        bidding : own bidding rule, for conditions that read its target
        planned : what the party would offer instead; made once a round, so asking does not advance anything
        """


class OpponentModel(ABC):
    """What is learned of the other side from its offers."""

    reads_truth: ClassVar[bool] = False
    """An oracle for evaluation: the model hands it the other side's true utility as its estimate."""

    @abstractmethod
    def start(self, view: PartyView) -> Estimate | None:
        """Return the estimate before the first offer."""

    @abstractmethod
    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the estimate after the other side offered `outcome`."""


@dataclass(frozen=True)
class Strategy:
    """How a party bargains: every combination of the three parts is legal."""

    bidding: Bidding
    acceptance: AcceptanceCondition
    opponent_model: OpponentModel
    accept_below_reservation: bool = False

    def act(self, view: PartyView) -> Move | Wait:
        """Return this party's move: answer the standing offer, or propose.

        Calling it twice on one view gives the same move.
        """
        dictated = self.bidding.dictated(view)
        if dictated is not None and self._permits(view, dictated):
            return dictated
        planned = self.bidding.propose(view)
        target = self.bidding.target(view) if planned is None else planned.target
        standing = view.standing
        if standing is not None and self._accepts(view, standing, planned):
            gain = view.utility.value(standing) - view.reservation
            return Accept(target, f"{gain:+.3f} over no deal meets the condition")
        if planned is None:
            return WalkAway(target, "nothing admissible is better than no deal")
        return Offer(planned.outcome, target, planned.why)

    def _accepts(self, view: PartyView, offer: Outcome, planned: Proposal | None) -> bool:
        return self._may_accept(view, offer) and self.acceptance.accepts(view, offer, self.bidding, planned)

    def _may_accept(self, view: PartyView, offer: Outcome) -> bool:
        if not view.may_accept(offer):
            return False
        return self.accept_below_reservation or view.utility.value(offer) >= view.reservation

    def _permits(self, view: PartyView, move: Move) -> bool:
        """Red lines bind a dictated move too, and the reservation value binds a dictated acceptance."""
        match move:
            case Offer(outcome=outcome):
                return view.permits(outcome)
            case Accept():
                return view.standing is not None and self._may_accept(view, view.standing)
            case Reject():
                return view.standing is not None
        return True
