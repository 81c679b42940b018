"""Governments: the parties that negotiate, each with a country behind it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from negsim.agents.contract import Country, Stakeholder
from negsim.agents.government_settings import GovernmentSettings
from negsim.arrays import Array
from negsim.bargaining.learner import Learner
from negsim.bargaining.move import Move, Wait
from negsim.bargaining.outcome import Outcome
from negsim.bargaining.utility.weighted import PublicTerms
from negsim.bargaining.view import Estimate, PartyView
from negsim.politics.beliefs import credibility, resolve
from negsim.politics.blocs import Bloc
from negsim.politics.home_front import HomeFront
from negsim.politics.mandate import Mandate
from negsim.politics.outlook import BELIEF_STRENGTH, Outlook
from negsim.politics.pledge import COST, Pledge, UtilityPledge, asked, issue_pledge, says_more
from negsim.politics.standing import drift, threshold_shift
from negsim.rng import stream
from negsim.world.conditions import Conditions
from negsim.world.situation import Consequences
from negsim.world.world import World

WEIGHT_ERROR = 0.15
"""Error of what a party knows at the start of how much each issue matters to the other (assumption)."""
REFRESH_THRESHOLD = 1e-3
"""A government's utility is recomputed when a group's influence moved by more than this."""


class Government(Country, Stakeholder):
    """A party with a country behind it.

    Its utility is a sum of terms over outcomes, with what its interest groups gain weighed in. Its
    reservation value is what it expects without a deal: the rate in force, or the threatened one if the
    threat is real, or what it has elsewhere or by waiting if that is more. The side that threatens knows
    whether the threat is real; the other believes.
    """

    Settings: ClassVar = GovernmentSettings
    group = ""

    def __init__(self, model: Any, name: str, settings: GovernmentSettings, members: Sequence[Bloc]) -> None:
        super().__init__(model)
        self.name = name
        self.settings = settings
        start, prospect = (model.world, model.course.conditions), model.scenario.prospects.gain
        self.outlook = Outlook(name, settings.wants, members, start, settings.patience, prospect)
        self.home = HomeFront(name, settings.ratification, members, settings.politics, model.world)
        self.start_utility = self.mandate.at_start
        self._scale = self.start_utility.range
        standing = settings.politics.standing
        self.initial_standing = self.default_standing if standing is None else standing

    def reset(self, seed: int) -> None:
        """Begin a run: draw resolve or belief in the threat, and moods at home; forget everything else."""
        odds = self.model.scenario.no_deal.odds(self.name)
        if self.threatens:
            belief = resolve(odds, stream(seed, "resolve", self.name))
        else:
            belief = credibility(odds, BELIEF_STRENGTH, stream(seed, "belief", self.name))
        self.outlook.begin(belief)
        if self.home.world is not self.outlook.world:
            self.home.enter(self.outlook.world)
            self._scale = self.start_utility.range
        self.watched, self.blind, self.refreshes = 1.0, False, 0
        self.influence: dict[str, float] = {}
        self._heard: Mapping[str, float] = {}
        self.pledge: Pledge | None = None
        politics, ticks = self.settings.politics, self.model.scenario.time.ticks
        self._pledges = stream(seed, "pledge", self.name).random(ticks) < politics.pledge_probability
        self._leaks = stream(seed, "leak", self.name).random(ticks) < politics.leak_probability
        self.weights = self.mandate.weights
        self.initial = self.start_utility.with_reservation(self.outlook.reservation(self.weights))
        self.utility = self.unpledged = self.initial
        self.standing = self.initial_standing
        self.home.reset(seed)

    @property
    def mandate(self) -> Mandate:
        """What it wants, in the world of today."""
        return self.outlook.mandate

    @property
    def belief(self) -> float:
        """Its belief that the threat is carried out; of the side that threatens what it knows, 1 or 0."""
        return self.outlook.belief

    @property
    def reservation(self) -> float:
        """Least utility worth signing, today: no deal, or what it has elsewhere or by waiting."""
        return self.utility.reservation

    @property
    def threatens(self) -> bool:
        """Whether the threat is its own: then its belief is what it knows, 1 or 0."""
        return bool(self.model.scenario.no_deal.threatener == self.name)

    @property
    def no_deal_now(self) -> float:
        """Utility without a deal at the rate in force, today."""
        return self.mandate.without_deal(self.weights)[0]

    @property
    def initial_no_deal(self) -> float:
        """Utility without a deal at the rate in force today, in the table at the start of the talks."""
        return self.outlook.at_start_prices()

    @property
    def left_with(self) -> tuple[float, float]:
        """Utility without an agreement, in the tables of today and of the start: no deal, or elsewhere."""
        return self.outlook.or_elsewhere(self.no_deal_now, self.initial_no_deal)

    @property
    def public_terms(self) -> PublicTerms:
        """What everybody knows of this government's interests: its terms, and the range of each weight."""
        return self.outlook.public

    @cached_property
    def importance(self) -> Array:
        """How much each issue matters at the start: range of utility over its levels, others at mean."""
        return np.array([m.max() - m.min() for m in self._worth_of_levels])

    @cached_property
    def _worth_of_levels(self) -> list[Array]:
        """Utility at the start at every level of each issue, others at mean."""
        return self.start_utility.marginals()

    def importance_known(self, seed: int, name: str) -> tuple[float, ...]:
        """Return how much each issue matters here, as far as the public record tells another side."""
        error = stream(seed, "prior", name).normal(0.0, WEIGHT_ERROR, self.importance.size)
        return tuple(float(w) for w in self.importance * np.maximum(0.0, 1.0 + error))

    def take_pressure(self, influence: Mapping[str, float]) -> None:
        """Take in the influence of interest groups; utility changes if any moved beyond the threshold."""
        if influence == self._heard:
            return
        self._heard = influence
        mine = {bloc: influence.get(bloc, 1.0) for bloc in self.mandate.blocs if bloc}
        moved = max((abs(x - self.influence.get(g, 1.0)) for g, x in mine.items()), default=0.0)
        if moved > REFRESH_THRESHOLD:
            self.influence = mine
            self._weigh()
            self._keep_word()

    def take_news(self, at: Consequences) -> None:
        """Let news of an outcome that has become public move standing; not while figures are missing."""
        if not self.blind:
            self._stand(self.standing_target(at))

    def lose_vote(self) -> None:
        """Lose standing over a vote at home that failed."""
        self._stand(self.standing - self.settings.politics.standing_failure)

    def leaks(self, tick: int) -> bool:
        """Return whether the offer last received leaks from this capital in this tick."""
        return bool(self._leaks[tick])

    def _stand(self, target: float) -> None:
        """Let standing move to where news would have it settle, and move the thresholds at home."""
        self.standing = drift(self.standing, target, self.settings.politics.standing_memory)
        self._be_felt()

    def _be_felt(self) -> None:
        """Let thresholds at home follow standing."""
        sensitivity = self.watched * self.settings.politics.standing_sensitivity
        shift = threshold_shift(self.initial_standing, self.standing, sensitivity)
        if abs(shift - self.home.shift) > REFRESH_THRESHOLD:
            self.home.shift = shift

    def speaks_up(self, tick: int) -> bool:
        """Return whether this party makes a public pledge in this tick."""
        return bool(self.settings.politics.pledge_cost and self._pledges[tick])

    def make_pledge(self, view: PartyView) -> str:
        """Pledge in public what the current target implies, and return what is said.

        Nothing is said (an empty text) beyond its own offer, against its own threat, or if it has been
        promised. Who aims at nothing, as a person of whose aims nobody knows, pledges nothing.
        """
        target, earlier = self.settings.strategy.bidding.target(view), self.pledge
        pledge = None if target == -np.inf else self._promise(view, target)
        if pledge is None or not says_more(pledge, earlier):
            return ""
        self.pledge = pledge
        self._stand(self.standing + self.settings.politics.standing_pledge)
        self._keep_word()
        return f"{self.name} pledges {'more: ' if earlier else ''}{pledge.words}; {COST}"

    def _promise(self, view: PartyView, target: float) -> Pledge | None:
        """Return what can be pledged at a target: on the issue that matters most, or in utility."""
        cost, offers = self.settings.politics.pledge_cost, asked(view, self.settings.strategy.bidding)
        if self.settings.politics.pledge_form == "utility":
            return UtilityPledge(min([target, *map(self.unpledged.value, offers)]), cost)
        axis, share = int(self.importance.argmax()), float(self.unpledged.scaled(target))
        worth, threat = self._worth_of_levels[axis], self.threatens and self.outlook.threatens_on(axis)
        return issue_pledge(view, offers, axis, worth, share, slope=cost, threat=threat)

    def _keep_word(self) -> None:
        """Let the pledge lie on the utility function of today."""
        self.utility = self.unpledged if self.pledge is None else self.pledge.on(self.unpledged)
        self.refreshes += 1

    def _weigh(self) -> None:
        """Weigh its terms at today's influence: the utility function before any pledge."""
        self.weights = self.mandate.weights_with(self.influence)
        least = self.outlook.reservation(self.weights)
        self.unpledged = self.mandate.utility(self.weights, least, self._scale)

    def face(self, world: World, conditions: Conditions) -> None:
        """Take in what holds from now on: rates, threat and ruling, and all tables of another world.

        Utilities do not compare between worlds: scale and pledges in utility are carried over by position.
        """
        before, moved = self.unpledged, world is not self.outlook.world
        self.outlook.face(world, conditions)
        if moved:
            self.home.enter(world)
            self._scale = self.mandate.at_start.range
        self._weigh()
        if moved and self.pledge is not None:
            self.pledge = self.pledge.carried_over(before, self.unpledged)
        self._keep_word()

    def see(self, tick: int) -> None:
        """Let time pass until a tick that has been opened: a ruling or a deadline comes nearer."""
        if self.outlook.see(tick):
            self._expect_anew()

    def see_threat_tested(self, carried_out: bool) -> None:
        """Learn from a deadline that was kept or put off; the side that threatens knows already."""
        if not self.threatens:
            self.outlook.see_threat_tested(carried_out)
            self._expect_anew()

    def be_paid_for_signing(self, worth: float) -> None:
        """Let a signature be worth so much more utility than it was, whatever is signed."""
        self.outlook.signing += worth
        self._expect_anew()

    def _expect_anew(self) -> None:
        """Let the reservation value follow what is expected without a deal; tables stay."""
        least = self.outlook.reservation(self.weights)
        self.unpledged, self.utility = (u.with_reservation(least) for u in (self.unpledged, self.utility))
        self.refreshes += 1

    def rise(self, by: float) -> None:
        """Let standing move to where it would settle, so much higher than it is."""
        self._stand(self.standing + by)

    def harden(self, by: float) -> None:
        """Let everybody at home ask for so much more utility."""
        self.home.hardened += by

    def become_clearer(self, factor: float) -> None:
        """Let the other side's error about this side's ratification shrink to this share of it."""
        self.home.error *= factor

    def be_watched(self, factor: float) -> None:
        """Let standing count so many times what it counts at home."""
        self.watched = factor
        self._be_felt()

    def lose_figures(self, lost: bool) -> None:
        """Stop judging outcomes by their figures, or begin again."""
        self.blind = lost

    def prepare(self, view: PartyView) -> None:
        """Form a first estimate of the other side; every offer made so far is news to it."""
        self.learner = Learner(self.settings.strategy.opponent_model, view)

    @property
    def estimate(self) -> Estimate | None:
        """What it made of the other side when it last looked."""
        return self.learner.estimate

    def decide(self, view: PartyView) -> Move | Wait:
        """Return this party's move."""
        return self.settings.strategy.act(view)

    def utility_of(self, outcome: Outcome | None) -> float:
        """Return own utility of an outcome, or of no deal at the rate in force (None), today."""
        return self.no_deal_now if outcome is None else self.utility.value(outcome)

    def parts(self, outcome: Outcome | None) -> dict[str, float]:
        """Return own utility by term, for an outcome or for no deal at the rate in force (None)."""
        values = self.mandate.no_deal[0] if outcome is None else self.mandate.tables.at(outcome)
        found = dict(zip(self.mandate.tables.names, (self.weights * values).tolist(), strict=True))
        if self.pledge is not None:
            found["public pledge"] = -(0.0 if outcome is None else self.pledge.cost(self.unpledged, outcome))
        return found

    def in_favour(self, outcome: Outcome) -> bool:
        """Return whether this government prefers `outcome` to what it expects without a deal."""
        return self.utility.value(outcome) >= self.reservation
