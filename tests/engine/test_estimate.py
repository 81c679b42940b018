"""What a dry run promises is near what the whole costs."""

import random
import statistics

import pytest

from negsim.engine.estimate import POINTS, RUNS, pilot, promise
from negsim.engine.executors import Serial
from negsim.experiment import run
from negsim.talks.model import NegotiationModel
from tests.engine.small import experiment, fill, folder

FAST, SLOW = 0.001, 0.031
"""Seconds that runs take by the clock of these tests."""


class Clock:
    """Time that passes only when a run is played."""

    now = 0.0

    def perf_counter(self):
        return self.now


@pytest.mark.long
@pytest.mark.parametrize("by", ["replication", "point"])
def test_the_promise_is_near_the_cost_where_some_runs_take_much_longer(tmp_path, monkeypatch, by):
    """A third of the runs take long: the median would promise a small part of the cost."""
    play, clock = NegotiationModel.run, Clock()

    def sometimes_slow(self):
        levels = round(100 * self.scenario.no_deal.credibility)
        clock.now += SLOW if (self.seed if by == "replication" else levels) % 3 == 0 else FAST
        return play(self)

    monkeypatch.setattr(NegotiationModel, "run", sometimes_slow)
    monkeypatch.setattr(run, "time", clock)
    levels = [round(0.01 * level, 2) for level in range(10, 40)]
    asked = experiment(4, factors={"no_deal.credibility": levels})
    promised = pilot(asked, "digest")
    began = clock.now
    fill(folder(tmp_path, asked), Serial(), size=20)
    seconds = clock.now - began
    low, expected, high = promised.wall_seconds(1)

    assert low < expected < high
    assert 0.5 < expected / seconds < 1.6
    assert low < seconds < high


@pytest.mark.parametrize("by", ["replication", "point"])
@pytest.mark.parametrize(
    ("replications", "points"),
    [(100, 1), (50, 2), (30, 6), (10, 12), (4, 30), (20, 30), (1, 200), (100, 200)],
)
@pytest.mark.parametrize("share", [1 / 3, 1 / 2])
def test_the_range_holds_the_mean_of_two_kinds_of_runs(by, replications, points, share):
    """Nine times in ten, where a third or half of the runs, or of the points, takes ten times as long."""
    luck, held = random.Random(1), 0
    each, tried = min(replications, max(2, RUNS // min(POINTS, points))), min(POINTS, points)
    for _ in range(200):
        slow_points = [luck.random() < share for _ in range(points)]
        seconds = [
            [
                (10.0 if (slow if by == "point" else luck.random() < share) else 1.0) * luck.uniform(0.9, 1.1)
                for _ in range(replications)
            ]
            for slow in slow_points
        ]
        chosen = [seconds[(2 * k + 1) * points // (2 * tried)][:each] for k in range(tried)]
        low, expected, high = promise(chosen, replications, points)
        assert low < expected < high
        held += low <= statistics.fmean(map(statistics.fmean, seconds)) <= high

    assert held / 200 > 0.9


def test_workers_share_the_work():
    promised = pilot(experiment(4), "digest")
    (_, alone, _), (_, eight, _) = promised.wall_seconds(1), promised.wall_seconds(8)

    assert eight == pytest.approx(2.5 + alone / 8)
