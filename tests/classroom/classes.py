"""Classes in tests: a folder of its own, pages called in process, students with cookies of their own."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from negsim.classroom.actions.restart import resume
from negsim.classroom.class_server import ClassServer
from negsim.classroom.state.class_ import Class
from negsim.classroom.state.settings import ClassSettings
from negsim.classroom.web.app import make_app

SITE = "http://class.test"


def key() -> str:
    return os.urandom(8).hex()


def flat(view: Any) -> Any:
    """Return a seat's view with what it sees of the talks beside the rest, as its page has it."""
    return {**view, **(view["talks"] or {})}


def until(true: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Wait until something is true and return it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)
    return found


class Browser:
    """Somebody with cookies who calls the pages in process."""

    def __init__(self, app: Any, address: str = "10.0.0.1") -> None:
        self.app = app
        self.address = address
        self.cookies: dict[str, str] = {}
        self.bytes = b""

    def ask(self, method: str, url: str, **more: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.address, 1), raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url=SITE, cookies=self.cookies) as client:
                return await client.request(method, url, **more)

        answer = asyncio.run(call())
        self.cookies.update(answer.cookies)
        self.bytes += str(answer.headers).encode() + answer.content
        return answer

    def get(self, url: str, **more: Any) -> httpx.Response:
        return self.ask("GET", url, **more)

    def post(self, url: str, data: Any = None, **more: Any) -> httpx.Response:
        return self.ask("POST", url, json=data if data is not None else {}, **more)

    def form(self, url: str, **data: str) -> httpx.Response:
        return self.ask("POST", url, data=data)

    def view(self) -> Any:
        return flat(self.get("/seat/view").json())

    def send(self, command: str, **data: Any) -> httpx.Response:
        return self.post(f"/seat/{command}", {"key": key(), **data})

    def offer(self, *levels: int) -> httpx.Response:
        return self.send("offer", terms=terms(*levels))

    def accept(self) -> httpx.Response:
        return self.send("accept", offer=self.view()["offer"])


def terms(tariff: int = 3, access: int = 0, origin: int = 0) -> dict[str, int]:
    """Return an offer in `mini`."""
    return {"tariff": tariff, "access": access, "origin": origin}


class LiveClass:
    """A class on its own server in process.

    Parameters
    ----------
    folder : data folder
    settings : what differs from a class in `mini` without clocks
    """

    def __init__(self, folder: Path, seed: int = 7, think_seconds: float = 2.0, **settings: Any) -> None:
        self.folder = folder
        plain = {"scenario": "mini", "brief_minutes": None, "talks_minutes": None}
        self.server = ClassServer(folder, think_seconds, simulations=0)
        self.token = self.server.make_token() or ""
        self.state: Class = self.server.make_class(ClassSettings(**{**plain, **settings}), seed)
        self.open()

    def open(self) -> None:
        self.app = make_app(self.server)
        self.teacher = Browser(self.app, "10.9.9.9")
        self.teacher.form("/teach/login", token=self.token)
        self.home = f"/teach/c/{self.state.id}"
        self.code = self.state.record.code

    def reopen(self) -> None:
        """Start again from the file, as after a crash: nothing is closed in an orderly way."""
        self.server = ClassServer(self.folder, simulations=0)
        resume(self.server)
        self.state = self.server.classes[self.state.id]
        self.open()

    def join(self, name: str = "Ann", address: str = "10.0.0.1") -> Browser:
        student = Browser(self.app, address)
        answer = student.form("/join", code=self.code, name=name)
        assert answer.status_code == 303, answer.text
        return student

    def do(self, command: str, **data: Any) -> httpx.Response:
        return self.teacher.post(f"{self.home}/do/{command}", data)

    def seat(self, command: str, **data: Any) -> httpx.Response:
        return self.teacher.post(f"{self.home}/seat/{command}", data)

    def board(self) -> Any:
        return self.teacher.get(f"{self.home}/view").json()

    def start(self, *names: str) -> list[Browser]:
        """Let students join and the talks begin; even ones sit for the United States."""
        students = [self.join(name) for name in names]
        assert self.do("advance").status_code == 200
        assert self.do("advance").status_code == 200
        return students

    def pair(self) -> tuple[Browser, Browser]:
        """Begin with one pair and return the United States and Vietnam, whose turn it is."""
        us, vietnam = self.start("Ann", "Bao")
        return us, vietnam

    def events(self) -> list[Any]:
        return self.server.store.events(self.state.id)

    def closed(self) -> None:
        """Wait until computers have finished."""
        until(lambda: self.state.phase == "closed", 30)
