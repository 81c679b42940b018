"""A simulated student: joins by code, reads its page as a phone does, bargains through the public URLs."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import numpy as np

from negsim.rng import stream

FLOOR = 5.0
"""Points below which a bot never agrees."""


class Bot:
    """One student.

    Parameters
    ----------
    client : its browser: an HTTP client with cookies of its own
    number : which student, from 0; it decides the name and the temper
    seed : root of its temper
    """

    def __init__(self, client: httpx.AsyncClient, number: int, seed: int) -> None:
        self.client = client
        self.name = f"Student {number + 1}"
        self.patience = float(stream(seed, "bot", number).uniform(0.4, 2.0))
        self.tag = stream(seed, "keys", number)
        self.version = -1
        self.moves = 0
        self.refusals: list[str] = []
        self.answered = 0

    async def join(self, code: str) -> None:
        """Take a seat."""
        answer = await self.client.post("/join", data={"code": code, "name": self.name})
        answer.raise_for_status()

    async def prepare(self) -> None:
        """Open the page and the brief, and say that it was read."""
        for page in ("/seat", "/seat/brief"):
            (await self.client.get(page)).raise_for_status()
        await self._send("ready", {})

    async def play(self) -> dict[str, Any]:
        """Bargain until the talks are over and return the last view."""
        async for view in self.views():
            if view["phase"] == "closed":
                return view
            if view["version"] < self.answered:
                continue  # on its way before the last command was carried out
            if view["phase"] == "talks" and view["turn"] == "me" and view["mine"] and not view["paused"]:
                await self._move(view)
        raise httpx.RemoteProtocolError("the stream ended before the talks")

    async def views(self) -> AsyncIterator[dict[str, Any]]:
        """Yield the views of the seat's stream."""
        async with self.client.stream("GET", "/seat/events") as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                if line.startswith('data: {"'):
                    view = json.loads(line.removeprefix("data: "))
                    yield {**view, **(view["talks"] or {})}

    async def _move(self, view: dict[str, Any]) -> None:
        if view["table"] != self.version:
            await self._read_table()
        t = view["round"] / view["rounds"]
        target = max(FLOOR, 100.0 - 95.0 * t ** (1.0 / self.patience))
        theirs = [line for line in view["history"] if line["kind"] == "offered" and line["who"] == "them"]
        planned, points = self._choose(target, theirs[-1]["levels"] if theirs else None)
        if view["offer"] is not None and theirs[-1]["points"] >= min(target, points):
            await self._send("accept", {"offer": view["offer"]})
            return
        if self.moves == 0 and view["partner"]["kind"] == "person":
            await self._send("say", {"text": f"Hello from {view['country']}."})
        await self.client.post("/seat/preview", json={"terms": planned})
        await self._send("offer", {"terms": planned})
        self.moves += 1

    async def _read_table(self) -> None:
        answer = (await self.client.get("/seat/table")).raise_for_status().json()
        table, self.issues = answer["table"], answer["issues"]
        shape = tuple(len(issue["labels"]) for issue in self.issues)
        total = np.zeros(shape)
        for block in table["blocks"]:
            view = [1] * len(shape)
            for issue, size in zip(block["issues"], block["sizes"], strict=True):
                view[issue] = size
            values = np.array(block["values"]).reshape(block["sizes"])
            if block["unit"]:
                for axis in range(values.ndim):
                    values = values.cumsum(axis=axis)
                values = values * block["unit"]
            total = total + values.reshape(view)
        span = table["best"] - table["no_deal"]
        self.points = (100.0 * (total - table["no_deal"]) / span).ravel()
        self.levels = np.stack(np.unravel_index(np.arange(total.size), shape), axis=1)
        self.version = table["version"]

    def _choose(self, target: float, theirs: list[int] | None) -> tuple[dict[str, int], float]:
        """Return the outcome nearest to their last offer among those worth the target, and its points."""
        enough = np.flatnonzero(self.points >= min(target, float(self.points.max())))
        near = np.zeros(len(enough)) if theirs is None else (self.levels[enough] == theirs).sum(axis=1)
        pick = enough[np.lexsort((self.points[enough], -near))[0]]
        terms = {issue["name"]: int(k) for issue, k in zip(self.issues, self.levels[pick], strict=True)}
        return terms, float(self.points[pick])

    async def _send(self, command: str, data: dict[str, Any]) -> None:
        key = self.tag.bytes(8).hex()
        answer = await self.client.post(f"/seat/{command}", json={**data, "key": key})
        if answer.status_code >= 400:
            self.refusals.append(f"{command}: {answer.status_code} {answer.text[:200]}")
        else:
            self.answered = answer.json()["event"]
