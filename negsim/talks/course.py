"""The course of the world around one run: its events, and what they have made of the world by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negsim.bargaining.demand import Demand
from negsim.bargaining.move import Offer, WorldEvent
from negsim.bargaining.outcome import Outcome
from negsim.registry import name_of
from negsim.rng import stream
from negsim.talks.news import withdrawal
from negsim.talks.obstacles import delay_of
from negsim.world.conditions import Conditions
from negsim.world.event import Effect, Event, Happening, Occasion, Rewrite
from negsim.world.world import World

if TYPE_CHECKING:
    from negsim.talks.model import NegotiationModel


class Course:
    """The events of one model, and what holds without a deal by now.

    Events are planned when a run begins, each by its own luck. Without events nothing ever happens here.

    Parameters
    ----------
    model : whose talks the events happen to
    """

    def __init__(self, model: NegotiationModel) -> None:
        self.model = model
        self.events, self.calendar = model.scenario.events, model.scenario.time
        self.reference = model.scenario.world
        """The world at the start of the talks: the fixed reference of every comparison over time."""
        self.kinds = {self._kind(name) for name in self.events}
        """What its events are called in a transcript."""
        self.start = self.conditions = model.scenario.conditions
        self._due: dict[int, list[tuple[str, Event, Occasion]]] = {}
        self._text: tuple[str, Rewrite] | None = None

    def begin(self, seed: int) -> None:
        """Begin a run in the world of the start: draw what may happen when, in the order of the scenario."""
        self.conditions, self.model.world = self.start, self.reference
        self._agreements, self._text = 0, None
        self.delays: list[str] = []
        """What each tick without agreement was lost to, where deals are followed."""
        if not self.events:
            return
        self._due = {}
        for name, event in self.events.items():
            for occasion in event.occasions(self.calendar, stream(seed, "event", name)):
                self._due.setdefault(occasion.tick, []).append((self._kind(name), event, occasion))

    @property
    def world(self) -> World:
        """Consequences of every outcome today."""
        return self.model.world

    def worth(self, party: str, outcome: Outcome) -> float:
        """Return what an outcome is worth to a party today."""
        return self.model.parties[party].utility.value(outcome)

    def called(self, party: str) -> str:
        """Return how the country of a party is called within a sentence."""
        return self.model.parties[party].country

    @property
    def threat_is_meant(self) -> bool:
        """Whether the side that threatens would carry out its threat; False where nobody threatens."""
        return any(party.threatens and party.belief == 1.0 for party in self.model.parties.values())

    def turn(self) -> None:
        """Let the events of this tick happen, each in the state that those before it have left."""
        world = self.world
        for kind, event, occasion in self._due.get(self.model.tick, ()):
            happening = event.happen(occasion, self)
            if happening is not None:
                self._happens(kind, happening)
        for party in self.model.parties.values():
            party.see(self.model.tick)
        if self.world is not world:
            self._withdraw()

    def _withdraw(self) -> None:
        """Take an offer of another world off the table, if in this one it is worse than no deal."""
        if self.model.state.ended or self.model.state.standing is None:
            return
        name, outcome = self.model.state.standing
        if self.worth(name, outcome) < self.model.parties[name].reservation:
            self.model.announce(withdrawal(self.called(name)))

    @property
    def levels(self) -> dict[str, str]:
        """What an event is called in a transcript -> the level at which the parties meet in it."""
        return {self._kind(name): event.level for name, event in self.events.items()}

    @property
    def last_word(self) -> bool:
        """Whether the offer on the table is a leader's last word."""
        return self._text is not None and self._text[1].final

    def overruled(self, agreement: Outcome | None) -> bool:
        """Take in a move, which has led to an agreement or not; return whether a leader overrules that.

        A leader's text that was on the table has been answered by the move.
        """
        answered, self._text = self._text, None
        if agreement is not None:
            return not (answered is not None and answered[1].final) and self._rewritten(agreement)
        if answered is not None and answered[1].if_refused is not None and not self.model.state.ended:
            self._happens(answered[0], answered[1].if_refused)
        return False

    def close(self) -> None:
        """Note what a tick that ends without agreement is lost to."""
        if self.model.scenario.implementation.ticks and self.model.state.agreement is None:
            self.delays.append(delay_of(self.model))

    def _rewritten(self, agreement: Outcome) -> bool:
        """Let events put another text in the place of an agreement; return whether one did, as an offer.

        What a framework has settled stays: a text that goes back on it is none.
        """
        self._agreements += 1
        still_open = self.model.rules.still_open(self.model.state)
        for name, event in self.events.items():
            luck = stream(self.model.seed, "event", name, "agreement", self._agreements)
            text = event.before_signing(agreement, self, luck)
            if text is not None and (still_open is None or still_open[text.outcome]):
                self.model.announce(WorldEvent(self._kind(name), text.news, text.party))
                why = "the leader asks for more"
                self.model.submit(Offer(text.outcome, self.worth(text.party, text.outcome), why))
                self._text = self._kind(name), text
                return True
        return False

    def _kind(self, name: str) -> str:
        """Return what an event is called in a transcript: by its type, or else by its name."""
        return name_of(type(self.events[name])) or name

    def _happens(self, kind: str, happening: Happening) -> None:
        """Print what happens, and apply its effects."""
        self.model.announce(WorldEvent(kind, happening.news))
        self.apply(happening.effects)

    def apply(self, effects: Iterable[Effect]) -> None:
        """Let effects change what holds and move the parties, and let everybody take in what holds then."""
        before = self.conditions
        for effect in effects:
            self.conditions = effect.on(self.conditions)
            for party in self.model.parties.values():
                effect.felt_by(party)
        if self.conditions != before:
            self._face(before)

    def _face(self, before: Conditions) -> None:
        """Let everybody take in what holds from now on.

        Whether the world is another one is read off the conditions: an equal world may have been forgotten
        and solved again, which no run must notice.
        """
        model, conditions, world = self.model, self.conditions, self.world
        if (conditions.economy, conditions.in_force) != (before.economy, before.in_force):
            world = model.scenario.world_under(conditions)
        demands = {} if world is model.world else self.demands()
        for party in model.parties.values():
            party.face(world, conditions)
        if world is not model.world:
            self._move_to(world, demands)

    def demands(self) -> dict[str, Demand]:
        """Return what each party asked for last, of those that have made an offer."""
        found = {}
        for name, party in self.model.parties.items():
            for offer in self.model.state.history.sent_by(name)[-1:]:
                own, ceiling = party.utility, self.model.ceiling(name)
                found[name] = Demand(offer, own.value(offer), own.floor, ceiling, party.no_deal_now)
        return found

    def _move_to(self, world: World, demands: Mapping[str, Demand]) -> None:
        """Go on in another world: what was found in the tables of the old one is found anew."""
        model = self.model
        model.world = world
        model.population.enter(world)
        model.members_moved()
        model.offers.judge_anew()
        model.win_sets.reset()
        model.win_sets.refresh()
        model.anchors = dict.fromkeys(model.parties, float("inf"))
        for name, demand in demands.items():
            party = model.parties[name]
            model.anchors[name] = demand.carried_over(party.utility, party.no_deal_now)
        for party in model.parties.values():
            party.learner.face_new_world()
        if model.public is not None:
            model.react(model.public)
