"""Opinions: gain, support and the three reasons that weigh most."""

from math import exp

import pytest

from negsim.agents.opinion import Opinion, judge


def test_support_follows_gain():
    judged = judge({"a": 1.25, "b": 0.0}, {"a": 1.0, "b": 0.0})

    assert judged.gain == 0.25
    assert judged.support == pytest.approx(1 / (1 + exp(-1)))  # a quarter more is one step of the logistic
    assert judge({"a": 1.0}, {"a": 1.0}).support == 0.5


def test_reasons_are_ranked_by_size_then_name():
    judged = judge(
        {"x: b": -2.0, "x: a": 2.0, "x: c": 0.5, "x: d": 0.1},
        dict.fromkeys(("x: a", "x: b", "x: c", "x: d"), 0),
    )

    assert judged.reason == "a +2.00, b -2.00, c +0.50"


def test_nothing_changes():
    assert judge({"a": 1.0}, {"a": 1.0}).reason == "nothing changes"


@pytest.mark.parametrize("gain", [1e300, -1e300])
def test_extreme_gains_have_a_support(gain):
    assert judge({"a": gain}, {"a": 0.0}).support == pytest.approx(float(gain > 0))


def test_an_opinion_is_a_value():
    assert Opinion(0.0, 0.5, ()) == Opinion(0.0, 0.5, ())
