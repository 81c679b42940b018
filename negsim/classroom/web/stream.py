"""Server-sent events: whole views, newest wins, with a heartbeat; a page that returns needs nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class, Seat
from negsim.classroom.state.refusal import Refused
from negsim.classroom.storage.listeners import Page
from negsim.classroom.views.board import Board, ProjectorView, board, projector
from negsim.classroom.views.seat import SeatView, seat_view
from negsim.classroom.web.pages import json_text, refused
from negsim.classroom.web.security import is_teacher, require_teacher, seat_of

HEARTBEAT_SECONDS = 10.0
BOARD_SECONDS = 0.5
RETRY = b"retry: 1000\n\n"
GONE = b"event: gone\ndata: {}\n\n"
View = Callable[[ClassServer, Class], Board | ProjectorView]


def message(view: SeatView | Board | ProjectorView) -> bytes:
    """Return one message of a stream."""
    return f"id: {view.version}\ndata: {json_text(view)}\n\n".encode()


def streams(server: ClassServer) -> dict[str, Callable[[Request], Any]]:
    """Return the endpoints of the three kinds of streams."""

    async def seat_events(request: Request) -> Response:
        try:
            class_, seat = seat_of(server, request)
        except Refused as refusal:
            return refused(request, refusal)
        last = request.headers.get("last-event-id") or request.query_params.get("last", "")
        return _answer(_seat(server, class_, seat, last))

    def of_teacher(view: View) -> Callable[[Request], Any]:
        async def events(request: Request) -> Response:
            try:
                require_teacher(server, request)
                class_ = server.class_(request.path_params["id"])
            except Refused as refusal:
                return refused(request, refusal)
            return _answer(_teacher(server, class_, request, view))

        return events

    return {"seat": seat_events, "board": of_teacher(board), "screen": of_teacher(projector)}


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
            if not await _news(page):
                yield b": still here\n\n"
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
            await _news(page)
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
