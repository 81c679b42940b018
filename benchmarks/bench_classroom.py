"""Load of a class on this machine: delays beside a ping, memory a student over several classes, errors.

    python benchmarks/bench_classroom.py [--students N] [--seconds S] [--classes N] [--rest S] [--scenario X]

Starts a server in a process of its own. In each class every student holds a stream open, asks the model about
a random draft and makes a random offer, one every two seconds. A delay is from sending an offer until the
other student's stream tells it; beside it stands a ping, `/healthz` asked ten times a second in the same run.
What else the machine does falls on both.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

HOST = "127.0.0.1"
PORT = 8765
EVERY_SECONDS = 2.0
FORM = {"title": "Load", "rounds": "200", "talks_minutes": "", "brief_minutes": "", "keep_days": "1"}


@dataclass
class Answer:
    """An answer: status, headers as one text, body."""

    status: int
    headers: str
    body: bytes

    def cookie(self) -> str:
        """Return the cookie that it sets, as a header of the next request."""
        line = next(line for line in self.headers.splitlines() if line.lower().startswith("set-cookie:"))
        return line.split(":", 1)[1].split(";")[0].strip()


async def ask(method: str, path: str, cookie: str = "", data: object = None, form: object = None) -> Answer:
    """Ask once, on a connection of its own."""
    reader, writer = await asyncio.open_connection(HOST, PORT)
    try:
        body = json.dumps(data).encode() if data is not None else urlencode(form or {}).encode()
        kind = "application/json" if data is not None else "application/x-www-form-urlencoded"
        writer.write(
            f"{method} {path} HTTP/1.1\r\nhost: {HOST}:{PORT}\r\nconnection: close\r\ncookie: {cookie}\r\n"
            f"content-type: {kind}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        answer = await reader.read()
        head, _, rest = answer.partition(b"\r\n\r\n")
        return Answer(int(head.split(b" ")[1]), head.decode("latin-1"), rest)
    finally:
        writer.close()


@dataclass
class Load:
    """What was sent, told and missed."""

    sent: dict[tuple[int, int, int], float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    pings: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    over: bool = False


async def student(number: int, cookie: str, shape: list[tuple[str, int]], load: Load, run: int) -> None:
    """Follow the stream of one seat, and move when it is its turn."""
    reader, writer = await asyncio.open_connection(HOST, PORT, limit=2**22)
    writer.write(f"GET /seat/events HTTP/1.1\r\nhost: {HOST}:{PORT}\r\ncookie: {cookie}\r\n\r\n".encode())
    luck, shown, moving = random.Random(number), 0, None
    try:
        while line := await reader.readline():
            if not line.startswith(b'data: {"'):
                continue
            talks = json.loads(line[6:])["talks"]
            for told in talks["history"][shown:]:
                if told["who"] == "them" and told["kind"] == "offered":
                    load.delays.append(time.monotonic() - load.sent[run, number ^ 1, told["n"]])
            shown = len(talks["history"])
            if talks["turn"] == "me" and not load.over:
                moving = asyncio.create_task(move((run, number, shown + 1), cookie, shape, luck, load))
        load.errors.append("a stream ended")
    finally:
        if moving:
            moving.cancel()
        writer.close()


async def move(
    what: tuple[int, int, int], cookie: str, shape: list[tuple[str, int]], luck: random.Random, load: Load
) -> None:
    """Wait a while, ask about a random draft, send another as an offer."""
    if what in load.sent:
        return
    load.sent[what] = time.monotonic() + EVERY_SECONDS
    await asyncio.sleep(0.4 * EVERY_SECONDS)
    terms = [{name: luck.randrange(size) for name, size in shape} for _ in range(2)]
    asked = await ask("POST", "/seat/preview", cookie, {"terms": terms[0]})
    await asyncio.sleep(0.1 * EVERY_SECONDS)
    load.sent[what] = time.monotonic()
    sent = await ask(
        "POST", "/seat/offer", cookie, {"terms": terms[1], "key": f"{luck.getrandbits(64):016x}"}
    )
    load.errors += [str(one.body) for one in (asked, sent) if one.status != 200]


async def ping(load: Load) -> None:
    """Ask for the server's health ten times a second."""
    while not load.over:
        began = time.monotonic()
        await ask("GET", "/healthz")
        load.pings.append(time.monotonic() - began)
        await asyncio.sleep(0.1)


