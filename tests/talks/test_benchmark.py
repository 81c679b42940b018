"""Where a run ended, against the frontier and the bargaining points of its start."""

from dataclasses import replace

import numpy as np
import pytest

from negsim.bargaining.move import Accept, Offer
from negsim.talks.benchmark import make_benchmark, record_distances
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, scenario


def ended_at(outcome: int) -> dict[str, float]:
    """Return the distances of talks in which this outcome is offered and taken at once."""
    talks = model()
    talks.submit(Offer(outcome))
    talks.submit(Accept())
    return dict(talks.record().distances)


BENCHMARK = make_benchmark(model().parties)


def test_on_the_frontier_nothing_is_left():
    distances = [ended_at(int(outcome))["pareto_distance"] for outcome in BENCHMARK.frontier]

    assert distances == [0.0] * len(distances)
    assert len(distances) > 5


def test_off_the_frontier_something_is_left():
    off = sorted(set(range(54)) - set(BENCHMARK.frontier.tolist()))

    assert min(ended_at(outcome)["pareto_distance"] for outcome in off) > 0


def test_the_nash_point_is_at_no_distance_of_itself():
    assert ended_at(BENCHMARK.points.nash)["nash_distance"] == 0.0
    assert ended_at(BENCHMARK.points.kalai_smorodinsky)["ks_distance"] == 0.0


def test_the_nash_point_has_the_largest_product_of_gains():
    a, b = BENCHMARK.first - BENCHMARK.reservations[0], BENCHMARK.second - BENCHMARK.reservations[1]
    rational = (a >= 0) & (b >= 0)

    assert np.where(rational, a * b, -1.0).argmax() == BENCHMARK.points.nash


def test_distances_are_on_the_scale_of_the_start():
    talks = model()
    talks.submit(Offer(0))
    talks.submit(Accept())
    record = talks.record()
    us, vietnam = (party.initial for party in talks.parties.values())
    here = [float(party.scaled(party.value(0))) for party in (us, vietnam)]
    nash = [float(party.scaled(party.value(BENCHMARK.points.nash))) for party in (us, vietnam)]

    assert record.distances["nash_distance"] == pytest.approx(np.hypot(here[0] - nash[0], here[1] - nash[1]))


def test_no_deal_is_measured_at_the_rate_in_force():
    talks = model(parties__us__strategy="hardliner", parties__vietnam__strategy="hardliner")
    record = talks.run()
    no_deal = {name: replace(result, utility=99.0) for name, result in record.parties.items()}

    assert record.end_state == "expired"
    assert record_distances(make_benchmark(talks.parties), no_deal) == record.distances
    assert record.distances["pareto_distance"] > 0


def test_without_a_common_interest_there_is_no_point():
    # with no threat and 46 % in force for both, an issue that only costs Vietnam leaves the status quo alone
    talks = model(issues={"reform": {"type": "reform", "levels": ["binding"]}}, no_deal__credibility=0,
                  parties__vietnam__terms={"certainty": {"weight": 0}})  # fmt: skip
    points = make_benchmark(talks.parties).points

    assert (points.nash, points.kalai_smorodinsky) == (None, None)
    assert np.isnan(talks.record().distances["nash_distance"])


def test_a_space_too_large_to_list_has_no_benchmark():
    levels = [round(0.001 * step, 3) for step in range(1100)]
    amounts = [float(step) for step in range(1000)]
    huge = scenario(
        issues={
            "tariff": {"type": "tariff_rate", "levels": levels},
            "purchases": {"type": "purchases", "levels": amounts},
        },
        agents={},
    )
    record = NegotiationModel(huge, 1).run()

    assert record.space.n == 1_100_000
    assert record.rounds > 1
    assert all(np.isnan(distance) for distance in record.distances.values())
