"""The contract of a strategy: bidding rule, acceptance condition and opponent model see a PartyView only."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from negsim.bargaining.move import Accept, Move, Offer, Reject, Wait, WalkAway
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.steps import in_words
from negsim.bargaining.view import Estimate, PartyView
from negsim.settings.field import NOT_A_SETTING, setting


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
    weighs_ratification: ClassVar[bool] = False
    """Whether its views hold the odds that the other side ratifies each outcome."""

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

    def check(self, types: Sequence[str]) -> None:
        """Refuse settings that name types the other side has not; ordinary models name none."""
        return None

    @abstractmethod
    def start(self, view: PartyView) -> Estimate | None:
        """Return the estimate before the first offer."""

    @abstractmethod
    def update(self, estimate: Estimate | None, outcome: Outcome, view: PartyView) -> Estimate | None:
        """Return the estimate after the other side offered `outcome`."""

    def renew(self, estimate: Estimate | None, view: PartyView) -> Estimate | None:
        """Return the estimate after the world changed, and with it what is public; unchanged by default."""
        return estimate

    def believed(self, estimate: Estimate | None) -> Mapping[str, float]:
        """Return type of the other side -> how likely it is thought; empty for models without types."""
        return {}


@dataclass(frozen=True)
class Strategy:
    """How a party bargains: every combination of the three parts is legal."""

    shorthand: ClassVar[str] = "bidding"
    bidding: Bidding = setting(plugin="strategy", help="which offers the party makes")
    acceptance: AcceptanceCondition = setting(
        plugin="acceptance",
        follows=lambda read: read["bidding"].default_acceptance,
        help="when it says yes; default: what goes with the bidding rule",
    )
    opponent_model: OpponentModel = setting(
        plugin="opponent_model",
        follows=lambda read: read["bidding"].default_opponent_model,
        help="what it learns of the other side; default: what goes with the bidding rule",
    )
    accept_below_reservation: bool = field(default=False, metadata=NOT_A_SETTING)

    def act(self, view: PartyView) -> Move | Wait:
        """Return this party's move: answer the standing offer, or propose.

        Calling it twice on one view gives the same move. A leader's last word is taken as long as it is no
        worse than no deal; a bidding rule that dictates its moves comes before that. Who finds nothing better
        than no deal leaves; while that may still change it asks for what its own side would take instead,
        whether or not the other's could.
        """
        dictated = self.bidding.dictated(view)
        if dictated is not None and self._permits(view, dictated):
            return dictated
        if view.last_word and view.standing is not None and self._may_accept(view, view.standing):
            return Accept(self.bidding.target(view), "a last word that is no worse than no deal")
        planned = self.bidding.propose(view) or self._bides(view)
        target = self.bidding.target(view) if planned is None else planned.target
        standing = view.standing
        if standing is not None and self._accepts(view, standing, planned):
            gain = view.utility.value(standing) - view.reservation
            return Accept(target, f"{gain:+.3f} over no deal meets the condition")
        if planned is None:
            return WalkAway(target, "nothing admissible is better than no deal")
        return Offer(planned.outcome, target, _reason(view, planned))

    def _bides(self, view: PartyView) -> Proposal | None:
        """Return what a party asks for that would leave, but for a change it waits for; None if it leaves."""
        if not view.unsettled:
            return None
        planned = self.bidding.propose(replace(view, admissible=view.acceptable))
        return planned and replace(planned, why="bides its time, since no deal may not stay what it is")

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


def _reason(view: PartyView, planned: Proposal) -> str:
    """Return what an offer gives and asks against the own last one, and why the rule chose it."""
    sent = view.sent
    if not sent:
        return planned.why
    before = sent[-1]
    if before == planned.outcome:
        return "keeps its offer"
    moved = in_words(before, planned.outcome, view.utility)
    return f"{moved}; {planned.why}" if planned.why else moved
