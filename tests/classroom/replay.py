"""A finished group once more in the Mesa model, without the classroom: it must come to the same state."""

from dataclasses import dataclass, field

from negsim.bargaining.move import Move, WorldEvent
from negsim.bargaining.strategy import Strategy
from negsim.classroom.state.group import Group, Player
from negsim.classroom.state.person import PERSON, run_calendar, talks_of_people
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario


@dataclass
class WatchedGroup(Group):
    """A group that remembers after how many moves (None: before the talks) who sat down for which side."""

    seatings: list[tuple[int | None, str, Strategy]] = field(default_factory=list)

    def _seat(self, party: str, player: Player) -> None:
        super()._seat(party, player)
        moves = (
            sum(line.party is not None and line.by != "world" for line in self.history)
            if self.began
            else None
        )
        self.seatings.append((moves, party, self.strategy(party) or PERSON))


def replay(scenario: Scenario, group: WatchedGroup) -> NegotiationModel:
    """Return a model that went through the group's moves; it stops where the group stopped.

    Who sat where takes part, each in its time (a computer may pledge in public), but all moves come from the
    transcript.
    """
    model = talks_of_people(scenario, group.seed)
    _sit(model, group, None)
    if not group.began:
        return model
    model.open_tick()
    run_calendar(model)
    for number, move in enumerate(moves_of(group)):
        _sit(model, group, number)
        model.submit(move)
        run_calendar(model)
    _sit(model, group, len(moves_of(group)))
    return model


def moves_of(group: Group) -> list[Move]:
    """Return the moves of a group in order, without what the world did and what a leader asked for."""
    moves = [entry.move for entry in group.model.state.history]
    return [
        move
        for before, move in zip([None, *moves], moves, strict=False)
        if not isinstance(move, WorldEvent) and getattr(before, "kind", "") != "override"
    ]


def _sit(model: NegotiationModel, group: WatchedGroup, moves: int | None) -> None:
    """Let those sit down who did after so many moves."""
    for at, party, strategy in group.seatings:
        if at == moves:
            model.take_over(party, strategy)
