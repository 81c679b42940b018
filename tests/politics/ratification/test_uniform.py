"""A threshold anywhere between two limits: odds that rise evenly, and a vote that draws it."""

import numpy as np
import pytest

from negsim.errors import ConfigError
from negsim.politics.ratification.uniform import Uniform
from negsim.rng import stream
from tests.scenarios import scenario

WEIGHTS = np.array([0.5, 0.5])
NONE = np.zeros(2)


def margin(rule: Uniform, gain: float, mood: float = 0.0) -> float:
    return float(rule.margins(np.array([[gain], [gain]]), WEIGHTS, NONE + mood)[0])


@pytest.mark.parametrize(
    ("gain", "odds"), [(0.3, 0.0), (0.4, 0.0), (0.5, 0.2), (0.7, 0.6), (0.9, 1.0), (1.0, 1.0)]
)
def test_odds_rise_evenly_between_the_limits(gain, odds):
    rule = Uniform(low=0.4, high=0.9)
    passed = [rule.passes(margin(rule, gain), stream(seed, "vote")) for seed in range(2000)]

    assert float(rule.odds(margin(rule, gain))) == pytest.approx(odds)
    assert np.mean(passed) == pytest.approx(odds, abs=0.04 * (0 < odds < 1))
    if 0 < odds < 1:
        assert rule.margin_at(odds) == pytest.approx(margin(rule, gain))


def test_bad_moods_raise_the_limits():
    assert margin(Uniform(), 0.4, mood=0.1) == pytest.approx(margin(Uniform(), 0.3))


def test_limits_the_wrong_way_round_are_refused():
    sentence = r"parties\.us\.ratification\.high: must be above low, got 0\.5 to 0\.5"
    with pytest.raises(ConfigError, match=sentence):
        scenario("mini", parties__us__ratification={"type": "uniform", "low": 0.5, "high": 0.5})
