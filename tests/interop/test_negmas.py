import json
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import ConfigError
from negsim.interop.negmas import play
from tests.playing import PIE, strategy

RECORDS = json.loads(Path(__file__).with_name("golden_negmas.json").read_text())


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_golden_negotiations_that_agreed_with_the_real_negmas(number):
    record = RECORDS[number]
    reservations = [-np.inf if r is None else r for r in record["reservations"]]
    talks = play(record["utilities"], reservations, record["strategies"], record["rounds"], record["opener"])

    assert [list(offer) for offer in talks.trace] == record["trace"]
    assert (talks.agreement, talks.round, talks.end_state) == (
        record["agreement"],
        record["rounds_begun"],
        record["end_state"],
    )


def test_golden_negotiations_cover_the_cases():
    pairs = {(tuple(r["strategies"]), r["opener"]) for r in RECORDS}
    above = [
        r
        for r in RECORDS
        for v, u in zip(r["reservations"], r["utilities"], strict=True)
        if v and v > np.max(u)
    ]

    assert len(pairs) == 32
    assert {r["end_state"] for r in RECORDS} == {"agreed", "expired"}
    assert len(above) > 3


def test_rounds_begun_count_the_agreeing_one():
    # opener accepts in round k: 2(k - 1) offers; the other: 2k - 1 offers
    talks = play(PIE, strategies=("linear", "linear"), rounds=4)

    assert (talks.agreement, talks.round) == (4, 3)
    assert talks.trace == ((0, 0, 8), (0, 1, 2), (1, 0, 6), (1, 1, 4))
    assert play(PIE, strategies=("conceder", "tough"), rounds=4, opener=1).trace[0] == (0, 1, 0)


def test_a_party_for_whom_nothing_is_rational_repeats_its_best_and_never_agrees():
    talks = play(PIE, (2.0, -np.inf), ("conceder", "conceder"), rounds=3)

    assert {outcome for _, party, outcome in talks.trace if party == 0} == {10}
    assert play(PIE, (-np.inf, 2.0), ("tough", "conceder"), rounds=3).end_state == "expired"


def test_a_tough_party_accepts_its_best_even_below_no_deal():
    same = [PIE[0], PIE[0]]

    assert play(same, (0.0, 2.0), ("tough", "tough"), rounds=3).agreement == 10


def test_an_outcome_may_miss_the_aspiration_by_a_ten_thousandth():
    # linear at t = 1/2 aims at .5 - .0001
    for missing, expected in ((0.00009, 1), (0.00011, 2)):
        values = [0.0, 0.5 - missing, 0.75, 1.0]
        assert play([values, values], (-np.inf, 2.0), ("linear", "linear"), 1).trace[0][2] == expected


@pytest.mark.parametrize(("above", "expected"), [(8e-7, 1), (4e-7, 2)])
def test_a_near_miss_is_offered_if_it_is_nearer_than_the_next_outcome(above, expected):
    target = 0.5 - 1e-4
    values = [0.0, target - 6e-7, target + above, 1.0]

    assert play([values, values], (-np.inf, 2.0), ("linear", "linear"), 1).trace[0][2] == expected


def test_exponents_and_whole_strategies_are_strategies_too():
    assert play(PIE, strategies=(0.25, 1)).trace == play(PIE, strategies=("boulware", "linear")).trace
    assert play(PIE, strategies=(strategy("micro"), strategy("micro"))).agreement == 5


def test_shape_of_the_utilities_is_the_shape_of_the_space():
    flat, shaped = [np.arange(6.0), -np.arange(6.0)], [np.arange(6.0).reshape(2, 3)] * 2

    assert play(flat).trace == play([flat[0].reshape(2, 3), flat[1].reshape(2, 3)]).trace
    assert play(shaped).agreement == 5


def test_mistakes_are_named():
    with pytest.raises(ConfigError, match="Did you mean 'boulware'"):
        play(PIE, strategies=("bolware", "linear"))
    with pytest.raises(ConfigError, match="two parties"):
        play([PIE[0], PIE[1][:5]])