async def one_class(options: argparse.Namespace, token: str, run: int, load: Load) -> None:
    """Let one class join and bargain for a while, then end it."""
    teach = (await ask("POST", "/teach/login", form={"token": token})).cookie()
    form = {**FORM, "scenario": options.scenario, "size": str(options.students)}
    made = await ask("POST", "/teach/new", teach, form=form)
    home = next(x for x in made.headers.splitlines() if x.startswith("location:")).split(" ")[1]
    code = json.loads((await ask("GET", f"{home}/view", teach)).body)["code"]
    cookies = [
        (await ask("POST", "/join", form={"code": code, "name": f"Student {n}"})).cookie()
        for n in range(options.students)
    ]
    for _ in range(2):
        await ask("POST", f"{home}/do/advance", teach, {})
    page = json.loads((await ask("GET", "/seat/table", cookies[0])).body)
    shape = [(issue["name"], len(issue["labels"])) for issue in page["issues"]]
    load.over = False
    tasks = [asyncio.create_task(student(n, c, shape, load, run)) for n, c in enumerate(cookies)]
    tasks.append(asyncio.create_task(ping(load)))
    await asyncio.sleep(options.seconds)
    load.over = True
    await asyncio.sleep(2 * EVERY_SECONDS)
    board = json.loads((await ask("GET", f"{home}/view", teach)).body)
    stored = sum(row["offers"] for row in board["groups"])
    sent = sum(key[0] == run for key in load.sent)
    if stored != sent:
        load.errors.append(f"{sent} offers sent, {stored} stored")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await ask("POST", f"{home}/do/end", teach, {})


def at(share: float, values: list[float]) -> float:
    """Return a quantile in milliseconds."""
    return 1e3 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Play the classes and print a line for each."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--students", type=int, default=200)
    reader.add_argument("--seconds", type=float, default=60.0)
    reader.add_argument("--classes", type=int, default=3)
    reader.add_argument("--rest", type=float, default=65.0, help="seconds of quiet after each class")
    reader.add_argument("--scenario", default="us_vietnam_2025")
    options = reader.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        words = ["classroom", "serve", "--host", HOST, "--port", str(PORT), "--simulations", "0"]
        log = Path(scratch) / "log"
        with log.open("w") as out:
            served = subprocess.Popen(
                [sys.executable, "-m", "negsim", *words, "--data", f"{scratch}/data"], stdout=out, stderr=out
            )
        try:
            play(options, served, log)
        finally:
            served.terminate()
            served.wait(20)


def play(options: argparse.Namespace, served: subprocess.Popen, log: Path) -> None:
    """Play class after class on one server and print what each cost."""
    server = psutil.Process(served.pid)
    while "Ctrl+C" not in log.read_text():
        time.sleep(0.2)
    time.sleep(1.0)
    token = next(line.split()[1] for line in log.read_text().splitlines() if line.startswith("Token:"))
    begin = server.memory_info().rss
    print(f"load {os.getloadavg()[0]:.1f}; server {begin / 1e6:.0f} MB at the start")
    for run in range(options.classes):
        load, before, busy = Load(), server.memory_info().rss, sum(server.cpu_times()[:2])
        began = time.monotonic()
        asyncio.run(one_class(options, token, run, load))
        after, took = server.memory_info().rss, time.monotonic() - began
        load_then = os.getloadavg()[0]
        cpu = (sum(server.cpu_times()[:2]) - busy) / took
        delays = "/".join(f"{at(share, load.delays):.0f}" for share in (0.5, 0.95, 0.99))
        pings = "/".join(f"{at(share, load.pings):.0f}" for share in (0.5, 0.95))
        print(
            f"class {run + 1}: {len(load.delays)} of {len(load.sent)} offers told, "
            f"{len(load.errors)} errors; "
            f"ms p50/p95/p99 {delays}, ping p50/p95 {pings}; {cpu:.0%} of a core; {after / 1e6:.0f} MB, "
            f"{(after - before) / 1e3 / options.students:.0f} kB a student; load {load_then:.1f}",
            flush=True,
        )
        for error in load.errors[:3]:
            print(f"  {error}")
        time.sleep(options.rest)
        print(
            f"  after {options.rest:g} s without visitors: {server.memory_info().rss / 1e6:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
