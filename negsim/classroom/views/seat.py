"""What one seat sees: its own side of the talks and nothing private of the other."""

from dataclasses import dataclass, replace

from negsim.bargaining.move import Offer
from negsim.bargaining.transcript import Transcript
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.group import Group, Line
from negsim.classroom.views.home_front import HomeVerdict, odds_at_home, verdicts
from negsim.classroom.views.points import IssueFacts, Table, issues, points, table, table_version
from negsim.classroom.views.wording import capital, label, words
from negsim.politics.countries import country
from negsim.talks.news import BY_CHANCE


@dataclass(frozen=True)
class Partner:
    """Who sits opposite: a person or a computer."""

    kind: str
    name: str


@dataclass(frozen=True)
class HistoryLine:
    """A line of the history; levels and own points only where there is an outcome."""

    n: int
    who: str
    kind: str
    by: str
    round: int
    levels: tuple[int, ...] | None
    points: float | None
    detail: str


@dataclass(frozen=True)
class Message:
    """A message between the two sides."""

    n: int
    who: str
    text: str


@dataclass(frozen=True)
class FailedVote:
    """An agreement that failed at home on either side, as one's own groups judged it.

    Attributes
    ----------
    n : number of its line in the history
    rests : first and last round that pass without moves because of it, None if none does
    """

    n: int
    detail: str
    rests: tuple[int, int] | None
    levels: tuple[int, ...]
    home: HomeVerdict


@dataclass(frozen=True)
class Ended:
    """How the talks ended for a side; the last three only with an agreement."""

    how: str
    failures: int
    levels: tuple[int, ...] | None = None
    points: float | None = None
    home: HomeVerdict | None = None


@dataclass(frozen=True)
class TalksView:
    """The talks as one side sees them.

    Attributes
    ----------
    mine : whether the student, not a computer, is to act
    turn : me, them or nobody
    offer : number of the other side's offer on the table
    odds : how likely one's own side ratifies that offer; None without one or without a vote
    last : "answer" if the talks end unless that offer is accepted now, "offer" if they end unless the offer
        that one makes now is accepted, else empty
    table : version of the side's own values
    """

    group: int
    side: str
    country: str
    colour: str
    other: str
    partner: Partner
    mine: bool
    left: float | None
    paused: bool
    round: int
    rounds: int
    turn: str
    offer: int | None
    odds: float | None
    last: str
    table: int
    ready: bool
    history: list[HistoryLine]
    chat: list[Message]
    failed: FailedVote | None
    ended: Ended | None
    released: bool


@dataclass(frozen=True)
class SeatView:
    """The whole state of a seat's page; every message of its stream is such a view."""

    version: int
    rejoin: str
    count: int
    waits: bool
    chat_open: bool
    phase: str
    talks: TalksView | None


@dataclass(frozen=True)
class SeatPage:
    """What a seat's page begins with; all None in the lobby. A page whose place changes begins again."""

    issues: list[IssueFacts] | None = None
    table: Table | None = None
    place: str | None = None


def seat_view(server: ClassServer, class_: Class, seat: Seat) -> SeatView:
    """Return the whole state of a seat's page."""
    with class_.lock:
        place = class_.place_of(seat.id)
        return SeatView(
            version=class_.version,
            rejoin=server.keys.rejoin_code(seat.id, seat.epoch),
            count=len(class_.admitted),
            waits=seat.waits,
            chat_open=class_.settings.chat,
            phase=place[0].phase if place else "lobby",
            talks=_talks(server, class_, *place) if place else None,
        )


def seat_page(class_: Class, seat: Seat) -> SeatPage:
    """Return what a seat's page begins with."""
    with class_.lock:
        place = class_.place_of(seat.id)
        if place is None:
            return SeatPage()
        group, side = place
        return SeatPage(issues(group, side), table(group.model, side), f"{side} {group.number}")


def _talks(server: ClassServer, class_: Class, group: Group, side: str) -> TalksView:
    other = group.other(side)
    state, standing = group.model.state, group.standing
    theirs = standing if standing and standing.party == other else None
    return TalksView(
        group=group.number,
        side=side,
        country=country(side).name,
        colour=country(side).colour,
        other=country(other).name,
        partner=_partner(class_, group, other),
        mine=group.players[side].is_person,
        left=group.clock.remaining(server.now()),
        paused=group.clock.paused,
        round=min(state.round + 1, state.rounds),
        rounds=state.rounds,
        turn={side: "me", other: "them"}.get(group.awaited or "", "nobody"),
        offer=theirs.number if theirs else None,
        odds=_odds(group, side, theirs),
        last=_last(group, side),
        table=table_version(group.model, side),
        ready=side in group.ready,
        history=_history(group, side),
        chat=_chat(server, class_, group, side),
        failed=_failed(group, side),
        ended=_ended(group, side) if group.over else None,
        released=class_.phase == "debrief",
    )


