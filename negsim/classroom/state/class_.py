"""A class: who sits where and in which phase it is. A fold of its events."""

from dataclasses import dataclass, field
from threading import RLock

import numpy as np

from negsim.classroom.state import pairing, pseudonym
from negsim.classroom.state.event import Event
from negsim.classroom.state.group import Group, make_players
from negsim.classroom.state.settings import ClassSettings
from negsim.classroom.storage.store import ClassRecord
from negsim.experiment.point import scenario_of
from negsim.rng import derive_seed, stream
from negsim.talks.scenario import Scenario

PHASES = ("lobby", "brief", "talks", "closed", "debrief")
SHARED = ("clock_paused", "clock_resumed", "clock_extended", "server_was_down", "phase_started")


@dataclass
class Seat:
    """A student's place: it stays the same whatever device the student uses.

    Attributes
    ----------
    waits : whether the instructor has yet to let the student in
    """

    id: str
    pseudonym: str
    epoch: int = 1
    group: int | None = None
    present: int = 0
    seen_at: float = 0.0
    kicked: bool = False
    waits: bool = False


@dataclass
class Class:
    """A class as its events left it.

    Attributes
    ----------
    record : how it was made
    version : number of the last event
    """

    record: ClassRecord
    settings: ClassSettings = field(init=False)
    scenario: Scenario = field(init=False)
    phase: str = "lobby"
    locked: bool = False
    seats: dict[str, Seat] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock, repr=False)
    version: int = 0

    def __post_init__(self) -> None:
        """Read settings and scenario."""
        self.settings = ClassSettings.read(self.record.settings)
        self.scenario = scenario_of(self.record.scenario)

    @property
    def id(self) -> str:
        """Identifier of the class."""
        return self.record.id

    @property
    def admitted(self) -> list[Seat]:
        """The students who are in, in order of arrival."""
        return [seat for seat in self.seats.values() if not seat.waits]

    @property
    def waiting(self) -> list[Seat]:
        """Those whom the instructor has yet to let in."""
        return [seat for seat in self.seats.values() if seat.waits]

    @property
    def lobby(self) -> list[Seat]:
        """The students who are in and have no group yet."""
        return [seat for seat in self.admitted if seat.group is None]

    def place_of(self, seat: str) -> tuple[Group, str] | None:
        """Return the group and the side of a seat, or None in the lobby."""
        group = self.groups.get(self.seats[seat].group or 0)
        side = group.side_of(seat) if group else None
        return (group, side) if group and side else None

    def take(self, event: Event) -> None:
        """Take in one event; the only way in which a class changes."""
        self.version = event.seq
        if event.group is not None:
            self.groups[event.group].take(event)
        elif event.kind in SHARED:
            self._for_all(event)
        else:
            getattr(self, f"_{event.kind}")(event)

    def _for_all(self, event: Event) -> None:
        wanted = event.payload.get("phase")
        if wanted:
            self.phase = str(wanted)
        for group in self.groups.values():
            if group.over or (wanted and PHASES.index(group.phase) >= PHASES.index(str(wanted))):
                continue
            group.take(event)

    def _seat_joined(self, event: Event) -> None:
        assert event.seat is not None
        named, waits = str(event.payload["pseudonym"]), bool(event.payload.get("waits"))
        self.seats[event.seat] = Seat(event.seat, named, seen_at=event.at, waits=waits)

    def _seat_admitted(self, event: Event) -> None:
        assert event.seat is not None
        self.seats[event.seat].waits = False

    def _class_locked(self, event: Event) -> None:
        self.locked = True

    def _class_unlocked(self, event: Event) -> None:
        self.locked = False

    def _paired(self, event: Event) -> None:
        """Make groups of pairs of seats, in the order of the scenario's parties; None for a computer."""
        for pair in event.payload["pairs"]:
            self._add_group(pair, event)

    def _add_group(self, pair: pairing.Pair, event: Event) -> None:
        number = len(self.groups) + 1
        seats = dict(zip(self.scenario.parties, pair, strict=True))
        players = make_players(seats, self.settings.computers)
        seed = derive_seed(self.record.seed, "group", number)
        self.groups[number] = Group(number, self.scenario, seed, players, seq=event.seq, active_at=event.at)
        for seat in pair:
            if seat is not None:
                self.seats[seat].group = number

    def _seat_moved(self, event: Event) -> None:
        """Give a student the place of a side in some group; a computer takes the place it leaves."""
        assert event.seat is not None
        self.seats[event.seat].group = int(event.payload["to"])

    def _seat_kicked(self, event: Event) -> None:
        assert event.seat is not None
        seat = self.seats[event.seat]
        seat.epoch += 1
        seat.kicked = True
        if seat.group is None:
            del self.seats[event.seat]

    def _code_renewed(self, event: Event) -> None:
        assert event.seat is not None
        self.seats[event.seat].epoch += 1
        self.seats[event.seat].kicked = False

    def _purged(self, event: Event) -> None:
        """Names and chat are gone from the store; nothing here depends on them."""

    def next_pseudonym(self) -> str:
        """Return a pseudonym nobody has in this class."""
        taken = {seat.pseudonym for seat in self.seats.values()}
        shift = derive_seed(self.record.seed, "pseudonyms") % 560
        number = len(self.seats)
        while (found := pseudonym.pseudonym((shift + number) % 560 + 560 * (number // 560))) in taken:
            number += 1
        return found

    def pairs(self, display: dict[str, str]) -> list[pairing.Pair]:
        """Return how the students in the lobby are paired.

        Parameters
        ----------
        display : seat -> name, for a list
        """
        waiting = [seat.id for seat in self.lobby]
        chance: np.random.Generator = stream(self.record.seed, "pairing", len(self.groups))
        match self.settings.pairing:
            case "random":
                pairs = pairing.at_random(waiting, chance)
            case "computer":
                pairs = pairing.against_computers(waiting)
            case "list":
                known = {seat: display.get(seat, "") for seat in waiting}
                pairs = pairing.by_list(known, pairing.read_list(self.settings.listed))
            case _:
                pairs = pairing.by_arrival(waiting)
        return [*pairs, *[(None, None)] * self.settings.computer_groups]

    def open_place(self) -> tuple[int, str] | None:
        """Return (group, side) where a computer sits that a late student may replace before any agreement.

        A student who was kicked leaves a free place.
        """
        if self.settings.pairing == "computer":
            return None
        for group in self.groups.values():
            if group.over:
                continue
            free = [side for side, player in group.players.items() if self.is_free(player.seat)]
            if len(free) == 1:
                return group.number, free[0]
        return None

    def is_free(self, seat: str | None) -> bool:
        """Return whether a place that belongs to this seat, or to none, can be given to somebody."""
        return seat is None or self.seats[seat].kicked
