"""What tests of events share: a calendar, luck, and talks on some day."""

import numpy as np

from negsim.rng import stream
from negsim.talks.calendar import TimeSettings
from negsim.talks.model import NegotiationModel


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
