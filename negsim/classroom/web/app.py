"""The web application: one process, no outside request, everything from one folder."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from negsim.classroom.actions.ticker import Ticker
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.refusal import Refused
from negsim.classroom.web.pages import HERE, refused
from negsim.classroom.web.security import Guard
from negsim.classroom.web.stream import streams
from negsim.classroom.web.student import Students
from negsim.classroom.web.teacher import Teacher


def make_app(server: ClassServer, *, tick_seconds: float = 1.0) -> Starlette:
    """Return the application of the classes of a folder.

    Parameters
    ----------
    tick_seconds : how often clocks are looked at
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        ticker = Ticker(server, tick_seconds)
        ticker.start()
        yield
        ticker.stop()
        server.close()

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "classes": len(server.everyone)})

    async def missing(request: Request, error: Exception) -> Response:
        return refused(request, Refused(404, "There is no such page."))

    async def busy(request: Request, error: Exception) -> Response:
        sentence = "The classroom's file cannot be read or written at the moment; try again."
        return refused(request, Refused(503, sentence))

    async def broken(request: Request, error: Exception) -> Response:
        return refused(request, Refused(500, "Something went wrong on the server; nothing was changed."))

    return Starlette(
        routes=[
            Route("/healthz", health),
            *streams(server),
            *Students(server).routes(),
            *Teacher(server).routes(),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(Guard, refused=refused), Middleware(GZipMiddleware, minimum_size=1_000)],
        exception_handlers={404: missing, 405: missing, sqlite3.OperationalError: busy, 500: broken},
        lifespan=lifespan,
    )
