"""The talks as a Mesa model: constituents react, politics shifts, parties move."""

from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import mesa

from negsim.agents.government import Government
from negsim.agents.industry import Industry
from negsim.agents.interest_group import InterestGroup
from negsim.agents.population import Population
from negsim.bargaining.bargain import Bargain, FeasibleSet
from negsim.bargaining.mechanism import Mechanism, NegotiationState
from negsim.bargaining.move import Entry, Move, Offer, Wait, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.strategy import Strategy
from negsim.bargaining.view import Estimate, PartyView
from negsim.politics.win_sets import WinSets
from negsim.rng import derive_seed, stream
from negsim.talks.aftermath import publish
from negsim.talks.course import Course
from negsim.talks.news import failed_vote, leak, pause
from negsim.talks.offer_log import OfferLog
from negsim.talks.record import RunRecord, record_of
from negsim.talks.scenario import Scenario
from negsim.talks.shown import view_of
from negsim.world.world import World


def _mesa_seed(seed: int) -> int:
    """Return the seed of Mesa's own generators, which nothing here uses but a user's agents may."""
    return int(derive_seed(seed, "mesa") % 2**32)


class NegotiationModel(mesa.Model):
    """One negotiation. `step()` is one tick of the calendar; `submit(move)` lets a person or a test move.

    Parameters
    ----------
    scenario : what is negotiated, by whom and how
    seed : root of all chance in this run
    log : whether every move is kept with its utilities
    """

    scenario: Any = None
    """Our own scenario: this hides the property of that name with which newer Mesas do something else."""

    def __init__(self, scenario: Scenario, seed: int = 0, log: bool = False) -> None:
        super().__init__(rng=_mesa_seed(seed))
        self.scenario: Scenario = scenario
        self.rules: Mechanism = scenario.mechanism
        self.world: World = scenario.world
        self.course = Course(self)
        self.parties: dict[str, Government] = {
            name: spec.cls(self, name, spec.settings, scenario.blocs(name))
            for name, spec in scenario.parties.items()
        }
        self.rivals = dict(zip(self.parties, reversed(self.parties.values()), strict=True))
        self.population = Population(
            self,
            scenario.constituents,
            {name: spec.settings.politics for name, spec in scenario.parties.items()},
        )
        self.industry = Industry(self)
        self.groups = [
            group
            for side in scenario.sides_with_groups
            for group in InterestGroup.populate(self, side, scenario.blocs(side))
        ]
        lines = {name: party.settings.red_lines for name, party in self.parties.items()}
        self.homes = {name: party.home for name, party in self.parties.items()}
        self.win_sets = WinSets(self.homes, lines, self.world)
        self.population.measure(self.homes)
        self.reset(seed, log)

    def reset(self, seed: int, log: bool = False) -> None:
        """Begin again with other luck: the same as a new model of this scenario with that seed."""
        self.seed, self.log = seed, log
        self.random.seed(_mesa_seed(seed))  # Mesa's own names for these two lines change with its versions
        self.rng = stream(seed, "mesa")
        self.running = True
        self.tick = self.cool_off = 0
        self.today = self.scenario.time.day(0)
        self.offers = OfferLog(self.parties)
        self.news: tuple[str, ...] = ()
        self.public: Outcome | None = None
        self.course.begin(seed)
        for party in self.parties.values():
            party.reset(seed)
        self.population.reset(seed)
        self.industry.reset(seed)
        self.members_moved()
        self.win_sets.reset()
        self.state: NegotiationState = self.rules.start(self.space, self.parties, self.scenario.time.rounds)
        self.priors = {name: self.rivals[name].importance_known(self.seed, name) for name in self.parties}
        self.win_sets.refresh()
        self.anchors = dict.fromkeys(self.parties, float("inf"))
        self._anchor()
        for name, party in self.parties.items():
            party.prepare(self.view_of(name))

    @property
    def space(self) -> OutcomeSpace:
        """The outcomes."""
        return self.world.space

    @property
    def on_the_table(self) -> Outcome | None:
        """The outcome last offered, or None."""
        return self.state.standing[1] if self.state.standing else None

    def step(self) -> None:
        """One tick: the world moves, then the parties talk, then the tick is over; none after the end."""
        if self.running:
            self.open_tick()
            self.talk()
            self.close_tick()

    def open_tick(self) -> None:
        """The world moves: a pause runs, an offer may leak, governments may pledge; who is at home reacts."""
        if self.tick == 0:
            self.today = self.scenario.time.eve
            self.announce(*self.rules.before_the_talks(self.state))
        self.today = self.scenario.time.day(self.tick)
        self.course.turn()
        self.industry.act()
        self._pause()
        self._leak()
        self.win_sets.refresh()
        if not self.state.ended and not self.cool_off:
            for name, party in self.parties.items():
                if party.speaks_up(self.tick) and (promise := party.make_pledge(self.view(name))):
                    self.announce(WorldEvent("pledge", promise))
        self._anchor()

    def _leak(self) -> None:
        """Let the offer last received reach the press from each capital, if that is news and talks go on."""
        for name, party in self.parties.items():
            if not (self.state.standing and party.leaks(self.tick)):
                continue
            received = self.state.history.received_by(name)
            if received and received[-1] != self.public:
                self.announce(leak(name, self.rivals[name].name, self.space, received[-1]))
                self._publish(received[-1])

    def _publish(self, outcome: Outcome) -> None:
        """Let constituents and groups react to an outcome that has become public; governments feel it."""
        self.public = outcome
        self.react(outcome)
        at = self.world.consequences(outcome)
        for party in self.parties.values():
            party.take_news(at)

    def react(self, outcome: Outcome) -> None:
        """Let constituents and groups react to an outcome; governments feel the pressure."""
        pressure = self.population.pressure(outcome)
        for party in self.parties.values():
            party.take_pressure(pressure)

    def members_moved(self) -> None:
        """Let verdicts of groups follow their members, if these moved by more than a step (`MEMBERS_STEP`).

        To be called by whoever has changed the columns of constituents (profits, shares, margins) during a
        run: the win-sets follow when they are next refreshed, and otherwise stay the same objects.
        """
        self.population.hand_down(self.homes)

    def _anchor(self) -> None:
        """Note when the best that a party may propose has fallen, by its own pledge too."""
        self.anchors = {name: self.ceiling(name) for name in self.parties}

    def ceiling(self, name: str) -> float:
        """Return the utility that concessions of a party count from today."""
        best = self.parties[name].utility.best_within(self.win_sets.admissible(name))
        return min(self.anchors[name], best)

    def _pause(self) -> None:
        """Let a tick of a cool-off pass without moves."""
        if self.cool_off:
            self.cool_off -= 1
            self._suspend()

    def _suspend(self) -> None:
        """Let what is left of the rounds of this tick pass without moves."""
        last_round = (self.tick + 1) * self.scenario.time.rounds_per_tick
        while not self.state.ended and self.state.round < last_round:
            self.announce(pause())

    def talk(self) -> None:
        """Let the parties move until the rounds of this tick are played or somebody has to be waited for."""
        while (mover := self.awaited) is not None:
            move = self.parties[mover].decide(self.view(mover))
            if isinstance(move, Wait):
                break
            self.submit(move)

    @property
    def awaited(self) -> str | None:
        """The party whose move is due in this tick; None if its rounds are played or the talks rest."""
        last_round = (self.tick + 1) * self.scenario.time.rounds_per_tick
        if self.cool_off or self.state.round >= last_round:
            return None
        return self.rules.mover(self.state)

    def take_over(self, name: str, strategy: Strategy) -> None:
        """Let another strategy act for a party from now on; its opponent model will read the transcript."""
        party = self.parties[name]
        party.settings = replace(party.settings, strategy=strategy)
        party.prepare(self.view_of(name))

    def close_tick(self) -> None:
        """Move the calendar on; the talks end with it."""
        if self.cool_off:
            self._suspend()
        self.course.close()
        self.tick += 1
        self.running = not self.state.ended and self.tick < self.scenario.time.ticks

    def submit(self, move: Move) -> None:
        """Make the mover's move: the transcript grows, a refusal may end talks, an agreement is voted on."""
        before, self.state = self.state, self.rules.apply(self.state, move)
        if self.log:
            self._log(self.state.history[-1])
        self.announce(*self.rules.consequences(before, self.state, self.seed))
        agreement = self.state.agreement
        if not self.course.overruled(agreement) and agreement is not None:
            self._ratify(agreement)

    def _ratify(self, outcome: Outcome) -> None:
        """Put an agreement to the vote on both sides; a refusal reopens the talks after a pause.

        What passes may be signed, if the rules know that.
        """
        for name, party in self.parties.items():
            passed, against = party.home.vote(outcome, self.failures)
            if not passed:
                party.home.fail()
                self.announce(failed_vote(name, against))
                self._publish(outcome)
                party.lose_vote()
                self.cool_off = party.settings.politics.cool_off_ticks
                self.win_sets.refresh()
                return
        self.announce(*self.rules.ratified(self.state, self.course.conditions.struck))

    @property
    def failures(self) -> int:
        """Ratifications that failed so far, on either side."""
        return sum(party.home.failures for party in self.parties.values())

    def announce(self, *events: WorldEvent) -> None:
        """Write events of the world into the transcript, and into the news of both sides."""
        for event in events:
            self.industry.hear(event)
            self.state = self.rules.apply(self.state, event)
            self.news = (*self.news, f"{event.kind}: {event.detail}")
            if self.log:
                self._log(self.state.history[-1])

    def view(self, name: str) -> PartyView:
        """Return what a party may know now; it learns from what it has not seen yet."""
        return self.parties[name].learner.look(partial(self.view_of, name))

    def view_of(self, name: str, estimate: Estimate | None = None) -> PartyView:
        """Return what a party may know now, with an estimate of the other side, without learning."""
        return view_of(self, name, estimate)

    def _log(self, entry: Entry) -> None:
        outcome = entry.move.outcome if isinstance(entry.move, Offer) else self.on_the_table
        self.offers.add(entry, self.tick, self.today, outcome)

    def run(self) -> RunRecord:
        """Play to the end, print what becomes of the deal, and return what the run leaves."""
        while self.running:
            self.step()
        publish(self, record := self.record())
        return record

    def record(self) -> RunRecord:
        """Return the facts of the run so far; unfinished talks count as expired."""
        return record_of(self)

    @cached_property
    def _feasible(self) -> FeasibleSet:
        """What the parties can reach in their tables at the start, the same in all runs of this model."""
        return FeasibleSet({name: party.start_utility.values() for name, party in self.parties.items()})

    @property
    def bargain(self) -> Bargain | None:
        """The bargain of this run in the tables at the start; None if the space is too large to list."""
        if not self.space.enumerable:
            return None
        return Bargain(self._feasible, {name: p.initial.reservation for name, p in self.parties.items()})


def forget_agent_counter(model: NegotiationModel) -> None:
    """Let a model be freed once nobody uses it: Mesa 3.3 counts agents by model and keeps every one alive."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)
