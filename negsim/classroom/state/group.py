"""One table of the class: two delegations, one model of the talks, and what they wrote to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from negsim.bargaining.move import Accept, Move, Offer, WalkAway
from negsim.bargaining.strategy import Strategy
from negsim.classroom.state.clock import Clock
from negsim.classroom.state.event import Event
from negsim.classroom.state.person import PERSON
from negsim.settings.build import build
from negsim.settings.reader import Place
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import SIDES, Scenario


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
    seatings : after how many moves (None: before the talks) which strategy sat down for which side
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
    seatings: list[tuple[int | None, str, Strategy]] = field(default_factory=list)
    began: bool = False
    ended_by: str = ""
    started_at: float = 0.0
    ended_at: float = 0.0
    active_at: float = 0.0
    seq: int = 0

    def __post_init__(self) -> None:
        """Build the model and let the computers prepare."""
        waiting = {
            name: replace(spec, settings=replace(spec.settings, strategy=PERSON))
            for name, spec in self.scenario.parties.items()
        }
        self.model = NegotiationModel(replace(self.scenario, parties=waiting), self.seed, log=True)
        for party, player in self.players.items():
            self._seat(party, player)

    def _seat(self, party: str, player: Player) -> None:
        self.players[party] = player
        strategy = self.strategy(party) or PERSON
        moves = sum(line.party is not None for line in self.history) if self.began else None
        self.seatings.append((moves, party, strategy))
        self.model.take_over(party, strategy)

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

    def side_of(self, seat: str) -> str | None:
        """Return the side for which a seat negotiates."""
        return next((side for side in SIDES if self.players[side].seat == seat), None)

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
            self._settle(event)
        if self.phase == "closed":
            self._close(event)

    def _close(self, event: Event) -> None:
        self.phase = "closed"
        self.ended_at = event.at
        self.clock = self.clock.pause(event.at)
        self.ended_by = self.model.state.end_state or event.actor

    def _offered(self, event: Event) -> None:
        outcome = int(event.payload["outcome"])
        self._move(event, Offer(outcome, event.payload.get("target"), str(event.payload.get("why", ""))))

    def _accepted(self, event: Event) -> None:
        self._move(event, Accept(event.payload.get("target"), str(event.payload.get("why", ""))))

    def _walked_away(self, event: Event) -> None:
        self._move(event, WalkAway(event.payload.get("target"), str(event.payload.get("why", ""))))

    def _move(self, event: Event, move: Move) -> None:
        party = self.awaited
        on_table = self.model.on_the_table
        before = len(self.model.offers)
        self.active_at = event.at
        self._line(event, party, move.outcome if isinstance(move, Offer) else on_table)
        self.model.submit(move)
        self._world(event, before + 1)
        self._settle(event)

    def _settle(self, event: Event) -> None:
        """Let the calendar run until a move is due or the talks are over."""
        while self.model.running and self.model.awaited is None:
            before = len(self.model.offers)
            self.model.close_tick()
            if self.model.running:
                self.model.open_tick()
            self._world(event, before)
        if not self.model.running:
            self._close(event)

    def _world(self, event: Event, since: int) -> None:
        """Write down what the world did since the log had this length."""
        for record in self.model.offers[since:]:
            happened: Any = record.entry.move
            number = len(self.history) + 1
            line = Line(
                number,
                None,
                happened.kind,
                "world",
                event.at,
                record.entry.round,
                record.date,
                detail=happened.detail,
            )
            self.history.append(line)

    def _line(self, event: Event, party: str | None, outcome: int | None) -> None:
        """Write down a move before it is made."""
        day, now = self.model.today.isoformat(), self.model.state.round
        number = len(self.history) + 1
        self.history.append(Line(number, party, event.kind, event.actor, event.at, now, day, outcome))

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


def make_players(us: str | None, vietnam: str | None, computers: Mapping[str, Any]) -> dict[str, Player]:
    """Return who acts for both sides; a computer where there is no seat."""
    seats = {"us": us, "vietnam": vietnam}
    return {side: Player(seat, None if seat else computers.get(side, "")) for side, seat in seats.items()}
