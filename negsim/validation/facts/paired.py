"""Runs of two variants of a packaged world with the same luck, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from negsim.arrays import Array
from negsim.talks.record import RunRecord
from negsim.validation.check import Measured, measured
from negsim.validation.worlds import packaged, records, world

RUNS = 100
QUIET = "quiet"


def seats(name: str = QUIET) -> tuple[str, str]:
    """Return who threatens, and who is threatened."""
    threatener = packaged(name).no_deal.threatener
    (other,) = (party for party in packaged(name).parties if party != threatener)
    return str(threatener), other


def both(settings: Mapping[str, Any], name: str = QUIET) -> dict[str, Any]:
    """Return settings of a party for both parties."""
    return {f"parties.{party}.{key}": value for party in seats(name) for key, value in settings.items()}


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of one variant, a number a run: nan where a run has none.

    Attributes
    ----------
    records : what the runs left
    """

    records: tuple[RunRecord, ...]

    @property
    def agreed(self) -> Array:
        """Whether each run ended in agreement, 0 or 1."""
        return np.array([float(record.agreement is not None) for record in self.records])

    @property
    def rounds(self) -> Array:
        """Rounds to agreement."""
        return np.where(self.agreed > 0, [record.rounds for record in self.records], np.nan)

    @property
    def off_frontier(self) -> Array:
        """Distance of the end from the frontier."""
        return np.array([record.distances["pareto_distance"] for record in self.records])

    def utility(self, party: str) -> Array:
        """What the end is worth to a party, in the table at the start."""
        return np.array([record.parties[party].initial_utility for record in self.records])

    def terms(self, party: str) -> Array:
        """What an agreement is worth to a party."""
        return np.where(self.agreed > 0, self.utility(party), np.nan)


@cache
def _played(name: str, settings: tuple[tuple[str, Any], ...], runs: int) -> Runs:
    return Runs(tuple(records(world(name, dict(settings)), runs)))


def played(settings: Mapping[str, Any] | None = None, name: str = QUIET, runs: int = RUNS) -> Runs:
    """Return the runs of a packaged world with settings changed; kept if they are plain values."""
    changes = settings or {}
    if all(isinstance(value, str | float | int) for value in changes.values()):
        return _played(name, tuple(changes.items()), runs)
    return Runs(tuple(records(world(name, changes), runs)))


def rise(before: Array, after: Array) -> Measured:
    """Return how much more it is after, over pairs in which both are known."""
    return measured(after - before)
