"""All that a party may know when it moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Mask
from negsim.bargaining.move import Entry
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.transcript import Transcript, Window
from negsim.bargaining.utility.function import UtilityFunction
from negsim.bargaining.utility.weighted import PublicTerms
from negsim.rng import stream


@dataclass(frozen=True, eq=False)
class Estimate:
    """What a party believes of the other side's utility, on a scale of its own.

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
    anchor : highest own utility among admissible outcomes when the talks began, or less if it fell since;
        None: not known
    public_terms : the terms of the other side's utility with the range of each weight, or None
    breakdown : chance that talks break down when an offer is refused
    discount : what a gain is worth to this party a round later
    last_word : whether the standing offer is a leader's last word on what the negotiators had agreed on
    unsettled : whether what it has without a deal may soon change, so that nobody leaves for that yet
    abroad : odds, as believed, that the other side ratifies each outcome, shape (n,); None: not known. Only
        bidding rules that weigh ratification are told
    """

    party: str
    utility: UtilityFunction
    round: int
    rounds: int
    history: Sequence[Entry] = ()
    standing: Outcome | None = None
    estimate: Estimate | None = None
    admissible: Mask | None = None
    today: date | None = None
    seed: int = 0
    news: tuple[str, ...] = ()
    prior_weights: tuple[float, ...] | None = None
    acceptable: Mask | None = None
    permitted: Mask | None = None
    anchor: float | None = None
    public_terms: PublicTerms | None = None
    breakdown: float = 0.0
    discount: float = 1.0
    last_word: bool = False
    unsettled: bool = False
    abroad: Array | None = None

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

    @property
    def elapsed(self) -> float:
        """Share of the time that has passed, a round counted by what a gain is worth in it; t if patient."""
        if self.discount == 1.0:
            return self.t
        return (1.0 - self.discount ** (self.round + 1)) / (1.0 - self.discount ** (self.rounds + 1))

    @cached_property
    def received(self) -> Window[Outcome]:
        """Outcomes offered by the other side, oldest first."""
        return self._transcript.received_by(self.party)

    @cached_property
    def sent(self) -> Window[Outcome]:
        """Outcomes this party offered, oldest first."""
        return self._transcript.sent_by(self.party)

    @property
    def _transcript(self) -> Transcript:
        return self.history if isinstance(self.history, Transcript) else Transcript(self.history)

    @cached_property
    def best(self) -> float:
        """Highest own utility among admissible outcomes; -inf if nothing is admissible."""
        return self.utility.best_within(self.admissible)

    @property
    def floor(self) -> float:
        """Lowest utility worth aiming at: the reservation value, but never below the worst outcome."""
        return self.utility.floor

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
