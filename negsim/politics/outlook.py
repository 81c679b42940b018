"""A side's outlook: what it wants in the world of today, and what it expects without a deal."""

from collections.abc import Mapping, Sequence
from math import fsum

from negsim.arrays import Array
from negsim.bargaining.utility.weighted import PublicTerms
from negsim.politics.beliefs import before_ruling, disagreement, tested
from negsim.politics.blocs import Bloc, default_weights
from negsim.politics.mandate import Mandate, make_mandate
from negsim.politics.terms.contract import Term
from negsim.world.conditions import Conditions
from negsim.world.memory import Memory
from negsim.world.world import World

BELIEF_STRENGTH = 10.0
"""Strength of the prior of the belief that a threat is carried out, in observations (assumption)."""
MANDATES_KEPT = 16
"""Mandates that are kept; a run with events goes through some, and the next through the same."""


class Outlook:
    """The mandate of one side in the world of today, and its beliefs about what comes without a deal.

    Parameters
    ----------
    side : name of the party
    terms : what it wants
    members : the blocs behind it
    world, conditions : what holds at the start of the talks
    belief : its belief that the threat is carried out
    """

    def __init__(
        self,
        side: str,
        terms: Mapping[str, Term],
        members: Sequence[Bloc],
        start: tuple[World, Conditions],
        belief: float = 0.0,
    ) -> None:
        self.side = side
        self.terms, self.members = terms, tuple(members)
        self.start = start
        self._mandates = Memory(MANDATES_KEPT)
        self.face(*start)
        self.no_deal = self.mandate.without_deal(self.mandate.weights)
        """Utility at the start without a deal, at the rate in force and at the rate threatened."""
        self.begin(belief)

    def begin(self, belief: float) -> None:
        """Begin a run in the world of the start with this belief in the threat."""
        if (self.world, self.conditions) != self.start:
            self.face(*self.start)
        self.belief, self.evidence = belief, BELIEF_STRENGTH

    def face(self, world: World, conditions: Conditions) -> None:
        """Take in what holds from now on."""
        self.world, self.conditions = world, conditions
        self.mandate = self._mandate(world, conditions.threatened)
        self._public: PublicTerms | None = None
        if conditions.ruling is not None:
            self._struck = self._no_deal(world, conditions.ruling.fallback)

    def see_threat_tested(self, carried_out: bool) -> None:
        """Learn from a deadline that was kept or put off."""
        self.belief, self.evidence = tested(self.belief, self.evidence, carried_out)

    def without_deal(self, weights: Array) -> float:
        """Return the utility expected without a deal: the threat as believed, then the ruling awaited."""
        expected = disagreement(*self.mandate.without_deal(weights), self.belief)
        ruling = self.conditions.ruling
        if ruling is None:
            return expected
        struck = fsum((self._struck * weights).tolist())
        return before_ruling(expected, struck, ruling.believed_by(self.side))

    def at_start_prices(self) -> float:
        """Return the utility without a deal at the rate in force today, in the world of the start."""
        (world, conditions), rate = self.start, self.conditions.in_force
        if rate == conditions.in_force:
            return self.no_deal[0]
        return fsum((self._no_deal(world, rate) * self.mandate.weights).tolist())

    @property
    def public(self) -> PublicTerms:
        """What everybody knows of this side's interests today."""
        if self._public is None:
            self._public = self.mandate.public(default_weights(self.side))
        return self._public

    def _mandate(self, world: World, rate: float) -> Mandate:
        """Return the mandate in a world in which this rate is threatened."""
        return self._mandates.recall(
            (world, rate), lambda: make_mandate(self.terms, self.members, world, rate)
        )

    def _no_deal(self, world: World, rate: float) -> Array:
        """Return the value of every entry of the mandate without a deal at this rate, at weight one."""
        entries: Array = self._mandate(world, rate).no_deal[1]
        return entries
