"""A dress rehearsal: bots play a whole class through the public URLs of a real server on this machine."""

import asyncio
import ssl
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from negsim.bargaining.mechanism import AGREED
from negsim.classroom.rehearsal.bot import Bot
from negsim.classroom.storage import simulated
from negsim.classroom.views.debrief import class_debrief
from negsim.classroom.views.tables import FORMATS
from negsim.classroom.web.pages import HERE, TEMPLATES
from negsim.classroom.web.serve import RunningServer, start
from negsim.errors import ResultError

QUICK = 100
WAIT_SECONDS = 90.0
LONGEST_SECONDS = 600.0


@dataclass(frozen=True)
class RehearsalOptions:
    """What is rehearsed.

    Attributes
    ----------
    students : how many bots join
    form : fields of the form for a new class
    out : folder for tables and debrief
    seed : root of the bots' tempers
    quick : fewer simulated agreements behind the debrief
    """

    students: int
    form: Mapping[str, str]
    out: Path
    seed: int = 1
    quick: bool = False


def rehearse(options: RehearsalOptions, report: Callable[[str], None]) -> dict[str, Any]:
    """Play a class, write its tables and debrief, and return what happened."""
    began = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        running, stop = start(Path(scratch), simulations=QUICK if options.quick else simulated.COUNT)
        try:
            played = asyncio.run(asyncio.wait_for(_class(running, options, report), LONGEST_SECONDS))
        finally:
            stop()
    return {**played, "seconds": round(time.monotonic() - began, 1), "out": str(options.out)}


def browser(address: str) -> httpx.AsyncClient:
    """Return an HTTP client with cookies of its own; it speaks plain HTTP, so no certificates are loaded."""
    return httpx.AsyncClient(
        base_url=address,
        timeout=60.0,
        limits=httpx.Limits(max_connections=None),
        follow_redirects=True,
        trust_env=False,
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    )


async def _class(
    running: RunningServer, options: RehearsalOptions, report: Callable[[str], None]
) -> dict[str, Any]:
    clients = [browser(running.address) for _ in range(options.students + 1)]
    teacher, bots = clients[0], [Bot(c, n, options.seed) for n, c in enumerate(clients[1:])]
    try:
        home, code = await _open(running, teacher, {"size": str(options.students), **options.form})
        await asyncio.gather(*(bot.join(code) for bot in bots))
        report(f"{len(bots)} students joined by code {code}")
        await _do(teacher, home, "advance")
        await asyncio.gather(*(bot.prepare() for bot in bots))
        await _do(teacher, home, "advance")
        views = await asyncio.gather(*(bot.play() for bot in bots))
        board = await _closed(teacher, home)
        report(f"{len(board['groups'])} groups are done")
        await _do(teacher, home, "advance")
        for bot in bots:
            (await bot.client.get("/seat/debrief")).raise_for_status()
        await _write(running, teacher, home, options.out)
        (await teacher.post(f"{home}/purge")).raise_for_status()
        return _summary(board, views, bots)
    finally:
        for client in clients:
            await client.aclose()


async def _open(
    running: RunningServer, teacher: httpx.AsyncClient, form: Mapping[str, str]
) -> tuple[str, str]:
    """Log in, make a class and return its address and join code."""
    token = running.server.make_token()
    (await teacher.post("/teach/login", data={"token": token or ""})).raise_for_status()
    made = await teacher.post("/teach/new", data=dict(form))
    if made.status_code >= 400:
        raise ResultError(f"the class cannot be made: {made.json().get('error', '')}")
    home = made.url.path
    board = (await teacher.get(f"{home}/view")).raise_for_status().json()
    return home, str(board["code"])


async def _do(teacher: httpx.AsyncClient, home: str, command: str) -> None:
    (await teacher.post(f"{home}/do/{command}", json={})).raise_for_status()


async def _closed(teacher: httpx.AsyncClient, home: str) -> dict[str, Any]:
    """Wait until the class is closed, which it is when its last group is, and return the board."""
    for _ in range(600):
        board: dict[str, Any] = (await teacher.get(f"{home}/view")).raise_for_status().json()
        if board["phase"] == "closed":
            return board
        await asyncio.sleep(0.1)
    raise ResultError("some group of the rehearsal never ended")


async def _write(running: RunningServer, teacher: httpx.AsyncClient, home: str, out: Path) -> None:
    """Write the exported files, the projector's debrief and a debrief that opens without the server."""
    for name in FORMATS:
        (out / name).write_bytes((await teacher.get(f"{home}/export/{name}")).raise_for_status().content)
    server, class_ = running.server, running.server.class_(home.rsplit("/", 1)[-1])
    until = time.monotonic() + WAIT_SECONDS
    text, count = class_.record.scenario, server.simulations
    while simulated.known(server.folder, text, count) is None and time.monotonic() < until:
        await asyncio.sleep(0.2)
    (await teacher.get(f"{home}/debrief")).raise_for_status()
    style = (HERE / "static" / "style.css").read_text(encoding="utf-8")
    page = TEMPLATES.get_template("debrief_file.html").render(
        d=class_debrief(server, class_), style=style, live=False
    )
    (out / "debrief.html").write_text(page, encoding="utf-8")


def _summary(board: Mapping[str, Any], views: list[dict[str, Any]], bots: list[Bot]) -> dict[str, Any]:
    agreed = [row for row in board["groups"] if row["how"] in AGREED]
    return {
        "students": len(views),
        "groups": len(board["groups"]),
        "agreed": len(agreed),
        "offers": sum(row["offers"] for row in board["groups"]),
        "messages": sum(row["messages"] for row in board["groups"]),
        "refused": [text for bot in bots for text in bot.refusals],
    }
