"""Packaged worlds with changes, and what their runs leave, with common luck."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from negsim.arrays import Array
from negsim.rng import derive_seed
from negsim.talks.model import NegotiationModel
from negsim.talks.record import RunRecord
from negsim.talks.scenario import Scenario, load_scenario, varied

Settings = Mapping[str, Any]
"""Dotted path -> value."""
SEED = 20251125
DEFAULT = "us_vietnam_2025"
"""The default world."""


@lru_cache(maxsize=8)
def packaged(name: str) -> Scenario:
    """Return a packaged world; what it has solved serves its variants."""
    return load_scenario(name)


def world(name: str, settings: Settings | None = None) -> Scenario:
    """Return a packaged world with some settings or sections changed by path."""
    base = packaged(name)
    return varied(base, tuple(settings.items()), name) if settings else base


def models(scenario: Scenario, runs: int) -> Iterator[NegotiationModel]:
    """Yield one model after each of some runs, every move logged; run k has the same luck in every world."""
    model = NegotiationModel(scenario)
    for number in range(runs):
        model.reset(derive_seed(SEED, "validation", number), log=True)
        while model.running:
            model.step()
        yield model


def records(scenario: Scenario, runs: int) -> list[RunRecord]:
    """Return the records of some runs."""
    return [model.record() for model in models(scenario, runs)]


def values(of: Callable[[RunRecord], float], runs: Iterable[RunRecord]) -> Array:
    """Return a number of every run."""
    return np.array([of(record) for record in runs], dtype=float)
