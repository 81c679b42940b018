"""What tests of events share: a calendar, luck, and talks on some day."""

from typing import Any

import numpy as np

from negsim.rng import stream
from negsim.talks.calendar import TimeSettings
from negsim.talks.model import NegotiationModel
from tests.scenarios import model

DAY = 3


def calendar() -> TimeSettings:
    """Return the calendar of the default world: 35 weeks from 27 October 2025."""
    return TimeSettings()


def luck(seed: int) -> np.random.Generator:
    """Return the luck of an event in one run."""
    return stream(seed, "event", "it")


def at_tick(talks: NegotiationModel, tick: int) -> NegotiationModel:
    """Return talks in which this tick has been opened."""
    while talks.tick < tick:
        talks.step()
    talks.open_tick()
    return talks


def on_day(event: dict[str, Any], day: int = DAY, seed: int = 1, **settings: Any) -> NegotiationModel:
    """Return talks of the default world with one event, opened on its day; `at` is that day if it has one."""
    return at_tick(model("quiet", seed=seed, events={"it": event}, **settings), day)


def without(day: int = DAY, seed: int = 1, **settings: Any) -> NegotiationModel:
    """Return the same talks without the event."""
    return at_tick(model("quiet", seed=seed, **settings), day)


def lines(talks: NegotiationModel, kind: str) -> list[str]:
    """Return the lines that were printed of a kind of event."""
    return [line.partition(": ")[2] for line in talks.news if line.startswith(f"{kind}: ")]
