"""One table of the class: two delegations, one model of the talks, and what they wrote to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from negsim.bargaining.move import Accept, Move, Offer, WalkAway, WorldEvent
from negsim.bargaining.strategy import Strategy
from negsim.classroom.state.clock import Clock
from negsim.classroom.state.event import Event
from negsim.classroom.state.person import PERSON, run_calendar, talks_of_people
from negsim.settings.build import build
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel
from negsim.talks.record import end_state_of
from negsim.talks.scenario import Scenario


@dataclass(frozen=True)
class Player:
    """Who acts for a side: a person in a seat, or a computer.

    Attributes
    ----------
    seat : the student's seat, kept while a computer stands in; None if nobody sits there
    computer : strategy of the computer as plain data, or None while the person acts
    """

    seat: str | None = None
    computer: Any = None

    @property
    def is_person(self) -> bool:
        """Whether a person is to act."""
        return self.computer is None


@dataclass(frozen=True)
class Line:
    """One line of a group's history.

    Attributes
    ----------
    number : position in the history, from 1: an accept names the offer it means
    party : who moved, or None for the world
    kind : offered, accepted, walked_away, or an event of the world
    by : person, computer, instructor, clock or world
    """

    number: int
    party: str | None
    kind: str
    by: str
    at: float
    round: int
    date: str
    outcome: int | None = None
    detail: str = ""


@dataclass
class Group:
    """The talks of one pair: a fold of its events.

    Attributes
    ----------
    number : what it is called in class and debrief
    players : side -> who acts
    shown : side -> version of its values, and the history in them: kept by the view that makes it
    """

    number: int
    scenario: Scenario
    seed: int
    players: dict[str, Player]
    model: NegotiationModel = field(init=False)
    phase: str = "lobby"
    clock: Clock = field(default_factory=Clock)
    history: list[Line] = field(default_factory=list)
    chat: list[tuple[int, str, float]] = field(default_factory=list)
    ready: set[str] = field(default_factory=set)
    alerts: list[str] = field(default_factory=list)
    shown: dict[str, tuple[int, list[Any]]] = field(default_factory=dict, repr=False, compare=False)
    began: bool = False
    ended_by: str = ""
    started_at: float = 0.0
    ended_at: float = 0.0
    active_at: float = 0.0
    seq: int = 0

    def __post_init__(self) -> None:
        """Build the model and let the computers prepare."""
        self.model = talks_of_people(self.scenario, self.seed)
        for party, player in self.players.items():
            self._seat(party, player)

    def _seat(self, party: str, player: Player) -> None:
        self.players[party] = player
        self.model.take_over(party, self.strategy(party) or PERSON)

    def strategy(self, party: str) -> Strategy | None:
        """Return the strategy that acts for a side, or None for a person."""
        raw = self.players[party].computer
        if raw is None:
            return None
        if raw == "":
            own: Strategy = self.scenario.parties[party].settings.strategy
            return own
        return build(Strategy, raw, Place(f"computer for {party}"))

    @property
    def awaited(self) -> str | None:
        """The side whose move is due, or None."""
        return self.model.awaited if self.phase == "talks" else None

    @property
    def over(self) -> bool:
        """Whether nothing more can happen."""
        return self.phase == "closed"

    @property
    def standing(self) -> Line | None:
        """The offer on the table, or None."""
        if self.model.state.standing is None:
            return None
        return next((line for line in reversed(self.history) if line.kind == "offered"), None)

    @property
    def ending(self) -> str:
        """How the talks ended: as the rules call it, or time_up, or ended (by the instructor)."""
        if self.model.state.ended:
            return end_state_of(self.model)
        return "time_up" if self.ended_by == "clock" else "ended"

    def side_of(self, seat: str) -> str | None:
        """Return the side for which a seat negotiates."""
        return next((side for side, player in self.players.items() if player.seat == seat), None)

    def other(self, side: str) -> str:
        """Return the side opposite."""
        return next(name for name in self.players if name != side)

    def take(self, event: Event) -> None:
        """Take in one event of this group; the only way in which it changes."""
        self.seq = event.seq
        getattr(self, f"_{event.kind}")(event)

    def _phase_started(self, event: Event) -> None:
        self.phase = str(event.payload["phase"])
        minutes = event.payload.get("minutes")
        self.clock = Clock(None if minutes is None else 60.0 * minutes, event.at)
        self.active_at = event.at
        if self.phase == "talks" and not self.began:
            self.began = True
            self.started_at = event.at
            self.model.open_tick()
            self._settle(event, 0)
        if self.phase == "closed":
            self._close(event)

    def _close(self, event: Event) -> None:
        self.phase = "closed"
        self.ended_at = event.at
        self.clock = self.clock.pause(event.at)
        self.ended_by = self.model.state.end_state or event.actor

    def _offered(self, event: Event) -> None:
        self._move(event, Offer(int(event.payload["outcome"]), *_reasons(event)))

    def _accepted(self, event: Event) -> None:
        self._move(event, Accept(*_reasons(event)))

    def _walked_away(self, event: Event) -> None:
        self._move(event, WalkAway(*_reasons(event)))

    def _move(self, event: Event, move: Move) -> None:
        model, before = self.model, len(self.model.offers)
        self.active_at = event.at
        outcome = move.outcome if isinstance(move, Offer) else model.on_the_table
        self._write(event, self.awaited, (model.state.round, model.today.isoformat()), outcome)
        model.submit(move)
        self._settle(event, before + 1)

    def _settle(self, event: Event, since: int) -> None:
        """Let the calendar run, and write down what the world did since the log had this length."""
        run_calendar(self.model)
        for kept in self.model.offers.kept[since:]:  # as kept: what it was worth is nobody's question yet
            happened, when = kept.entry.move, (kept.entry.round, kept.day.isoformat())
            if isinstance(happened, WorldEvent):
                happens = replace(event, kind=happened.kind, actor="world")
                self._write(happens, None, when, detail=happened.detail)
            elif isinstance(happened, Offer):  # of a leader, over the negotiators' heads
                happens = replace(event, kind="offered", actor="world")
                self._write(happens, kept.entry.party, when, happened.outcome)
        if not self.model.running:
            self._close(event)

    def _write(
        self,
        event: Event,
        party: str | None,
        when: tuple[int, str],
        outcome: int | None = None,
        detail: str = "",
    ) -> None:
        """Write down what happened in which round and on which day."""
        number = len(self.history) + 1
        self.history.append(Line(number, party, event.kind, event.actor, event.at, *when, outcome, detail))

    def _said(self, event: Event) -> None:
        self.chat.append((event.seq, str(event.payload["party"]), event.at))
        self.active_at = event.at

    def _brief_read(self, event: Event) -> None:
        self.ready.add(str(event.payload["party"]))

    def _seat_replaced(self, event: Event) -> None:
        party = str(event.payload["party"])
        player = Player(event.payload.get("seat"), event.payload.get("computer"))
        self._seat(party, player)

    def _alerted(self, event: Event) -> None:
        self.alerts.append(str(event.payload["text"]))

    def _clock_paused(self, event: Event) -> None:
        self.clock = self.clock.pause(event.at)

    def _clock_resumed(self, event: Event) -> None:
        self.clock = self.clock.resume(event.at)

    def _clock_extended(self, event: Event) -> None:
        self.clock = self.clock.extend(float(event.payload["seconds"]), event.at)

    def _server_was_down(self, event: Event) -> None:
        self.clock = self.clock.skip(float(event.payload["seconds"]))


def _reasons(event: Event) -> tuple[float | None, str]:
    """Return what a mover aimed at and why it moved, as far as it said so."""
    return event.payload.get("target"), str(event.payload.get("why", ""))


def make_players(seats: Mapping[str, str | None], computers: Mapping[str, Any]) -> dict[str, Player]:
    """Return who acts for each side; a computer where there is no seat."""
    return {side: Player(seat, None if seat else computers.get(side, "")) for side, seat in seats.items()}
