"""What the tour says is what it shows."""

from urllib.parse import parse_qsl

import pytest

from negsim.explore.address import outcome_of, read
from negsim.explore.app import tour
from negsim.files import packaged_rows


@pytest.fixture(scope="module")
def steps(instrument):
    return {
        int(row["step"]): read(parse_qsl(row["address"]), instrument.knobs)
        for row in packaged_rows("explore", "tour")
    }


def test_the_default_talks_show_all_six_steps(instrument, small):
    assert len(tour(instrument)) == 6
    assert len(tour(small)) < 6  # other talks have no ruling


def test_a_threat_less_believed_leaves_fewer_outcomes_worth_signing(instrument, steps):
    believed = instrument.answer(steps[1].first)
    doubted = instrument.answer({**steps[1].first, "no_deal.credibility": 0.1})

    assert doubted["no_deal"]["vietnam"] > believed["no_deal"]["vietnam"]
    assert doubted["zone"] < believed["zone"]


def test_zero_for_zero_is_worse_for_the_us_than_no_deal(instrument, steps):
    at = outcome_of(steps[2].words["at"], instrument.base.world.space)

    assert instrument.answer(steps[2].first, at)["verdict"]["points"][0] < 0


def test_the_statement_lies_below_the_frontier(instrument, steps):
    at = outcome_of(steps[4].words["at"], instrument.base.world.space)
    answer = instrument.answer({}, at)
    us, vietnam = answer["verdict"]["points"]

    assert answer["verdict"]["levels"]["tariff"] == "20 %"
    assert any(x > us + 1 and y > vietnam + 1 for x, y, _ in answer["frontier"])


def test_a_likely_strike_leaves_vietnam_more_without_a_deal(instrument, steps):
    likely, now = instrument.answer(steps[5].second), instrument.answer({})

    assert likely["no_deal"]["vietnam"] > now["no_deal"]["vietnam"]


def test_harder_home_fronts_pass_less(instrument, steps):
    assert instrument.answer(steps[6].second)["ratified"]["both"] < instrument.answer({})["ratified"]["both"]
