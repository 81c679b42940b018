from dataclasses import replace
from math import isnan

import pytest

from negsim.bargaining.move import Entry, Offer
from negsim.bargaining.steps import STEPS
from negsim.experiment.metrics.trade import TRADE_COLUMNS
from negsim.experiment.tables import metric
from negsim.talks.record import OfferRecord, PartyResult, RunRecord
from tests.playing import space_of

US = PartyResult(
    utility=0.75,
    initial_utility=0.5,
    reservation=-0.25,
    initial_reservation=-0.5,
    scale=(-4.0, 2.0),
    belief=0.3,
    refreshes=1,
)
VIETNAM = PartyResult(
    utility=2.0,
    initial_utility=2.5,
    reservation=-1.0,
    initial_reservation=-1.5,
    scale=(-3.0, 5.0),
    belief=0.125,
    refreshes=2,
)
TRADE = {
    "sales": 120.0,
    "exports": 15.0,
    "deficit": 105.0,
    "tariff_revenue": -2.0,
    "consumer_surplus": 1.5,
    "exporter_surplus": 0.25,
}
AGREED = RunRecord(
    space=space_of(3, 2),
    parties={"us": US, "vietnam": VIETNAM},
    end_state="agreed",
    agreement=4,
    rounds=7,
    ticks=7,
    date="2025-12-08",
    trade=TRADE,
    distances={"pareto_distance": 0.0, "nash_distance": 0.25, "ks_distance": 0.5},
)
EXPIRED = replace(AGREED, end_state="expired", agreement=None, rounds=12)


def measured(name, record=AGREED):
    return metric(name).measure(record)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("u_us", 0.75),
        ("u0_us", 0.5),
        ("reservation_us", -0.25),
        ("gain_us", 1.0),  # .75 + .25
        ("gain0_us", 1.0),  # .5 + .5
        ("belief_us", 0.3),
        ("u_vietnam", 2.0),
        ("u0_vietnam", 2.5),
        ("reservation_vietnam", -1.0),
        ("gain_vietnam", 3.0),
        ("gain0_vietnam", 4.0),
        ("belief_vietnam", 0.125),
        ("pareto_distance", 0.0),
        ("nash_distance", 0.25),
        ("ks_distance", 0.5),
        *((column, TRADE[total]) for total, column in TRADE_COLUMNS.items()),
    ],
)
@pytest.mark.parametrize("record", [AGREED, EXPIRED], ids=["agreed", "expired"])
def test_facts_of_the_record(name, expected, record):
    assert measured(name, record) == expected


def test_agreement_rate():
    assert (measured("agreement_rate"), measured("agreement_rate", EXPIRED)) == (1.0, 0.0)


def test_rounds_to_agreement():
    assert measured("rounds_to_agreement") == 7.0
    assert measured("rounds_to_agreement", EXPIRED) != measured("rounds_to_agreement", EXPIRED)  # nan


def test_joint_gain_adds_gains_as_shares_of_each_scale():
    # (.5 + .5) / 6 + (2.5 + 1.5) / 8
    assert measured("joint_gain") == pytest.approx(1 / 6 + 1 / 2)


def test_joint_gain_has_no_meaning_for_a_party_that_values_all_alike():
    flat = replace(AGREED, parties={"us": US, "vietnam": replace(VIETNAM, scale=(1.0, 1.0))})

    assert measured("joint_gain", flat) != measured("joint_gain", flat)  # nan


def test_the_shares_of_steps_are_of_what_was_logged_and_sum_to_one():
    offer = Entry(0, "us", Offer(0))
    steps = ("", "", "concession", "silent", "concession", "unfortunate")
    logged = replace(AGREED, offers=[OfferRecord(offer, 0, "2025-10-27", {}, {}, step) for step in steps])

    assert measured("concession_steps", logged) == 0.5
    assert measured("unfortunate_steps", logged) == 0.25
    assert sum(measured(f"{step}_steps", logged) for step in STEPS) == 1.0
    assert isnan(measured("silent_steps"))