def _odds(group: Group, side: str, offered: Line | None) -> float | None:
    home = group.model.parties[side].home
    if offered is None or offered.outcome is None or group.over or not home.matters:
        return None
    return odds_at_home(group.model, side, offered.outcome)


def _last(group: Group, side: str) -> str:
    """Try what would follow an offer, and an answer to it that is another offer."""
    if group.awaited != side:
        return ""
    mechanism, now = group.scenario.mechanism, replace(group.model.state, history=Transcript())
    still_open = mechanism.still_open(now)
    try_out = Offer(0 if still_open is None else int(still_open.argmax()))
    after = mechanism.apply(now, try_out)
    if after.ended:
        return "answer"
    return "offer" if mechanism.apply(after, try_out).ended else ""


def _partner(class_: Class, group: Group, other: str) -> Partner:
    player = group.players[other]
    if not player.is_person or player.seat is None:
        return Partner("computer", "a computer delegation")
    seat = class_.seats.get(player.seat)
    return Partner("person", seat.pseudonym if seat else "")


def _history(group: Group, side: str) -> list[HistoryLine]:
    """Return the history as a side sees it; lines are made once for each table of its values."""
    version = table_version(group.model, side)
    known, lines = group.shown.get(side, (version, []))
    if known != version:
        lines = []
    fresh = [*lines, *(_line(group, line, side) for line in group.history[len(lines) :])]
    group.shown[side] = (version, fresh)
    return fresh


def _line(group: Group, line: Line, side: str) -> HistoryLine:
    outcome = line.outcome
    return HistoryLine(
        n=line.number,
        who="world" if line.party is None else "me" if line.party == side else "them",
        kind=line.kind,
        by=line.by,
        round=line.round + 1,
        levels=None if outcome is None else group.model.space.levels(outcome),
        points=None if outcome is None else round(points(group.model, side, outcome), 1),
        detail=public_detail(line),
    )


def public_detail(line: Line) -> str:
    """Return what everybody reads of an event of the world; never a number of one side's utility."""
    if line.kind == "pledge":
        who = capital(country(line.detail.split()[0]).in_a_sentence)
        promise = line.detail.partition(" pledges ")[2].partition(";")[0].removeprefix("more: ")
        if promise.startswith("not to settle for less"):
            return f"{who} pledges in public not to settle for less than it now asks."
        return f"{who} pledges in public: {words(promise)}."
    if line.kind == "ratification_failed":
        side, _, against = line.detail.partition(": ")
        groups = "no group" if against == BY_CHANCE else ", ".join(map(label, against.split(", ")))
        return f"Ratification fails in {country(side).in_a_sentence}. Against: {groups}."
    if line.kind == "leak":
        news, _, terms = line.detail.partition(": ")
        _, _, _, leaker, _, _, owner, _ = news.split()
        there, offered = country(leaker).in_a_sentence, country(owner).in_a_sentence
        return f"A paper in {there} prints what {offered} offers: {words(terms)}."
    return f"{capital(line.detail)}." if line.detail else ""


def _chat(server: ClassServer, class_: Class, group: Group, side: str) -> list[Message]:
    texts = server.store.texts(class_.id) if group.chat else {}
    return [
        Message(seq, "me" if party == side else "them", texts.get(seq, "(erased)"))
        for seq, party, _ in group.chat
    ]


def _ended(group: Group, side: str) -> Ended:
    """Return how the talks ended for this side."""
    model = group.model
    agreement = model.state.agreement
    if agreement is None:
        return Ended(group.ending, model.failures)
    own, home = round(points(model, side, agreement), 1), verdicts(model, side, agreement)
    return Ended(group.ending, model.failures, model.space.levels(agreement), own, home)


def _failed(group: Group, side: str) -> FailedVote | None:
    """Return the agreement that failed last at home, on either side, unless there is another by now."""
    failed = [line for line in group.history if line.kind == "ratification_failed"]
    if not failed or group.model.state.agreement is not None:
        return None
    at = failed[-1].number
    agreed = [n for n in group.history if n.kind == "accepted" and n.number < at][-1].outcome
    if agreed is None:
        return None
    levels = group.model.space.levels(agreed)
    rests = [line.round + 1 for line in group.history[at:] if line.kind == "suspended"]
    return FailedVote(
        at,
        public_detail(failed[-1]),
        (rests[0], rests[-1]) if rests else None,
        levels,
        verdicts(group.model, side, agreed),
    )
