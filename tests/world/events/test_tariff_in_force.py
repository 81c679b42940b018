"""The rate in force changes: the world, and everything that is valued against no deal, with it."""

import re
from datetime import date

import numpy as np
import pytest

from negsim.bargaining.move import WorldEvent
from negsim.errors import ConfigError
from negsim.talks.model import NegotiationModel
from tests.scenarios import model, scenario
from tests.world.events.days import at_tick

DAY = 4


def rise(rate: float = 0.46, **settings: object) -> dict[str, object]:
    return {"rise": {"type": "tariff_in_force", "at": DAY, "rate": rate, **settings}}


def test_tables_become_those_of_a_world_with_that_rate():
    talks = at_tick(model("quiet", events=rise()), DAY)
    there = NegotiationModel(scenario("quiet", no_deal__in_force=0.46), seed=1)

    assert talks.world is there.world
    for name, party in talks.parties.items():
        same = there.parties[name]
        assert np.array_equal(party.mandate.tables._joined, same.mandate.tables._joined)
        assert np.array_equal(party.home.blocs.gains, same.home.blocs.gains)
        assert party.outlook.belief == same.outlook.belief
        assert party.reservation == pytest.approx(same.reservation, abs=0.2)  # influence may have moved
        assert party.public_terms.tables is same.public_terms.tables


def test_nothing_moves_before_the_day():
    talks, still = (at_tick(model("quiet", events=e), DAY - 1) for e in (rise(), {}))

    assert talks.world is still.world
    assert [o.entry for o in talks.offers] == [o.entry for o in still.offers]


def test_the_line_is_in_transcript_and_news():
    talks = at_tick(model("quiet", events=rise()), DAY)
    line = "a reciprocal rate of 46 % is in force from today; it was 20 %"

    assert WorldEvent("tariff_in_force", line) in [entry.move for entry in talks.state.history]
    assert f"tariff_in_force: {line}" in talks.news


def test_a_scenario_may_have_its_own_line():
    talks = at_tick(model("quiet", events=rise(news="letters go out")), DAY)

    assert "tariff_in_force: letters go out" in talks.news


def test_a_higher_rate_in_force_hurts_vietnam_without_a_deal():
    """In the table at the start, the fixed reference: utilities of different worlds do not compare."""
    ends = {}
    for rate in (0.10, 0.20, 0.46):
        talks = model("quiet", events=rise(rate))
        for name, party in at_tick(talks, DAY).parties.items():
            ends[name, rate] = party.initial_no_deal

    assert ends["vietnam", 0.10] > ends["vietnam", 0.20] > ends["vietnam", 0.46]
    assert ends["us", 0.20] == model("quiet").parties["us"].initial_no_deal


def test_profits_follow_the_sales_of_the_trade():
    talks, still = (at_tick(model("quiet", events=e), DAY) for e in (rise(), {}))
    now, before = talks.population.interests, still.population.interests
    exports = before.sector >= 0
    ratio = talks.world.in_force.sales / still.world.in_force.sales

    assert (now.share == before.share).all()
    assert now.profit[exports] == pytest.approx(before.profit[exports] * ratio[before.sector[exports]])
    assert (ratio < 1).any()


def test_a_day_beyond_the_talks_never_comes():
    talks = model("mini", events={"late": {"type": "tariff_in_force", "at": 1000, "rate": 0.46}})
    talks.run()

    assert talks.world is scenario("mini").world
    assert not [line for line in talks.news if line.startswith("tariff_in_force")]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"at": None}, "events.rise.at: must be a day or tick, or null beside a hazard above 0, got nothing"),
        ({"hazard": 0.5}, "events.rise.at: must be a day or tick, or null beside a hazard above 0, got 4"),
        ({"at": -1}, "events.rise.at: must not lie before the talks, which begin on 2025-10-27, got -1"),
        (
            {"at": date(2025, 10, 26)},
            "events.rise.at: must not lie before the talks, which begin on 2025-10-27",
        ),
        ({"rate": 3}, "events.rise.rate: must be a number >= 0 and <= 2 (fraction), got 3"),
        ({"rats": 1}, "events.rise: unknown key 'rats'. Did you mean 'rate'?"),
    ],
)
def test_what_means_nothing_is_refused(settings, sentence):
    with pytest.raises(ConfigError, match=re.escape(sentence)):
        scenario("mini", events=rise(**settings))
