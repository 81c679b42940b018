"""Politics at home: what a side's blocs gain from every outcome, and what they would ratify."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.outcome import Outcome
from negsim.politics.blocs import Bloc
from negsim.politics.group_features import MEMBERS_STEP, Membership, Verdicts, bloc_tables
from negsim.politics.ratification.automatic import Automatic
from negsim.politics.ratification.contract import TOLERANCE, Ratification, reached
from negsim.politics.ratification.margins import Margins
from negsim.politics.settings import PoliticsSettings
from negsim.rng import stream
from negsim.world.memory import Memory
from negsim.world.world import World

Verdict = Callable[[Rows, Array], Mask]
WORLDS_KNOWN = 32
"""Worlds whose tables and public margins are kept; a run with events goes through a dozen."""


class HomeFront:
    """Ratification at home of one side in one run: rule, blocs, their moods, and what others know of it.

    Who the members of its blocs are, and what they gain, it is told (`measure`, `take_members`).

    Parameters
    ----------
    side : name of the party
    rule : what it takes to ratify; where nobody is at home, nobody is asked
    members : the blocs that decide
    settings : how politics moves
    world : consequences of outcomes
    """

    def __init__(
        self,
        side: str,
        rule: Ratification,
        members: Sequence[Bloc],
        settings: PoliticsSettings,
        world: World,
    ) -> None:
        self.side = side
        self.rule = rule if members else Automatic()
        self.members = tuple(members)
        self.settings = settings
        self.weights = np.array([bloc.weight for bloc in members])
        self.thresholds = np.nan_to_num(np.array([bloc.threshold for bloc in members]))
        self._tables, self._publics = Memory(WORLDS_KNOWN), Memory(WORLDS_KNOWN)
        self.scale: Mapping[str, float] = {}
        """Bloc -> what a unit of gain of its members, an annual profit, is in group utility."""
        self.enter(world)

    def enter(self, world: World) -> None:
        """Judge by another world from now on, by indices alone until members are handed down again."""
        self.world = world
        self.blocs = Verdicts(self._tables.recall(world, lambda: bloc_tables(self.members, world)))
        self._public: Margins | None = None
        self._own: Margins | None = None

    def measure(self, usual: Membership) -> None:
        """Fix on which scale blocs feel what their members gain: once, by the usual members in this world.

        From the worst outcome to the best it spans as much as the bloc's own index, so thresholds keep their
        meaning. The rule is an assumption. A bloc without members, or whose members do not care, has none.
        """
        self.scale = self.blocs.index.scale(self.members, usual)

    def take_members(self, members: Membership) -> None:
        """Let blocs be made of these members from now on; margins are computed again when next asked for.

        The one door for whoever changes what members gain during a run. Nothing happens if no bloc's verdict
        of any outcome moves by more than `MEMBERS_STEP` in the same world.
        """
        share = self.settings.members_share
        if share and self.scale:
            verdicts = self.blocs.mixed(self.members, members, self.scale, share)
            if verdicts.moved_from(self.blocs) > MEMBERS_STEP:
                self.blocs, self._public, self._own = verdicts, None, None

    def voice(self, bloc: Bloc) -> tuple[float, float]:
        """Return what a bloc's index counts in its verdict, and a unit of what its members gain."""
        return self.blocs.voice(self.members.index(bloc))

    def reset(self, seed: int) -> None:
        """Begin a run: draw moods and the error with which the other side reads this one."""
        self.seed = seed
        self.moods = stream(seed, "moods", self.side).normal(0.0, self.settings.mood_sigma, len(self.members))
        error = stream(seed, "ratification belief", self.side)
        self.error = float(error.normal(0.0, self.settings.belief_error))
        self.shift = 0.0
        self.hardened = 0.0
        self.failures = 0
        self.revealed = False
        self._own = None
        if self.blocs.members is not None:  # who they are in this run, it is told next
            self.blocs, self._public = Verdicts(self.blocs.index), None
        self.weighings = 0
        """How often its margins were computed in this run: at the start, and when members or worlds moved."""

    @cached_property
    def matters(self) -> bool:
        """Whether ratification can refuse anything and proposers look at it."""
        return self.rule.filters

    @property
    def raised_demands(self) -> float:
        """How much all thresholds have risen since the start: lost standing, events and failed votes."""
        return self.shift + self.hardened + self.failures * self.settings.failure_penalty

    @property
    def public(self) -> Margins:
        """Margins as anybody can know them: without moods and before demands have risen."""
        if self._public is None:
            known = self.blocs.members is None
            self._public = (
                self._publics.recall(self.world, self._public_margins) if known else self._public_margins()
            )
        return self._public

    def _public_margins(self) -> Margins:
        return Margins(self.rule.margins(self.blocs.gains, self.weights, self.thresholds))

    @property
    def own(self) -> Margins:
        """Margins under the moods of this run, before demands have risen."""
        if self._own is None:
            demands = self.thresholds - self.moods
            self.weighings += 1
            self._own = Margins(self.rule.margins(self.blocs.gains, self.weights, demands))
        return self._own

    def win_set(self) -> Mask:
        """Return the outcomes this side would ratify with at least the believed floor, as it knows itself."""
        return self.own.reaching(self._floor + self.raised_demands)

    @property
    def seen(self) -> Margins:
        """Margins as the other side knows them: moods are private until a failed vote has shown them."""
        return self.own if self.revealed else self.public

    def believed(self) -> Mask:
        """Return the outcomes the other side believes this side would ratify; it errs about the odds."""
        if self.revealed:
            return self.win_set()
        return self.public.reaching(self._floor - self.error / self.rule.slope + self.raised_demands)

    def believed_odds(self) -> Array:
        """Return the odds of ratification of every outcome as the other side believes them, shape (n,)."""
        error = 0.0 if self.revealed else self.error / self.rule.slope
        return self.rule.odds(self.seen.values + error - self.raised_demands)

    def vote(self, outcome: Outcome, attempt: int) -> tuple[bool, list[str]]:
        """Hold the ratification of `outcome` and return whether it passes, and the blocs against it."""
        gains, demands = self.blocs.gain(outcome), self._demands()
        chance = stream(self.seed, "ratification", self.side, attempt)
        against = [b.name for b, g, d in zip(self.members, gains, demands, strict=True) if g < d - TOLERANCE]
        return self.rule.passes(self.margin(outcome), chance), against

    def margin(self, outcome: Outcome) -> float:
        """Return today's margin of one outcome: ratified at even odds where it is 0."""
        return self._margin(outcome, self._demands())

    def _margin(self, outcome: Outcome, demands: Array) -> float:
        return float(self.rule.margins(self.blocs.gain(outcome)[:, None], self.weights, demands)[0])

    def verdict(self) -> Verdict:
        """Return the test whether this side ratifies outcomes after so much lost ground each, in this run."""
        if self.world.space.enumerable and self.matters:
            margins = self.own.values
            return lambda outcomes, lost: reached(margins[outcomes] - lost)
        demands = self.thresholds - self.moods

        def one_by_one(outcomes: Rows, lost: Array) -> Mask:
            pairs = zip(outcomes.tolist(), lost.tolist(), strict=True)
            return reached(np.array([self._margin(outcome, demands + ground) for outcome, ground in pairs]))

        return one_by_one

    def _demands(self) -> Array:
        return np.asarray(self.thresholds - self.moods + self.raised_demands)

    def fail(self) -> None:
        """Take a failed vote: moods sour, and the other side has seen where the threshold is."""
        self.failures += 1
        self.revealed = True

    @cached_property
    def _floor(self) -> float:
        """Margin at which the odds of ratification are those below which nothing is proposed."""
        return self.rule.margin_at(self.settings.believed_floor)
