"""Every registered metric keeps the contract; new ones are tested unasked."""

import pytest

from negsim.experiment.metrics.contract import Metric
from negsim.talks.model import NegotiationModel
from negsim.talks.scenario import load_scenario
from tests.conforming import all_of, check_plain_plugin, example

ENDS = {
    "agreed": (),
    "expired": ("parties.us.strategy=hardliner", "parties.vietnam.strategy=hardliner"),
    "walked_away": ("parties.vietnam.strategy={bidding: {type: scripted, moves: [walk_away]}}",),
}


@pytest.fixture(scope="module")
def records():
    return {end: NegotiationModel(load_scenario("mini", settings), 3).run() for end, settings in ENDS.items()}


def test_the_ends_are_what_they_are_called(records):
    assert {end: record.end_state for end, record in records.items()} == {end: end for end in ENDS}


@pytest.mark.parametrize("entry", all_of("metric"))
def test_is_a_plain_plugin(entry):
    check_plain_plugin(entry)


@pytest.mark.parametrize("entry", all_of("metric"))
def test_has_a_unit_and_a_direction(entry):
    metric = example(entry)

    assert isinstance(metric, Metric)
    assert metric.unit
    assert metric.better in {"higher", "lower", "none"}
    assert type(metric).measure.__doc__


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("entry", all_of("metric"))
def test_measures_one_number_however_the_talks_end(entry, end, records):
    metric = example(entry)
    number = metric.measure(records[end])

    assert type(number) is float
    assert abs(number) != float("inf")
    assert repr(metric.measure(records[end])) == repr(number)  # nan is not equal to itself
    if metric.unit == "share of runs":
        assert number in (0.0, 1.0)
