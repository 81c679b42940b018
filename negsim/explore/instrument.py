"""The model as an instrument: a change of settings in, what it does to the bargain and the talks out."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np

from negsim.arrays import Array
from negsim.bargaining.bargain import Bargain
from negsim.bargaining.outcome import Outcome, require_enumerable
from negsim.explore.address import settings_of
from negsim.explore.knobs import Knob, Value, knobs_of, with_changes
from negsim.explore.verdict import verdict_of
from negsim.report.solution import NAMES
from negsim.settings import yaml_file
from negsim.settings.paths import packaged_names
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import Scenario, varied
from negsim.talks.solution import Solution, solve
from negsim.world.memory import Memory

GRID = 128
"""The cloud is shown as cells of a square of so many by so many, one outcome standing for each."""
LOW, HIGH = -60.0, 104.0
"""Points that the picture shows of each side; the share of outcomes beyond them is said."""
SCENARIOS_KEPT, OUTCOMES_KEPT = 16, 1_000_000
"""Solved scenarios that are kept: so many, and fewer where outcomes are many."""
MOST_TALKS = 500


class Instrument:
    """A scenario whose settings can be turned; one question is answered at a time.

    Parameters
    ----------
    base : the scenario as it stands
    name : how it is called on the command line: a packaged name or a path

    Raises
    ------
    DomainError : if its outcomes are too many to list.
    """

    def __init__(self, base: Scenario, name: str) -> None:
        require_enumerable(base.world.space)
        self.base, self.name = base, name
        self._solved = Memory(max(1, min(SCENARIOS_KEPT, OUTCOMES_KEPT // base.world.space.n)))
        self._lock = Lock()

    @cached_property
    def knobs(self) -> dict[str, Knob]:
        """Path -> what can be turned."""
        return knobs_of(self.base)

    @property
    def packaged(self) -> bool:
        """Whether everybody who has negsim finds the scenario under its name, as it stands here."""
        return self.name in packaged_names() and self.base.name == self.name

    def scenario(self, changes: Mapping[str, Value]) -> Scenario:
        """Return the scenario with changes made.

        Raises
        ------
        ConfigError : if they make one that cannot be played.
        """
        wanted = settings_of(changes)
        return varied(self.base, list(wanted.items()), "these settings", "") if wanted else self.base

    def _solution(self, changes: Mapping[str, Value]) -> tuple[Scenario, Solution]:
        def solved() -> tuple[Scenario, Solution]:
            scenario = self.scenario(changes)
            return scenario, solve(scenario)

        return self._solved.recall(tuple(sorted(changes.items())), solved)

    def answer(self, changes: Mapping[str, Value], wanted: Outcome | None = None) -> dict[str, Any]:
        """Return the cloud, the frontier, the bargaining points, and the verdict on one outcome.

        Parameters
        ----------
        wanted : outcome looked at; None is the Nash point, or no deal where there is none
        """
        with self._lock:
            scenario, solution = self._solution(changes)
            bargain = solution.bargain
            shown = bargain.nash if wanted is None else wanted
            return {
                "cloud": _cloud(solution),
                "frontier": [_place(bargain, int(row)) for row in bargain.frontier],
                "marks": {
                    NAMES[name]: _place(bargain, point)
                    for name, point in bargain.solutions.items()
                    if point is not None
                },
                "zone": float(bargain.zone.mean()),
                "ratified": _shares(solution),
                "no_deal": {party: round(worth, 3) for party, worth in bargain.no_deal.items()},
                "verdict": None if shown is None else verdict_of(scenario, bargain, shown),
                "weights": _weights(scenario) if "weights" in changes else {},
                "reading": reading(solution),
            }

    def talks(self, changes: Mapping[str, Value], count: int, seed: int) -> Iterator[dict[str, Any]]:
        """Yield what each of some talks ends in, one after the other; talk k has the luck of seed + k."""
        with self._lock:
            scenario, solution = self._solution(changes)
            model = NegotiationModel(scenario, seed)
        for number in range(count):
            with self._lock:
                model.reset(seed + number)
                record = model.run()
            at = record.agreement
            yield {
                "end": record.end_state,
                "at": None if at is None else _place(solution.bargain, at),
                "levels": None if at is None else solution.space.describe(at),
                "day": model.today.isoformat(),
                "round": record.rounds,
            }

    def as_yaml(self, changes: Mapping[str, Value]) -> str:
        """Return the scenario with its changes, as a file that every command reads."""
        self.scenario(changes)
        return yaml_file.dump(with_changes(self.base.raw, settings_of(changes), "these settings"))


def _weights(scenario: Scenario) -> dict[str, float]:
    """Return path -> weight of every term, as a vector of weights has set it."""
    return {
        f"parties.{party}.terms.{name}.weight": term.weight
        for party, spec in scenario.parties.items()
        for name, term in spec.settings.terms.items()
    }


def _place(bargain: Bargain, outcome: Outcome) -> list[float]:
    """Return the points of both sides, and the outcome."""
    first, second = bargain.points_at(outcome)
    return [round(first, 1), round(second, 1), outcome]


def _shares(solution: Solution) -> dict[str, float | None]:
    """Return the share of the zone that each side would ratify, and both; None without a zone."""
    masks = {**solution.ratified, "both": solution.ratified_by_all}
    shares = {name: solution.share(mask) for name, mask in masks.items()}
    return {name: None if np.isnan(share) else round(share, 4) for name, share in shares.items()}


def _cell(points: Array) -> Array:
    return np.floor((points - LOW) / (HIGH - LOW) * GRID)


def _cloud(solution: Solution) -> dict[str, Any]:
    """Return the cells of the cloud that hold an outcome: where, which one, and who would ratify it.

    Of the outcomes of a cell that one is named which both sides would ratify, else one side, else any.
    """
    first, second = solution.bargain.points
    across, upwards = _cell(first), _cell(second)
    inside = (across >= 0) & (across < GRID) & (upwards >= 0) & (upwards < GRID)
    ratified = sum((mask.astype(int) << bit for bit, mask in enumerate(solution.ratified.values())), start=0)
    rank = np.array([0, 1, 1, 2])[ratified]
    rows = np.flatnonzero(inside)
    cell = (upwards[rows] * GRID + across[rows]).astype(int)
    order = np.lexsort((rows, -rank[rows], cell))
    cells, where = np.unique(cell[order], return_index=True)
    chosen = rows[order][where]
    return {
        "grid": GRID,
        "low": LOW,
        "high": HIGH,
        "cells": cells.tolist(),
        "outcomes": chosen.tolist(),
        "ratified": np.asarray(ratified)[chosen].tolist(),
        "beyond": round(1.0 - float(inside.mean()), 4),
    }


def reading(solution: Solution) -> str:
    """Say in a sentence how large the zone of agreement is, and how much of it passes at home."""
    share, both = float(solution.bargain.zone.mean()), solution.share(solution.ratified_by_all)
    total = f"of {solution.space.n:,} outcomes"
    if not solution.bargain.zone.any():
        return f"None {total} is better than no deal for both: there is nothing to agree on."
    return f"{share:.1%} {total} are better than no deal for both; of these, both would ratify {both:.0%}."
