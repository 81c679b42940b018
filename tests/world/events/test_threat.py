"""A new threat moves what is expected without a deal, as far as it is believed."""

import pytest

from tests.scenarios import scenario
from tests.world.events.days import lines, on_day, without


def test_a_higher_threat_lowers_the_reservation_value_of_who_believes_it():
    here, before = on_day({"type": "threat", "at": 3, "rate": 0.9}), without()
    vietnam, was = here.parties["vietnam"], before.parties["vietnam"]

    assert here.world is before.world
    assert here.course.conditions.threatened == 0.9
    assert vietnam.belief == was.belief
    assert vietnam.reservation < was.reservation
    assert lines(here, "threat") == ["90 % is threatened if there is no deal; so far it was 46 %"]


def test_it_is_worth_what_that_threat_at_the_start_is_worth():
    here = on_day({"type": "threat", "at": 0, "rate": 0.3}, day=0)
    there = scenario("quiet", no_deal__threatened=0.3)

    for name, party in here.parties.items():
        mandate = there.mandate(name)
        assert party.mandate.without_deal(party.mandate.weights) == mandate.without_deal(mandate.weights)
        assert party.reservation == pytest.approx(
            (1 - party.belief) * mandate.without_deal(mandate.weights)[0]
            + party.belief * mandate.without_deal(mandate.weights)[1]
        )
