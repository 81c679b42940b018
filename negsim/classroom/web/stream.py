"""Server-sent events: whole views, newest wins, with a heartbeat; a page that returns needs nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage.listeners import Page
from negsim.classroom.views.board import Board, ProjectorView, board, projector
from negsim.classroom.views.seat import SeatView, seat_view
from negsim.classroom.web.pages import answer, json_text, refused, route
from negsim.classroom.web.security import class_of, is_teacher, seat_of

HEARTBEAT_SECONDS = 2.0
BOARD_SECONDS = 0.5
BEATS = 5
"""After so many heartbeats without news the instructor's page is drawn again: silence is news there."""
RETRY = b"retry: 1000\n\n"
BEAT = b"event: beat\ndata: {}\n\n"
GONE = b"event: gone\ndata: {}\n\n"
View = Callable[[ClassServer, Class], Board | ProjectorView]


def message(view: SeatView | Board | ProjectorView) -> bytes:
    """Return one message of a stream."""
    return f"id: {view.version}\ndata: {json_text(view)}\n\n".encode()


def streams(server: ClassServer) -> list[Route]:
    """Return the three kinds of streams; what each sends can be asked for once, if the stream is held up."""

    async def seat_events(request: Request) -> Response:
        try:
            class_, seat = seat_of(server, request)
        except Refused as refusal:
            return refused(request, refusal)
        last = request.headers.get("last-event-id") or request.query_params.get("last", "")
        return _answer(_seat(server, class_, seat, last))

    def seat_once(request: Request, data: Mapping[str, Any]) -> Response:
        return answer(seat_view(server, *seat_of(server, request)))

    def of_teacher(path: str, view: View) -> list[Route]:
        async def events(request: Request) -> Response:
            try:
                class_ = class_of(server, request)
            except Refused as refusal:
                return refused(request, refusal)
            return _answer(_teacher(server, class_, request, view))

        def once(request: Request, data: Mapping[str, Any]) -> Response:
            return answer(view(server, class_of(server, request)))

        return [Route(f"{path}/events", events), route(f"{path}/view", once)]

    return [
        Route("/seat/events", seat_events),
        route("/seat/view", seat_once),
        *of_teacher("/teach/c/{id}", board),
        *of_teacher("/teach/c/{id}/screen", projector),
    ]


def _answer(body: AsyncIterator[bytes]) -> Response:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(body, media_type="text/event-stream", headers=headers)


async def _seat(server: ClassServer, class_: Class, seat: Seat, last: str) -> AsyncIterator[bytes]:
    page, epoch = server.listeners.add(class_.id, seat.id), seat.epoch
    _presence(server, class_, seat, 1)
    try:
        yield RETRY
        while not server.listeners.closing:
            if seat.epoch != epoch or seat.kicked:
                yield GONE
                return
            view = await run_in_threadpool(seat_view, server, class_, seat)
            if str(view.version) != last:
                yield message(view)
            last = ""
            while not await _news(page):
                yield BEAT
    finally:
        server.listeners.remove(page)
        _presence(server, class_, seat, -1)


def _presence(server: ClassServer, class_: Class, seat: Seat, change: int) -> None:
    """Note that a page of a seat was opened or closed, and notify those who see it."""
    before = seat.present
    seat.present = max(0, before + change)
    seat.seen_at = server.now()
    if bool(before) != bool(seat.present):
        place = class_.place_of(seat.id) if seat.id in class_.seats else None
        players = place[0].players.values() if place else ()
        server.listeners.notify(class_.id, {player.seat for player in players if player.seat} - {seat.id})


async def _teacher(server: ClassServer, class_: Class, request: Request, view: View) -> AsyncIterator[bytes]:
    page = server.listeners.add(class_.id, None)
    try:
        yield RETRY
        while not server.listeners.closing:
            if not await run_in_threadpool(is_teacher, server, request):
                yield GONE
                return
            yield message(await run_in_threadpool(view, server, class_))
            await asyncio.sleep(BOARD_SECONDS)
            for _ in range(BEATS):
                if await _news(page):
                    break
                yield BEAT
    finally:
        server.listeners.remove(page)


async def _news(page: Page) -> bool:
    """Wait for news and return whether there is some; after a while there is none."""
    try:
        await asyncio.wait_for(page.news.wait(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return False
    page.news.clear()
    return True
