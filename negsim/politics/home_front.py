"""Politics at home: what a side's blocs gain from every outcome, and what they would ratify."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.arrays import Array, Mask, Rows
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.utility.weighted import WeightedTables, weighted_tables
from negsim.politics.blocs import Bloc, tastes
from negsim.politics.group_features import bloc_values
from negsim.politics.ratification.contract import TOLERANCE, Ratification, reached
from negsim.politics.ratification.margins import Margins
from negsim.politics.settings import PoliticsSettings
from negsim.rng import stream
from negsim.world.memory import Memory
from negsim.world.world import World

Verdict = Callable[[Rows, Array], Mask]
WORLDS_KNOWN = 32
"""Worlds whose tables and public margins are kept; a run with events goes through a dozen."""


@dataclass(frozen=True, eq=False)
class BlocTables:
    """Utility of every bloc for every outcome, and without a deal at the rate in force."""

    tables: WeightedTables
    no_deal: Array

    @cached_property
    def gains(self) -> Array:
        """Return the gain of each bloc from each outcome over no deal now, shape (blocs, n)."""
        rows = np.eye(len(self.tables.names))
        values = [self.tables.utility(row, -np.inf).values() for row in rows]
        stacked = np.stack(values) - self.no_deal[:, None]
        stacked.setflags(write=False)
        return stacked

    def gain(self, outcome: Outcome) -> Array:
        """Return the gain of each bloc from one outcome, shape (blocs,)."""
        return np.asarray(self.tables.at(outcome) - self.no_deal)


def bloc_tables(members: Sequence[Bloc], world: World) -> BlocTables:
    """Return the tables of these blocs in a world; computed once per world."""
    return world.remember(_make_tables, tastes(members))


def _make_tables(world: World, members: Sequence[Bloc]) -> BlocTables:
    tables = weighted_tables(world.space, bloc_values(members, world.outcomes[1]), world.conditioning)
    now = bloc_values(members, world.without_deal(world.rate_in_force)[1])
    no_deal = np.array([sum(float(a.sum()) for a in addends) for addends in now.values()])
    return BlocTables(tables, no_deal)


class HomeFront:
    """Ratification at home of one side in one run: rule, blocs, their moods, and what others know of it.

    Parameters
    ----------
    side : name of the party
    rule : what it takes to ratify
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
        self.rule = rule
        self.members = tuple(members)
        self.settings = settings
        self.weights = np.array([bloc.weight for bloc in members])
        self.thresholds = np.nan_to_num(np.array([bloc.threshold for bloc in members]))
        self._tables, self._publics = Memory(WORLDS_KNOWN), Memory(WORLDS_KNOWN)
        self.enter(world)

    def enter(self, world: World) -> None:
        """Judge by another world from now on; its margins are other ones."""
        self.world = world
        self.blocs = self._tables.recall(world, lambda: bloc_tables(self.members, world))
        self._public: Margins | None = None
        self._own: Margins | None = None

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
            self._public = self._publics.recall(self.world, self._public_margins)
        return self._public

    def _public_margins(self) -> Margins:
        return Margins(self.rule.margins(self.blocs.gains, self.weights, self.thresholds))

    @property
    def own(self) -> Margins:
        """Margins under the moods of this run, before demands have risen."""
        if self._own is None:
            demands = self.thresholds - self.moods
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
