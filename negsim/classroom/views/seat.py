"""What one seat sees: its own side of the talks and nothing private of the other."""

from typing import Any

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.group import Group, Line
from negsim.classroom.views.brief import meaning
from negsim.classroom.views.home_front import verdicts
from negsim.classroom.views.points import directions, issues, points, table_version
from negsim.classroom.views.wording import COUNTRY, THE_COUNTRY, label
from negsim.talks.scenario import SIDES


def seat_view(server: ClassServer, class_: Class, seat: Seat) -> dict[str, Any]:
    """Return the whole state of a seat's page; every message of its stream is such a view."""
    with class_.lock:
        view: dict[str, Any] = {
            "version": class_.version,
            "now": server.now(),
            "title": class_.settings.title,
            "class_phase": class_.phase,
            "me": seat.pseudonym,
            "rejoin": server.keys.rejoin_code(seat.id, seat.epoch),
            "count": len(class_.seats),
            "chat_open": class_.settings.chat,
        }
        place = class_.place_of(seat.id)
        return {**view, **(_talks(server, class_, *place) if place else {"phase": "lobby"})}


def _talks(server: ClassServer, class_: Class, group: Group, side: str) -> dict[str, Any]:
    other = next(name for name in SIDES if name != side)
    state, clock = group.model.state, group.clock
    standing = group.standing
    return {
        "phase": group.phase,
        "group": group.number,
        "side": side,
        "country": COUNTRY[side],
        "other": COUNTRY[other],
        "partner": _partner(class_, group, other),
        "mine": group.players[side].is_person,
        "left": clock.remaining(server.now()),
        "paused": clock.paused,
        "round": min(state.round + 1, state.rounds),
        "rounds": state.rounds,
        "date": group.model.today.isoformat(),
        "turn": "me" if group.awaited == side else "them" if group.awaited else "nobody",
        "offer": standing.number if standing and standing.party == other else None,
        "table": table_version(group.model, side),
        "ready": side in group.ready,
        "history": [_line(group, line, side) for line in group.history],
        "chat": _chat(server, class_, group, side),
        "failed": _failed(group, side),
        "ended": _ended(group, side) if group.over else None,
        "released": class_.phase == "debrief",
    }


def _partner(class_: Class, group: Group, other: str) -> dict[str, Any]:
    player = group.players[other]
    if not player.is_person or player.seat is None:
        return {"kind": "computer", "name": "a computer delegation"}
    seat = class_.seats.get(player.seat)
    return {"kind": "person", "name": seat.pseudonym if seat else "", "here": bool(seat and seat.present)}


def _line(group: Group, line: Line, side: str) -> dict[str, Any]:
    who = "world" if line.party is None else "me" if line.party == side else "them"
    shown: dict[str, Any] = {
        "n": line.number,
        "who": who,
        "kind": line.kind,
        "by": line.by,
        "round": line.round + 1,
        "date": line.date,
    }
    if line.outcome is not None:
        shown["levels"] = list(group.model.space.levels(line.outcome))
        shown["points"] = round(points(group.model, side, line.outcome), 1)
    if line.detail:
        shown["detail"] = public_detail(line)
    return shown


def public_detail(line: Line) -> str:
    """Return what everybody reads of an event of the world; never a number of one side's utility."""
    if line.kind == "pledge":
        country = THE_COUNTRY.get(line.detail.split()[0], "A side")
        return (
            f"{country[:1].upper()}{country[1:]} pledges in public not to settle for less than it now asks."
        )
    if line.kind != "ratification_failed":
        return line.detail[:1].upper() + line.detail[1:] + "."
    side, _, against = line.detail.partition(": ")
    groups = ", ".join(label(name.strip()) for name in against.split(","))
    return f"Ratification fails in {THE_COUNTRY.get(side, side)}. Against: {groups}."


def _chat(server: ClassServer, class_: Class, group: Group, side: str) -> list[dict[str, Any]]:
    if not group.chat:
        return []
    texts = server.store.texts(class_.id)
    return [
        {"n": seq, "who": "me" if party == side else "them", "text": texts.get(seq, "(erased)")}
        for seq, party, _ in group.chat
    ]


def _ended(group: Group, side: str) -> dict[str, Any]:
    """Return how the talks ended for this side."""
    agreement = group.model.state.agreement
    ended: dict[str, Any] = {"how": ending(group), "failures": group.model.failures}
    if agreement is not None:
        ended["levels"] = list(group.model.space.levels(agreement))
        ended["points"] = round(points(group.model, side, agreement), 1)
        ended["home"] = verdicts(group.model, side, agreement)
    return ended


def _failed(group: Group, side: str) -> dict[str, Any] | None:
    """Return the agreement that failed last at home, on either side, while the talks still run."""
    failed = [line for line in group.history if line.kind == "ratification_failed"]
    if not failed or group.over:
        return None
    agreed = [n for n in group.history if n.kind == "accepted" and n.number < failed[-1].number][-1].outcome
    if agreed is None:
        return None
    return {
        "detail": public_detail(failed[-1]),
        "levels": list(group.model.space.levels(agreed)),
        "home": verdicts(group.model, side, agreed),
    }


def ending(group: Group) -> str:
    """Return how talks ended: agreed, walked_away, expired, time_up or ended (by the instructor)."""
    state = group.model.state.end_state
    if state is not None:
        return state
    return {"clock": "time_up", "instructor": "ended"}.get(group.ended_by, "ended")


def page_facts(group: Group, side: str) -> dict[str, Any]:
    """Return what does not change while the page is open: the issues and the side's interests in them."""
    ways = directions(group.model, side)
    return {
        "issues": [
            {**issue, "arrow": way["arrow"], "best": way["best"], "meaning": meaning(rule)}
            for issue, rule, way in zip(
                issues(group.model.space), group.scenario.issues.values(), ways, strict=True
            )
        ]
    }
