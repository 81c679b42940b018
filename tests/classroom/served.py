"""A real server in a process of its own, as an instructor starts it, and people who call it over HTTP."""

import os
import signal
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx

from negsim.classroom.web.address import LOOPBACK
from negsim.classroom.web.serve import listen
from tests.classroom.classes import key
from tests.commands import START


def slack() -> float:
    """Return by how much longer everything may take because other work keeps the machine busy."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    probe = listen(LOOPBACK, 0)
    port = int(probe.getsockname()[1])
    probe.close()
    return port


class Served:
    """`negsim classroom serve` on this machine only.

    Parameters
    ----------
    folder : data folder
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://{LOOPBACK}:{self.port}"
        self.said = ""
        self.clients: list[httpx.Client] = []
        self.start()
        self.token = next(line.split()[1] for line in self.said.splitlines() if line.startswith("Token:"))

    def start(self, first: str = "") -> None:
        """Start the server, or one that runs some Python first."""
        *python, code = START
        words = [
            "classroom",
            "serve",
            "--data",
            str(self.folder),
            "--host",
            LOOPBACK,
            "--port",
            str(self.port),
        ]
        words += ["--simulations", "0"]
        self.log = self.folder.parent / f"{self.folder.name}.log"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*python, first + code, *words],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        end = time.monotonic() + 90
        while True:
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError(self.log.read_text())
            try:
                httpx.get(f"{self.address}/healthz", trust_env=False, timeout=20)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        self.said = self.log.read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)

    def stop(self, sign: int = signal.SIGTERM) -> float:
        """Ask it to stop and return how many seconds that took."""
        began = time.monotonic()
        if self.process.poll() is None:
            os.kill(self.process.pid, sign)
            self.process.wait(timeout=20)
        return time.monotonic() - began

    def client(self) -> httpx.Client:
        self.clients.append(
            httpx.Client(
                base_url=self.address,
                follow_redirects=True,
                trust_env=False,
                timeout=60,
                verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            )
        )
        return self.clients[-1]

    def end(self) -> None:
        """Leave nothing behind."""
        for client in self.clients:
            client.close()
        if self.process.poll() is None:
            self.kill()

    def teacher(self) -> httpx.Client:
        client = self.client()
        assert client.post("/teach/login", data={"token": self.token}).status_code == 200
        return client

    def new_class(self, teacher: httpx.Client, **form: str) -> tuple[str, str]:
        """Make a class and return the path of its board and its join code."""
        made = teacher.post("/teach/new", data={"scenario": "mini", **form})
        assert made.status_code == 200, made.text
        return made.url.path, teacher.get(f"{made.url.path}/view").json()["code"]

    def join(self, code: str, name: str) -> httpx.Client:
        client = self.client()
        assert client.post("/join", data={"code": code, "name": name}).status_code == 200
        return client


def do(teacher: httpx.Client, home: str, command: str, **data: Any) -> None:
    answer = teacher.post(f"{home}/do/{command}", json=data)
    assert answer.status_code == 200, answer.text


def send(client: httpx.Client, command: str, **data: Any) -> httpx.Response:
    return client.post(f"/seat/{command}", json={"key": key(), **data})
