"""The instructor's board: one row a group, with what deserves a look."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.views.points import points
from negsim.classroom.views.seat import public_detail
from negsim.classroom.views.wording import words
from negsim.politics.countries import country

SILENT_SECONDS = 180.0
STUCK_REPEATS = 3
"""A group is stuck when both sides repeated their offers this often."""
ANNOUNCED = ("framework", "signed", "struck_then_signed")
"""What a group makes public of its own talks."""
SHOWN_NEWS = 4
"""Pieces of news on the projector."""


@dataclass(frozen=True)
class Waiting:
    """A student without a group: in the lobby, or waiting to be let in."""

    seat: str
    name: str
    pseudonym: str


@dataclass(frozen=True)
class Delegation:
    """Who acts for a side of a group, and whether the student's page is open."""

    country: str
    seat: str | None
    kind: str
    name: str
    pseudonym: str
    here: bool
    ready: bool


@dataclass(frozen=True)
class GroupRow:
    """A group on the board: terms and points are those of the offer on the table or the agreement.

    `news` is the last event of the world that its talks have heard of.
    """

    group: int
    phase: str
    how: str
    left: float | None
    paused: bool
    round: int
    rounds: int
    turn: str
    offers: int
    messages: int
    terms: Mapping[str, str] | None
    points: Mapping[str, float] | None
    sides: Mapping[str, Delegation]
    alerts: list[str]
    news: str


@dataclass(frozen=True)
class Board:
    """Everything on the instructor's board, with the new rejoin code that was asked for."""

    version: int
    phase: str
    code: str
    students: int
    present: int
    expected: int
    locked: bool
    purged: bool
    lobby: list[Waiting]
    waiting: list[Waiting]
    groups: list[GroupRow]
    rejoin: str = ""


@dataclass(frozen=True)
class ProjectorView:
    """All that the projector knows: phase, counts, the clock that has longest left, and events of the world.

    Groups are at different dates and have luck of their own: beside news stands how many have it.
    """

    version: int
    phase: str
    students: int
    groups: int
    done: int
    left: float | None
    paused: bool
    news: list[tuple[str, int]]


def board(server: ClassServer, class_: Class, rejoin: str = "") -> Board:
    """Return everything on the instructor's board."""
    display, now = server.store.names(class_.id), server.now()
    with class_.lock:
        seats = class_.admitted
        return Board(
            version=class_.version,
            phase=class_.phase,
            code=class_.record.code,
            students=len(seats),
            present=sum(bool(seat.present) for seat in seats),
            expected=class_.settings.size,
            locked=class_.locked,
            purged=server.store.is_purged(class_.id),
            lobby=[Waiting(s.id, display.get(s.id, ""), s.pseudonym) for s in class_.lobby],
            waiting=[Waiting(s.id, display.get(s.id, ""), s.pseudonym) for s in class_.waiting],
            groups=[_row(class_, group, display, now) for group in class_.groups.values()],
            rejoin=rejoin,
        )


def projector(server: ClassServer, class_: Class) -> ProjectorView:
    """Return all that the projector knows."""
    now = server.now()
    with class_.lock:
        running = [group for group in class_.groups.values() if not group.over]
        clocks = [(group.clock.remaining(now), group.clock.paused) for group in running]
        limited = [(left, paused) for left, paused in clocks if left is not None]
        left, paused = max(limited, default=(None, False))
        total = len(class_.groups)
        heard = Counter(
            line for group in class_.groups.values() for line in dict.fromkeys(world_news(group, terms=False))
        )
        return ProjectorView(
            version=class_.version,
            phase=class_.phase,
            students=len(class_.admitted),
            groups=total,
            done=total - len(running),
            left=left,
            paused=paused,
            news=list(heard.items())[-SHOWN_NEWS:],
        )


def world_news(group: Group, terms: bool = True) -> list[str]:
    """Return what a group has heard of and announced, oldest first; nothing of what was offered.

    Parameters
    ----------
    terms : whether with the terms of a framework of its own; those of a text given to all are no secret
    """
    kinds = {*group.model.course.kinds, *ANNOUNCED}
    lines = [line for line in group.history if line.party is None and line.kind in kinds]
    told = {line.number: public_detail(line) for line in lines}
    for line in lines:
        if line.kind == "framework" and line.round >= 0 and not terms:
            told[line.number] = f"{told[line.number].partition(':')[0]}."
    return list(told.values())


def _row(class_: Class, group: Group, display: Mapping[str, str], now: float) -> GroupRow:
    standing, model = group.standing, group.model
    shown = model.state.agreement if group.over else (standing.outcome if standing else None)
    own = None if shown is None else {side: round(points(model, side, shown), 1) for side in group.players}
    return GroupRow(
        group=group.number,
        phase=group.phase,
        how=group.ending if group.over else "",
        left=group.clock.remaining(now),
        paused=group.clock.paused,
        round=min(model.state.round + 1, model.state.rounds),
        rounds=model.state.rounds,
        turn=group.awaited or "",
        offers=sum(line.kind == "offered" for line in group.history),
        messages=len(group.chat),
        terms=None if shown is None else _changed(group, shown),
        points=own,
        sides={side: _delegation(class_, group, side, display) for side in group.players},
        alerts=alerts(group, now),
        news=next(reversed(world_news(group)), ""),
    )


def _changed(group: Group, outcome: int) -> dict[str, str]:
    """Return the levels of an outcome that differ from those without a deal."""
    labels = group.model.space.describe(outcome)
    no_deal = {issue.name: issue.labels[issue.no_deal_level] for issue in group.model.space.issues}
    return {words(name): label for name, label in labels.items() if label != no_deal[name]}


def _delegation(class_: Class, group: Group, side: str, display: Mapping[str, str]) -> Delegation:
    player = group.players[side]
    seat = class_.seats.get(player.seat or "")
    return Delegation(
        country=country(side).short,
        seat=player.seat,
        kind="person" if player.is_person else "computer",
        name=display.get(player.seat or "", ""),
        pseudonym=seat.pseudonym if seat else "",
        here=bool(seat and seat.present),
        ready=side in group.ready,
    )


def alerts(group: Group, now: float) -> list[str]:
    """Return what an instructor should look at in a group."""
    found = list(dict.fromkeys(group.alerts))[-3:]
    if group.over:
        return [*found, "agreed"] if group.model.state.agreement is not None else found
    if group.phase != "talks":
        return found
    if not group.clock.paused and now - group.active_at > SILENT_SECONDS:
        found.append("silent")
    standing = group.standing
    if standing is not None and standing.outcome is not None:
        below = [side for side in group.players if points(group.model, side, standing.outcome) < 0]
        found += [f"worse than no deal: {country(side).short}" for side in below]
    if group.model.failures:
        found.append(f"{group.model.failures} failed at home")
    if stuck(group):
        found.append("stuck")
    return found


def stuck(group: Group) -> bool:
    """Return whether both sides only repeat their offers."""
    for side in group.players:
        made = [line.outcome for line in group.history if line.kind == "offered" and line.party == side]
        if len(made) <= STUCK_REPEATS or len(set(made[-STUCK_REPEATS - 1 :])) > 1:
            return False
    return True
