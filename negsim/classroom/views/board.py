"""The instructor's board: one row a group, with what deserves a look."""

from typing import Any

from negsim.classroom.class_server import School
from negsim.classroom.state.class_ import Classroom
from negsim.classroom.state.group import Group
from negsim.classroom.views.points import points
from negsim.classroom.views.seat import ending
from negsim.classroom.views.wording import words
from negsim.talks.scenario import SIDES

SILENT_SECONDS = 180.0
SHORT = {"us": "US", "vietnam": "Vietnam"}
STUCK_REPEATS = 3
"""A group is stuck when both sides repeated their offers this often."""


def board(school: School, room: Classroom) -> dict[str, Any]:
    """Return everything on the instructor's board."""
    display = school.store.names(room.id)
    now = school.now()
    with room.lock:
        return {
            "version": room.version,
            "phase": room.phase,
            "code": room.record.code,
            "title": room.settings.title,
            "scenario": room.scenario.name,
            "students": len(room.seats),
            "present": sum(bool(seat.present) for seat in room.seats.values()),
            "purged": school.store.is_purged(room.id),
            "lobby": [
                {"seat": seat.id, "name": display.get(seat.id, ""), "pseudonym": seat.pseudonym}
                for seat in room.seats.values()
                if seat.group is None
            ],
            "groups": [_row(room, group, display, now) for group in room.groups.values()],
        }


def projector(school: School, room: Classroom) -> dict[str, Any]:
    """Return all that the projector knows: phase, counts, and the clock that has longest left."""
    now = school.now()
    with room.lock:
        open_groups = [group for group in room.groups.values() if not group.over]
        clocks = [(group.clock.remaining(now), group.clock.paused) for group in open_groups]
        left, paused = max(
            ((left, paused) for left, paused in clocks if left is not None), default=(None, False)
        )
        return {
            "version": room.version,
            "phase": room.phase,
            "students": len(room.seats),
            "groups": len(room.groups),
            "done": len(room.groups) - len(open_groups),
            "left": left,
            "paused": paused,
        }


def _row(room: Classroom, group: Group, display: dict[str, str], now: float) -> dict[str, Any]:
    standing = group.standing
    shown = group.model.state.agreement if group.over else (standing.outcome if standing else None)
    return {
        "group": group.number,
        "phase": group.phase,
        "how": ending(group) if group.over else "",
        "left": group.clock.remaining(now),
        "paused": group.clock.paused,
        "round": min(group.model.state.round + 1, group.model.state.rounds),
        "rounds": group.model.state.rounds,
        "turn": group.awaited or "",
        "offers": sum(line.kind == "offered" for line in group.history),
        "messages": len(group.chat),
        "silent": round(now - group.active_at) if group.active_at and not group.over else 0,
        "terms": None if shown is None else _changed(group, shown),
        "points": None if shown is None else {side: round(worth(group, side, shown), 1) for side in SIDES},
        "sides": {side: _side(room, group, side, display) for side in SIDES},
        "alerts": alerts(group, now),
    }


def _changed(group: Group, outcome: int) -> dict[str, str]:
    """Return the levels of an outcome that differ from those without a deal."""
    labels = group.model.space.describe(outcome)
    no_deal = {issue.name: issue.labels[issue.no_deal_level] for issue in group.model.space.issues}
    return {words(name): label for name, label in labels.items() if label != no_deal[name]}


def worth(group: Group, side: str, outcome: int) -> float:
    """Return what an outcome is worth to a side today, in points."""
    utility = group.model.parties[side].utility
    return points(utility, utility.value(outcome))


def _side(room: Classroom, group: Group, side: str, display: dict[str, str]) -> dict[str, Any]:
    player = group.players[side]
    seat = room.seats.get(player.seat or "")
    return {
        "seat": player.seat,
        "kind": "person" if player.is_person else "computer",
        "name": display.get(player.seat or "", ""),
        "pseudonym": seat.pseudonym if seat else "",
        "here": bool(seat and seat.present),
        "ready": side in group.ready,
        "kicked": bool(seat and seat.kicked),
    }


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
        below = [side for side in SIDES if worth(group, side, standing.outcome) < 0]
        found += [f"worse than no deal: {SHORT[side]}" for side in below]
    if group.model.failures:
        found.append(f"{group.model.failures} failed at home")
    if stuck(group):
        found.append("stuck")
    return found


def stuck(group: Group) -> bool:
    """Return whether both sides only repeat their offers."""
    for side in SIDES:
        made = [line.outcome for line in group.history if line.kind == "offered" and line.party == side]
        if len(made) <= STUCK_REPEATS or len(set(made[-STUCK_REPEATS - 1 :])) > 1:
            return False
    return True
