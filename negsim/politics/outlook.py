"""A side's outlook: what it wants in the world of today, and what it expects without a deal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import fsum

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.utility.weighted import PublicTerms, PublicType
from negsim.politics.beliefs import before_ruling, disagreement, tested
from negsim.politics.blocs import Bloc, default_weights
from negsim.politics.mandate import Mandate, make_mandate, salient
from negsim.politics.patience import Patience, value_of_waiting
from negsim.politics.types import Wants, types_of
from negsim.world.conditions import Conditions, Ruling
from negsim.world.memory import Memory
from negsim.world.world import World

BELIEF_STRENGTH = 10.0
"""Strength of the prior of the belief that a threat is carried out, in observations (assumption)."""
Prospect = Callable[[str, Conditions, float], float]
"""Party, conditions that may come, and its belief in the threat then -> what it would gain by bargaining."""
MANDATES_KEPT = 64
"""Mandates that are kept. A run with events goes through two dozen, and the next through the same."""


class Outlook:
    """The mandate of one side in the world of today, and its beliefs about what comes without a deal.

    Parameters
    ----------
    side : name of the party
    wants : its terms, and its true type
    members : the blocs behind it
    world, conditions : what holds at the start of the talks
    patience : what time costs it and what it has elsewhere
    prospect : what a bargain after the ruling would bring it over no deal at the rate then in force
    """

    def __init__(
        self,
        side: str,
        wants: Wants,
        members: Sequence[Bloc],
        start: tuple[World, Conditions],
        patience: Patience,
        prospect: Prospect,
    ) -> None:
        self.side = side
        self.wants, self.members = wants, tuple(members)
        self.terms = wants.weighed
        self.start = start
        self.patience, self.prospect = patience, prospect
        self._mandates, self._publics = Memory(MANDATES_KEPT), Memory(MANDATES_KEPT)
        self.face(*start)
        self.no_deal = self.mandate.without_deal(self.mandate.weights)
        """Utility at the start without a deal, at the rate in force and at the rate threatened."""
        self.begin(0.0)

    def begin(self, belief: float) -> None:
        """Begin a run in the world of the start with this belief in the threat."""
        if (self.world, self.conditions) != self.start:
            self.face(*self.start)
        self.belief, self.evidence = belief, BELIEF_STRENGTH
        self._after_ruling: tuple[float, float] | None = None
        self.signing = 0.0
        """What a signature brings besides what is signed, today."""
        self._see(0)

    def see(self, tick: int) -> bool:
        """Let time pass until a tick that has been opened, and return whether that changes what counts."""
        before = self.threat_counts, self.ruling_counts
        self._see(tick)
        return before != (self.threat_counts, self.ruling_counts)

    def _see(self, tick: int) -> None:
        ruling = self.conditions.ruling
        self.threat_counts = self.patience.after(self.conditions.due_in(tick))
        """What a threat that is due some time from now counts today."""
        self.ruling_counts = 0.0 if ruling is None else self.patience.after(ruling.wait(tick))
        """What a ruling that is awaited counts today."""

    def face(self, world: World, conditions: Conditions) -> None:
        """Take in what holds from now on."""
        self.world, self.conditions = world, conditions
        self.mandate = self._mandate(world, conditions.threatened)
        self._after_ruling = None
        self._rated: tuple[Array, tuple[float, float, float]] | None = None
        if conditions.ruling is not None:
            self._struck = self._no_deal(world, conditions.ruling.fallback)

    def see_threat_tested(self, carried_out: bool) -> None:
        """Learn from a deadline that was kept or put off."""
        self.belief, self.evidence = tested(self.belief, self.evidence, carried_out)
        self._after_ruling = None

    def threatens_on(self, axis: int) -> bool:
        """Return whether a higher rate is threatened than is in force, and this issue is about the rate."""
        higher = self.conditions.threatened > self.conditions.in_force
        return higher and self.world.outcomes[1]["tariff"].shape[axis] > 1

    def without_deal(self, weights: Array) -> float:
        """Return the utility expected without a deal: the threat as believed, then the ruling awaited.

        Each counts the less the further it is off, if time costs something.
        """
        return self._expected(*self._rates(weights))

    def _rates(self, weights: Array) -> tuple[float, float, float]:
        """Return the utility without a deal at the rates in force, threatened, and left by a strike.

        The last answer is kept while the same array of weights is asked about.
        """
        if self._rated is None or self._rated[0] is not weights:
            self._rated = weights, self._rates_at(weights)
        return self._rated[1]

    def _rates_at(self, weights: Array) -> tuple[float, float, float]:
        now, threatened = self.mandate.without_deal(weights)
        if self.conditions.ruling is None:
            return now, threatened, now
        return now, threatened, fsum((self._struck * weights).tolist())

    def _expected(self, now: float, threatened: float, struck: float) -> float:
        expected = disagreement(now, threatened, self.belief * self.threat_counts)
        ruling = self.conditions.ruling
        if ruling is None:
            return expected
        return before_ruling(expected, struck, ruling.believed_by(self.side) * self.ruling_counts)

    def reservation(self, weights: Array) -> float:
        """Return the least utility worth signing: the largest of no deal, leaving and waiting.

        What a signature brings besides is taken off: it adds to every agreement alike.
        """
        now, threatened, struck = self._rates(weights)
        no_deal = self._expected(now, threatened, struck)
        return self.patience.reservation(no_deal, self.elsewhere, self._wait(now, struck)) - self.signing

    @property
    def elsewhere(self) -> float | None:
        """Utility of the outside option in today's tables, or None; the rate in force does not move it."""
        if self.patience.outside_option is None:
            return None
        return self._elsewhere_at_start + self._moved

    @property
    def _elsewhere_at_start(self) -> float:
        return self.no_deal[0] + (self.patience.outside_option or 0.0)

    @property
    def _moved(self) -> float:
        """How much more the tables of today give to the same state of the world than those of the start."""
        return self.mandate.without_deal(self.mandate.weights)[0] - self.at_start_prices()

    def or_elsewhere(self, now: float, at_start: float) -> tuple[float, float]:
        """Return utility without an agreement, in the tables of today and of the start: leaving if better."""
        if self.patience.outside_option is None:
            return now, at_start
        elsewhere = self._elsewhere_at_start
        return max(now, elsewhere + self._moved), max(at_start, elsewhere)

    def _wait(self, now: float, if_struck: float) -> float | None:
        """Return the utility of waiting for a ruling; None if none is awaited, or this side never waits."""
        ruling = self.conditions.ruling
        if ruling is None or not self.patience.waiting:
            return None
        if self._after_ruling is None:
            self._after_ruling = self._gains_after(ruling)
        struck, stands = self._after_ruling
        odds = ruling.believed_by(self.side)
        return value_of_waiting(now, if_struck + struck, now + stands, odds, self.ruling_counts)

    def _gains_after(self, ruling: Ruling) -> tuple[float, float]:
        """Return what it would gain by bargaining once the tariffs are struck, and once they stand."""
        stands = replace(self.conditions, ruling=None)
        struck = replace(stands, in_force=ruling.fallback, threatened=ruling.threat)
        one, two = (self.prospect(self.side, after, self.belief) for after in (struck, stands))
        return one, two

    def at_start_prices(self) -> float:
        """Return the utility without a deal at the rate in force today, in the world of the start."""
        (world, conditions), rate = self.start, self.conditions.in_force
        if rate == conditions.in_force:
            return self.no_deal[0]
        return fsum((self._no_deal(world, rate) * self.mandate.weights).tolist())

    @property
    def public(self) -> PublicTerms:
        """What everybody knows of this side's interests today."""
        public: PublicTerms = self._publics.recall(self.mandate, self._public)
        return public

    def _public(self) -> PublicTerms:
        return replace(self.mandate.public(default_weights(self.side)), types=self._types())

    def _types(self) -> tuple[PublicType, ...]:
        """Return the types that others think possible: the weights that each would have."""
        mandate, found = self.mandate, []
        terms = [entry.partition(": ")[0] for entry in mandate.tables.names]
        for name, known in types_of(self.side).items():
            relative = np.array([self.wants.relative_to(known, term) for term in terms])
            found.append(PublicType(name, known.prior, mandate.weights * relative))
        return tuple(found)

    def _mandate(self, world: World, rate: float) -> Mandate:
        """Return the mandate in a world in which this rate is threatened."""
        salience = self.conditions.weighed(self.side)
        return self._mandates.recall(
            (world, rate, salience),
            lambda: make_mandate(salient(self.terms, salience), self.members, world, rate),
        )

    def _no_deal(self, world: World, rate: float) -> Array:
        """Return the value of every entry of the mandate without a deal at this rate, at weight one."""
        entries: Array = self._mandate(world, rate).no_deal[1]
        return entries
