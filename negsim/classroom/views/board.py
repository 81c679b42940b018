"""The instructor's board: one row a group, with what deserves a look."""

from typing import Any

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.group import Group
from negsim.classroom.views.points import points
from negsim.classroom.views.seat import ending
from negsim.classroom.views.wording import words
from negsim.talks.scenario import SIDES

SILENT_SECONDS = 180.0
SHORT = {"us": "US", "vietnam": "Vietnam"}
STUCK_REPEATS = 3
"""A group is stuck when both sides repeated their offers this often."""


def board(server: ClassServer, class_: Class) -> dict[str, Any]:
    """Return everything on the instructor's board."""
    display = server.store.names(class_.id)
    now = server.now()
    with class_.lock:
        return {
            "version": class_.version,
            "phase": class_.phase,
            "code": class_.record.code,
            "title": class_.settings.title,
            "scenario": class_.scenario.name,
            "students": len(class_.seats),
            "present": sum(bool(seat.present) for seat in class_.seats.values()),
            "purged": server.store.is_purged(class_.id),
            "lobby": [
                {"seat": seat.id, "name": display.get(seat.id, ""), "pseudonym": seat.pseudonym}
                for seat in class_.seats.values()
                if seat.group is None
            ],
            "groups": [_row(class_, group, display, now) for group in class_.groups.values()],
        }


def projector(server: ClassServer, class_: Class) -> dict[str, Any]:
    """Return all that the projector knows: phase, counts, and the clock that has longest left."""
    now = server.now()
    with class_.lock:
        open_groups = [group for group in class_.groups.values() if not group.over]
        clocks = [(group.clock.remaining(now), group.clock.paused) for group in open_groups]
        left, paused = max(
            ((left, paused) for left, paused in clocks if left is not None), default=(None, False)
        )
        return {
            "version": class_.version,
            "phase": class_.phase,
            "students": len(class_.seats),
            "groups": len(class_.groups),
            "done": len(class_.groups) - len(open_groups),
            "left": left,
            "paused": paused,
        }


def _row(class_: Class, group: Group, display: dict[str, str], now: float) -> dict[str, Any]:
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
        "points": None
        if shown is None
        else {side: round(points(group.model, side, shown), 1) for side in SIDES},
        "sides": {side: _side(class_, group, side, display) for side in SIDES},
        "alerts": alerts(group, now),
    }


def _changed(group: Group, outcome: int) -> dict[str, str]:
    """Return the levels of an outcome that differ from those without a deal."""
    labels = group.model.space.describe(outcome)
    no_deal = {issue.name: issue.labels[issue.no_deal_level] for issue in group.model.space.issues}
    return {words(name): label for name, label in labels.items() if label != no_deal[name]}


def _side(class_: Class, group: Group, side: str, display: dict[str, str]) -> dict[str, Any]:
    player = group.players[side]
    seat = class_.seats.get(player.seat or "")
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
        below = [side for side in SIDES if points(group.model, side, standing.outcome) < 0]
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
