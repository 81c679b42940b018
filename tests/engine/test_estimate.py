"""What a dry run promises is near what the whole costs."""

import time

import pytest

from negsim.engine.estimate import pilot
from negsim.engine.executors import Serial
from negsim.talks.model import NegotiationModel
from tests.engine.small import experiment, fill, folder

SLEEP = 0.03


@pytest.mark.parametrize("by", ["replication", "point"])
def test_the_promise_is_near_the_cost_where_some_runs_take_much_longer(tmp_path, monkeypatch, by):
    """A third of the runs take long: the median would promise a small part of the cost."""
    play = NegotiationModel.run

    def sometimes_slow(self):
        levels = round(100 * self.scenario.no_deal.credibility)
        if (self.seed if by == "replication" else levels) % 3 == 0:
            time.sleep(SLEEP)
        return play(self)

    monkeypatch.setattr(NegotiationModel, "run", sometimes_slow)
    levels = [round(0.01 * level, 2) for level in range(10, 40)]
    asked = experiment(4, factors={"no_deal.credibility": levels})
    promised = pilot(asked, "digest")
    began = time.perf_counter()
    fill(folder(tmp_path, asked), Serial(), size=20)
    seconds = time.perf_counter() - began
    low, expected, high = promised.wall_seconds(1)

    assert low < expected < high
    assert 0.5 < expected / seconds < 1.6
    assert low / 1.3 < seconds < high * 1.3


def test_workers_share_the_work():
    promised = pilot(experiment(4), "digest")
    (_, alone, _), (_, eight, _) = promised.wall_seconds(1), promised.wall_seconds(8)

    assert eight == pytest.approx(2.5 + alone / 8)
