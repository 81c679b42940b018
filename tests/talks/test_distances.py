"""Where a run ended, against the frontier and the bargaining points of its start."""

import numpy as np
import pytest

from negsim.bargaining.bargain import distances
from negsim.bargaining.move import Accept, Offer
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, scenario


def ended_at(outcome: int) -> dict[str, float]:
    """Return the distances of talks in which this outcome is offered and taken at once."""
    talks = model()
    talks.submit(Offer(outcome))
    talks.submit(Accept())
    return dict(talks.record().distances)


BARGAIN = model().bargain
FRONTIER = BARGAIN.feasible.frontier


def test_on_the_frontier_nothing_is_left():
    found = [ended_at(int(outcome))["pareto_distance"] for outcome in FRONTIER]

    assert found == [0.0] * len(found)
    assert len(found) > 5


def test_off_the_frontier_something_is_left():
    off = sorted(set(range(54)) - set(FRONTIER.tolist()))

    assert min(ended_at(outcome)["pareto_distance"] for outcome in off) > 0


def test_the_nash_point_is_at_no_distance_of_itself():
    assert ended_at(BARGAIN.nash)["nash_distance"] == 0.0
    assert ended_at(BARGAIN.kalai_smorodinsky)["ks_distance"] == 0.0


def test_the_nash_point_has_the_largest_product_of_gains():
    a, b = BARGAIN.gains
    rational = (a >= 0) & (b >= 0)

    assert np.where(rational, a * b, -1.0).argmax() == BARGAIN.nash


def test_distances_are_on_the_scale_of_the_start():
    talks = model()
    talks.submit(Offer(0))
    talks.submit(Accept())
    record = talks.record()
    us, vietnam = (party.initial for party in talks.parties.values())
    here = [float(party.scaled(party.value(0))) for party in (us, vietnam)]
    nash = [float(party.scaled(party.value(BARGAIN.nash))) for party in (us, vietnam)]

    assert record.distances["nash_distance"] == pytest.approx(np.hypot(here[0] - nash[0], here[1] - nash[1]))


def test_no_deal_is_measured_at_the_rate_in_force():
    talks = model(parties__us__strategy="hardliner", parties__vietnam__strategy="hardliner")
    record = talks.run()
    no_deal = [party.initial_no_deal for party in talks.parties.values()]

    assert record.end_state == "expired"
    assert distances(talks.bargain, no_deal) == record.distances
    assert record.distances["pareto_distance"] > 0


def test_without_a_common_interest_there_is_no_point():
    # with no threat and 46 % in force for both, an issue that only costs Vietnam leaves the status quo alone
    talks = model(issues={"reform": {"type": "reform", "levels": ["binding"]}}, no_deal={"credibility": 0},
                  parties__vietnam__terms={"certainty": {"weight": 0}})  # fmt: skip
    points = talks.bargain

    assert (points.nash, points.kalai_smorodinsky) == (None, None)
    assert np.isnan(talks.record().distances["nash_distance"])


def test_a_space_too_large_to_list_has_no_bargain():
    levels = [round(0.001 * step, 3) for step in range(2001)]
    amounts = [float(step) for step in range(1000)]
    huge = scenario(
        issues={
            "tariff": {"type": "tariff_rate", "levels": levels},
            "purchases": {"type": "purchases", "levels": amounts},
        },
        agents={},
    )
    record = NegotiationModel(huge, 1).run()

    assert record.space.n == 2_001_000
    assert record.rounds > 1
    assert all(np.isnan(far) for far in record.distances.values())
